"""The argument of the rule `behind`: the code that closes a gate, and the number it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_BEHIND = re.compile(
    r"(-?[A-Za-z0-9_]+)=(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)"
    r"(?:\s+(-?[0-9]{1,9}(?:\.[0-9]{1,18})?))?"
)


@dataclass(frozen=True)
class Behind:
    """The code of the gate behind which nothing was asked, and the number that then holds.

    Numbers that were given are multiplied by the factor; the number behind the gate is not.
    """

    code: str
    number: float
    factor: Fraction = Fraction(1)


def parse_behind(argument: str) -> Behind | None:
    """The argument taken apart; None for text that is none, and for a factor of 0."""
    match = _BEHIND.fullmatch(argument)
    factor = Fraction(match[3] or 1) if match else Fraction(0)
    return Behind(match[1], float(match[2]), factor) if match and factor else None
