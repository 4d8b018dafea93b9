"""The wild cluster bootstrap of t and Wald statistics, from whitened cluster moments.

The residuals of cluster g are multiplied by its weight v_g and the model is estimated again. In
the coordinates of `ClusterSystem` the sum of the scores is then w = sum v_g r_g, the coefficients
move by J w and the scores of cluster g become v_g r_g - W_g'W_g w: no row is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kinpanel.errors import EstimationError
from kinpanel.estimation.arrays import FloatArray
from kinpanel.estimation.inference.draws import Draws
from kinpanel.estimation.inference.jackknife import changes_without
from kinpanel.estimation.inference.system import ClusterSystem

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit

TIE = 1e-8
"""Statistics that differ by less, relatively, are taken as equal."""

SINGULAR = 1e-10
_CELLS = 4_000_000


@dataclass(frozen=True)
class Curve:
    """Squared bootstrap t of one coefficient under H0: b = estimate - d, for every d.

    (n0 + n1 d)^2 / (a + 2 b d + c d^2), each (B,). At d = 0 the residuals are those of the model
    without the restriction.
    """

    n0: FloatArray
    n1: FloatArray
    a: FloatArray
    b: FloatArray
    c: FloatArray

    def at(self, d: float) -> FloatArray:
        """The squared statistics, (B,); infinite where the variance of a draw is zero."""
        return _ratio((self.n0 + self.n1 * d) ** 2, self.a + d * (2 * self.b + self.c * d))


def observed(system: ClusterSystem, loadings: FloatArray, difference: FloatArray) -> float:
    """The squared t, or Wald statistic, of q coefficients that differ from the null by (q,).

    With the variance CR0; loadings: (q, m). Raises EstimationError for a variance of zero.
    """
    scores = system.scores @ loadings.T
    statistic = float(_wald(difference[np.newaxis], (scores.T @ scores)[np.newaxis])[0])
    if not np.isfinite(statistic):
        raise EstimationError(
            "the clustered variance of the terms is singular: not fewer terms than clusters, or "
            "scores of zero; test fewer terms at once"
        )
    return statistic


def single(system: ClusterSystem, loading: FloatArray, draws: Draws) -> Curve:
    """The bootstrap t of one coefficient; loading: (m,)."""
    reach = system.cross @ loading  # (G, m)
    tilt = reach / (loading @ loading)  # restricted scores: r_g = scores_g + d tilt_g
    parts = []
    for v in _chunks(draws, 2 * system.n_clusters):
        w0, w1 = v @ system.scores, v @ tilt
        s0 = v * (system.scores @ loading) - w0 @ reach.T
        s1 = v * (tilt @ loading) - w1 @ reach.T
        parts.append(
            (
                w0 @ loading,
                w1 @ loading,
                np.einsum("bg,bg->b", s0, s0),
                np.einsum("bg,bg->b", s0, s1),
                np.einsum("bg,bg->b", s1, s1),
            )
        )
    return Curve(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def joint(
    system: ClusterSystem, loadings: FloatArray, difference: FloatArray, draws: Draws
) -> FloatArray:
    """Bootstrap Wald statistics (B,) of q coefficients; difference 0 does not impose the null."""
    reach = np.einsum("gij,qj->gqi", system.cross, loadings)
    lift = np.linalg.solve(loadings @ loadings.T, difference)
    restricted = system.scores + np.einsum("gqi,q->gi", reach, lift)
    g, q, m = reach.shape
    flat = reach.reshape(g * q, m).T
    parts = []
    for v in _chunks(draws, g * q):
        w = v @ restricted
        s = v[:, :, np.newaxis] * (restricted @ loadings.T) - (w @ flat).reshape(-1, g, q)
        variance = np.einsum("bgq,bgr->bqr", s, s)
        parts.append(_wald(w @ loadings.T, variance))
    return np.concatenate(parts)


def as_large(statistics: FloatArray, value: float) -> int:
    """How many statistics are at least as large as the value, ties and NaN included."""
    return int(np.count_nonzero(~(statistics < value * (1 - TIE))))


def refuse_hopeless(fit: Fit, system: ClusterSystem, terms: list[int]) -> None:
    """Raise EstimationError for a perfect fit, or a term that rests on one of the clusters."""
    if any(finding.rule == "perfect-fit" for finding in fit.findings):
        raise EstimationError("a perfect fit leaves no residuals to draw from")
    without = changes_without(system)
    lost = [system.terms[j] for j in terms if np.isnan(without[:, j]).any()]
    if lost:
        names = ", ".join(lost)
        raise EstimationError(
            f"{names} cannot be estimated without one of the clusters of {system.cluster}; the "
            "wild bootstrap says nothing about such a term: permute exposures, or describe it"
        )


def _chunks(draws: Draws, width: int) -> Iterator[FloatArray]:
    size = max(1, _CELLS // max(width, 1))
    for start in range(0, len(draws), size):
        yield draws.weights(slice(start, start + size))


def _wald(moved: FloatArray, variance: FloatArray) -> FloatArray:
    """d' V^-1 d for d (b, q) and V (b, q, q); infinite where V is singular."""
    scale = np.sqrt(np.einsum("bqq->bq", variance))
    scale = np.where(scale > 0, scale, 1.0)
    values, vectors = np.linalg.eigh(variance / (scale[:, :, None] * scale[:, None, :]))
    turned = np.einsum("bji,bj->bi", vectors, moved / scale)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = turned**2 / np.where(values > SINGULAR, values, 0.0)
    return np.asarray(np.where(np.isnan(parts), np.inf, parts).sum(axis=1))


def _ratio(square: FloatArray, variance: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(variance > 0, square / variance, np.inf)
