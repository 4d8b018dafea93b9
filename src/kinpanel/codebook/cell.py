"""One cell as people write it in a ledger: a value of its variable, or `missing:<reason>`."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from kinpanel.codebook.model import Variable
from kinpanel.codebook.value import wrong_value
from kinpanel.errors import nearest

MISSING = "missing:"
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def missing_reason(written: str) -> str | None:
    """The reason in `missing:<reason>`; None where a value is written."""
    return written.removeprefix(MISSING).strip() if written.startswith(MISSING) else None


def wrong_cell(
    written: str, variable: Variable, reasons: Collection[str] | None
) -> tuple[str, str] | None:
    """What keeps a text from being a cell of the variable, and what to do; None when nothing does.

    Months are written `2014-07`, days `2014-07-31`, booleans 0 and 1, levels by their codes.
    Neither text quotes a value. Without `reasons` those of missing cells are not looked at.
    """
    reason = missing_reason(written)
    if reason is not None:
        if reasons is None or reason in reasons:
            return None
        return f"unknown missing reason {reason!r}", nearest(reason, reasons)
    if not written:
        return "is empty", f"write a value, or {MISSING}<reason>"
    if variable.type in ("date", "month"):
        form = "2014-07-31" if variable.type == "date" else "2014-07"
        return None if _day(written, variable) else (f"is no {variable.type}", f"e.g. {form}")
    wrong = wrong_value(written, variable)
    return (wrong, "see the variable in its codebook") if wrong else None


def cell_value(written: str, variable: Variable) -> Any:
    """The value that a sound text stands for, to be typed; None for `missing:<reason>`."""
    if missing_reason(written) is not None:
        return None
    if variable.type in ("date", "month"):
        return _day(written, variable)
    if variable.type in ("integer", "boolean"):
        return int(written)
    return float(written) if variable.type == "decimal" else written


def _day(written: str, variable: Variable) -> date | None:
    form = _DAY if variable.type == "date" else _MONTH
    if not form.fullmatch(written):
        return None
    try:
        return date.fromisoformat(written if variable.type == "date" else f"{written}-01")
    except ValueError:
        return None
