"""The argument of the rule `parts`: which rows hold dates of the lunar calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LUNAR = re.compile(r"lunar=(-?[A-Za-z0-9_]+):([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class Lunar:
    """The code of the flag that means lunar, and the reason for which such dates are missing."""

    code: str
    reason: str


def parse_lunar(argument: str) -> Lunar | None:
    """The lunar part of an argument; None without one, and for text that is none."""
    match = _LUNAR.fullmatch(argument)
    return Lunar(match[1], match[2]) if match else None
