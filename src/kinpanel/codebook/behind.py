"""The argument of the rule `behind`: the code that closes a gate, and the number it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BEHIND = re.compile(r"(-?[A-Za-z0-9_]+)=(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)")


@dataclass(frozen=True)
class Behind:
    """The code of the gate behind which nothing was asked, and the number that then holds."""

    code: str
    number: float


def parse_behind(argument: str) -> Behind | None:
    """The argument taken apart; None for text that is none."""
    match = _BEHIND.fullmatch(argument)
    return Behind(match[1], float(match[2])) if match else None
