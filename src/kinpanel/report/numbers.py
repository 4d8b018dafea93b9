"""Numbers as the text of a cell: fixed decimals, a true minus sign, never a negative zero."""

from __future__ import annotations

import math

NOTHING = "\u2013"
"""Shown where there is no number at all, e.g. the mean of no values."""


def decimal(value: float | None, digits: int = 3) -> str:
    """`value` with that many decimals and thousands separated; an en dash when it is missing."""
    if value is None or not math.isfinite(value):
        return NOTHING
    written = f"{value:,.{digits}f}"
    if written.startswith("-"):
        written = "\u2212" + written[1:] if any(c in "123456789" for c in written) else written[1:]
    return written


def count(value: int) -> str:
    """A whole number with thousands separated."""
    return f"{value:,d}"


def stars(p_value: float) -> str:
    """`***`, `**`, `*` for p below 0.01, 0.05, 0.10; nothing for larger and missing p."""
    return "*" * sum(p_value < level for level in (0.01, 0.05, 0.10))
