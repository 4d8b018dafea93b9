"""Calendar months as whole numbers: months since January 1960, as in Stata's %tm."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.streams import Floats, Ints, pick

WAVE_COUNT = len(WAVES)
FIELDWORK_START = 7

_Months = TypeVar("_Months", int, npt.NDArray[np.int64])


def month_index(year: int, month: int) -> int:
    """Months since January 1960; `month` from 1 to 12."""
    return 12 * (year - 1960) + month - 1


def yyyymm(months: _Months) -> _Months:
    """Months since January 1960 as the number people write, e.g. 201408."""
    return (1960 + months // 12) * 100 + months % 12 + 1


def season(shares: tuple[tuple[tuple[int, ...], float], ...]) -> Floats:
    """Weights of the twelve months from (months, share) groups; the rest shares what is left."""
    weights = np.zeros(12)
    for months, share in shares:
        weights[[month - 1 for month in months]] = share / len(months)
    rest = weights == 0
    weights[rest] = (1 - weights.sum()) / rest.sum()
    return weights


DEPARTURES = season((((2, 3), 0.50), ((7, 8, 9), 0.20)))
"""After the Lunar New Year and after the school year."""
RETURNS = season((((12, 1), 0.55), ((6, 7), 0.15)))
"""Before the Lunar New Year and for the harvest."""


def draw_month(
    rng: np.random.Generator, first: Ints, last: Ints, weights: Floats
) -> npt.NDArray[np.int64]:
    """One month per row between `first` and `last`, both included, by the season's weights."""
    offsets = np.arange(int((last - first).max(initial=0)) + 1)
    months = first[:, None] + offsets
    return first + pick(rng, np.where(months <= last[:, None], weights[months % 12], 0.0))
