"""What a rule of the audit is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.errors import Severity

Scope = Literal["people", "spells", "table"]
"""What a rule runs over: tables of people, the table of spells, or every table."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """What a rule found in one table: how many rows it looked at, and those that fail.

    `rows` has one row per failure: `row` (place in the table over all waves, from 0; -1 where a
    whole wave fails), `wave` (place among the study's waves; -1 where the row tells it),
    `variable`, `now` (a suggested value or ""), `like` (the row whose value is suggested, or -1)
    and `detail`.
    """

    checked: int
    rows: pd.DataFrame


@dataclass(frozen=True)
class AuditRule:
    """A numbered rule: what it says, how grave a failure is, what it needs, how it looks.

    `needs` are roles of the table it runs over; a role of another section is `section.role`.
    `find` takes what the scope gives (people, spells or a sheet) and the material, and changes
    neither.
    """

    number: str
    name: str
    severity: Severity
    sentence: str
    scope: Scope
    needs: tuple[str, ...]
    find: Callable[[Any, Any], Found]


COLUMNS = ("row", "wave", "variable", "now", "like", "detail")


def at_rows(
    checked: int,
    rows: npt.ArrayLike,
    variable: str,
    *,
    like: npt.ArrayLike | None = None,
    now: Iterable[str] | None = None,
    detail: str = "",
) -> Found:
    """Rows of a table that fail, all for the value of one variable."""
    places = np.asarray(rows, dtype=np.int64)
    count = len(places)
    return Found(
        checked,
        pd.DataFrame(
            {
                "row": places,
                "wave": np.full(count, -1),
                "variable": np.full(count, variable, dtype=object),
                "now": np.array([""] * count if now is None else list(now), dtype=object),
                "like": np.full(count, -1) if like is None else np.asarray(like, dtype=np.int64),
                "detail": np.full(count, detail, dtype=object),
            }
        ),
    )


def at_waves(checked: int, places: Iterable[tuple[int, str, str]]) -> Found:
    """Whole waves that fail: place of the wave, variable, and what was seen (codes and shares)."""
    listed = [(-1, wave, variable, "", -1, detail) for wave, variable, detail in places]
    return Found(checked, pd.DataFrame(listed, columns=list(COLUMNS)))


def both(*parts: Found) -> Found:
    """Several findings as one; none are a finding of nothing."""
    filled = [part.rows for part in parts if len(part.rows)]
    rows = pd.concat(filled, ignore_index=True) if filled else at_waves(0, []).rows
    return Found(sum(part.checked for part in parts), rows)
