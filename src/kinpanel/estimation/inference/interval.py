"""Confidence intervals of a bootstrap: the values that its test does not reject."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kinpanel.estimation.inference.bootstrap import Curve
from kinpanel.estimation.inference.draws import Draws

_DOUBLINGS = 10
_HALVINGS = 60


def inverted(p_value: Callable[[float], float], error: float, alpha: float) -> tuple[float, float]:
    """How far below and above zero the p value stays above alpha, as positive numbers.

    p_value: of the null that the coefficient is its estimate less d; 1 at d = 0. error: a standard
    error, for the scale of the search. Goes outward until the p value is at most alpha, then
    halves; infinite where it is not within 1,000 errors, as with few clusters.
    """
    return _reach(p_value, error, alpha), _reach(lambda d: p_value(-d), error, alpha)


def _reach(p_value: Callable[[float], float], error: float, alpha: float) -> float:
    low, high = 0.0, error
    for _ in range(_DOUBLINGS + 1):
        if p_value(high) <= alpha:
            break
        low, high = high, 2 * high
    else:
        return float("inf")
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if p_value(middle) <= alpha:
            high = middle
        else:
            low = middle
    return high


def studentised(curve: Curve, draws: Draws, error: float, alpha: float) -> float:
    """Half the interval of a bootstrap that does not impose the null: a quantile times the error.

    The smallest t that the same draws do not reject; error: with the variance CR0.
    """
    statistics = np.sort(np.sqrt(curve.at(0.0)))[::-1]
    allowed = sum(draws.p_value(count) <= alpha for count in range(len(statistics) + 1))
    # as many draws as large give a p value at most alpha: none, one, ... allowed - 1
    if allowed == 0:
        return float("inf")
    return float(statistics[min(allowed - 1, len(statistics) - 1)]) * error
