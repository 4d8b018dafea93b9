"""Whether a code can be a value of a variable."""

from __future__ import annotations

import re

from kinpanel.codebook.model import Variable

_WHOLE = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def wrong_value(code: str, variable: Variable) -> str:
    """What keeps a code from being a value of the variable; "" when nothing does."""
    if variable.type in ("nominal", "ordinal"):
        return "" if code in variable.level_codes else "is not a level of the variable"
    if variable.type == "boolean":
        return "" if code in ("0", "1") else "is not 0 or 1"
    if variable.type not in ("integer", "decimal"):
        return ""
    if not _NUMBER.fullmatch(code):
        return "is not a number"
    if variable.type == "integer" and not _WHOLE.fullmatch(code):
        return "is not a whole number"
    if variable.range and not variable.range[0] <= float(code) <= variable.range[1]:
        return "is outside the variable's range"
    return ""
