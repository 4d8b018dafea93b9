"""The argument of the rule `factors`: what a number is multiplied by, answer by answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

_PAIR = re.compile(r"(-?[A-Za-z0-9_]+)=([0-9]{1,9}(?:\.[0-9]{1,9})?)")


def parse_factors(argument: str) -> tuple[Mapping[str, Fraction], ...] | None:
    """One map of codes to factors per flag, in order; None for text that says no such thing.

    `1=12,2=1 1=1,2=10000` are two flags. Factors are above 0, no code is named twice of one flag.
    """
    flags = []
    for group in argument.split():
        matches = [_PAIR.fullmatch(part) for part in group.split(",")]
        pairs = [(match[1], Fraction(match[2])) for match in matches if match]
        found = dict(pairs)
        if len(found) < len(matches) or not all(found.values()):
            return None
        flags.append(found)
    return tuple(flags) or None
