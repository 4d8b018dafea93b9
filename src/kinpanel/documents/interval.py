"""Closed intervals, as `range: [low, high]` declares them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator


def _ordered(value: tuple[float, float]) -> tuple[float, float]:
    if value[0] > value[1]:
        raise ValueError("the lower end stands first")
    return value


Interval = Annotated[tuple[float, float], AfterValidator(_ordered)]
"""Both ends belong to it; the lower end comes first."""
