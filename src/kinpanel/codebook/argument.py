"""What may stand after the name of a rule: each check says what is wrong, or ""."""

from __future__ import annotations

import math
import re

from kinpanel.codebook.behind import parse_behind
from kinpanel.codebook.factors import parse_factors
from kinpanel.codebook.parts import parse_lunar
from kinpanel.codebook.units import unit_of, unknown_unit

DATE_FORMATS = (
    *("YYYYMMDD", "YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD"),
    *("DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "YYYY年MM月DD日", "stata", "spss"),
)
"""How the rule `date` reads a day; stata counts days (%td), spss seconds."""

MONTH_FORMATS = ("YYYYMM", "YYYY-MM", "YYYY/MM", "YYYY.MM", "YYYY年MM月", "stata")
"""How the rule `month` reads a month; stata counts months (%tm)."""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]{1,3})?")


def none_wrong(argument: str) -> str:
    """No argument."""
    return "takes no argument" if argument else ""


def factor_wrong(argument: str) -> str:
    """A finite factor other than 0."""
    if not _NUMBER.fullmatch(argument):
        return "needs a factor, e.g. scale 0.5"
    value = float(argument)
    return "" if math.isfinite(value) and value != 0 else "needs a finite factor that is not 0"


def width_wrong(argument: str) -> str:
    """A width of 1 to 49."""
    return "" if re.fullmatch(r"[1-9]|[1-4][0-9]", argument) else "needs a width, e.g. pad 10"


def codes_wrong(argument: str) -> str:
    """Codes, each once."""
    codes = argument.split()
    if not codes:
        return "needs codes, e.g. any 3 4"
    twice = [code for place, code in enumerate(codes) if code in codes[:place]]
    return f"names code {twice[0]} twice" if twice else ""


def most_wrong(argument: str) -> str:
    """A number to count to."""
    good = re.fullmatch(r"[1-9][0-9]?", argument)
    return "" if good else "needs the number to count to, e.g. count_to 2"


def place_wrong(argument: str) -> str:
    """The number of a mention."""
    good = re.fullmatch(r"[1-9][0-9]?", argument)
    return "" if good else "needs the number of a mention, e.g. mention 1"


def date_format_wrong(argument: str) -> str:
    """One of `DATE_FORMATS`."""
    return "" if argument in DATE_FORMATS else f"needs a format: {', '.join(DATE_FORMATS)}"


def month_format_wrong(argument: str) -> str:
    """One of `MONTH_FORMATS`."""
    return "" if argument in MONTH_FORMATS else f"needs a format: {', '.join(MONTH_FORMATS)}"


def unit_wrong(argument: str) -> str:
    """Nothing, or a known unit."""
    if not argument or unit_of(argument) is not None:
        return ""
    return f"knows no unit {argument!r}; {unknown_unit(argument)}"


def lunar_wrong(argument: str) -> str:
    """Nothing, or code and reason of lunar dates."""
    good = not argument or parse_lunar(argument) is not None
    return "" if good else "needs nothing, or the code and the reason of lunar dates: lunar=2:lunar"


def behind_wrong(argument: str) -> str:
    """The code that closes a gate, the number behind it, and a factor where there is one."""
    if parse_behind(argument) is not None:
        return ""
    gate, _, factor = argument.partition(" ")
    told = factor_wrong(factor) if factor and parse_behind(gate) is not None else ""
    return told or "needs the code that closes the gate and a number, e.g. behind 2=0"


def factors_wrong(argument: str) -> str:
    """Factors by code, for every flag."""
    good = parse_factors(argument) is not None
    return "" if good else "needs factors by code for every flag, e.g. factors 1=12,2=1"
