"""Averages over panels, with the error that the panels themselves show."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from kinpanel.simulate import Truth


def within_errors(
    panels: Iterable[Truth],
    measure: Callable[[Truth], float],
    target: float,
    rounding: float = 0.0,
    errors: float = 3,
) -> bool:
    """Whether the mean over panels lies within so many Monte Carlo errors of the target."""
    values = np.array([measure(panel) for panel in panels], dtype=float)
    error = values.std(ddof=1) / np.sqrt(len(values))
    return bool(abs(values.mean() - target) <= errors * error + rounding)
