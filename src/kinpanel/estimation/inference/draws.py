"""Random weights of clusters, the same for every model that shares a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kinpanel.errors import UsageError, nearest
from kinpanel.estimation.arrays import FloatArray, IntArray

WeightKind = Literal["rademacher", "webb", "mammen"]
GOLDEN = (1 + np.sqrt(5)) / 2
WEIGHTS: dict[str, tuple[FloatArray, FloatArray]] = {
    "rademacher": (np.array([-1.0, 1.0]), np.array([0.5, 0.5])),
    "webb": (np.sqrt([1.5, 1.0, 0.5, 0.5, 1.0, 1.5]) * [-1, -1, -1, 1, 1, 1], np.full(6, 1 / 6)),
    "mammen": (np.array([1 - GOLDEN, GOLDEN]), np.array([GOLDEN, GOLDEN - 1]) / np.sqrt(5)),
}
"""Values and probabilities; mean 0 and variance 1. Webb (2014), Mammen (1993)."""

_AT_ONCE = 1_000


@dataclass(frozen=True)
class Draws:
    """B draws of a weight for each of G clusters, as codes (B, G) of the values.

    enumerated: every combination of signs once, in place of a random sample of them.
    """

    values: FloatArray
    codes: NDArray[np.uint8]
    enumerated: bool

    def __len__(self) -> int:
        return int(self.codes.shape[0])

    def weights(self, part: slice) -> FloatArray:
        """The weights of some of the draws, (b, G)."""
        found: FloatArray = self.values[self.codes[part]]
        return found

    def of(self, clusters: IntArray) -> Draws:
        """The draws of some of the clusters."""
        return Draws(self.values, self.codes[:, clusters], self.enumerated)

    def p_value(self, as_large: int) -> float:
        """From the number of draws at least as large as the statistic.

        All combinations of signs hold the sample itself; a random sample of them does not, and
        it is counted beside the draws, so that no p value is zero.
        """
        if self.enumerated:
            return as_large / len(self)
        return (1 + as_large) / (1 + len(self))


def check_draws(draws: int) -> None:
    """Raise UsageError for fewer than 19 draws, with which 5 % is the smallest p value."""
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 19:
        raise UsageError(f"draws must be a whole number of at least 19, not {draws!r}")


def draw(clusters: int, draws: int, kind: str, seed: int) -> Draws:
    """Weights for so many clusters; all combinations of signs where those are not more than draws.

    Raises UsageError for an unknown kind of weights or too few draws.
    """
    if kind not in WEIGHTS:
        raise UsageError(f"unknown weights {kind!r}; {nearest(kind, WEIGHTS)}")
    check_draws(draws)
    values, shares = WEIGHTS[kind]
    if kind == "rademacher" and clusters < 63 and 2**clusters <= draws:
        signs = (np.arange(2**clusters)[:, np.newaxis] >> np.arange(clusters)) & 1
        return Draws(values, signs.astype(np.uint8), enumerated=True)
    random = np.random.default_rng(seed)
    steps = np.cumsum(shares)[:-1]
    codes = np.empty((draws, clusters), dtype=np.uint8)
    for start in range(0, draws, _AT_ONCE):
        part = codes[start : start + _AT_ONCE]
        part[:] = np.searchsorted(steps, random.random(part.shape), side="right")
    return Draws(values, codes, enumerated=False)
