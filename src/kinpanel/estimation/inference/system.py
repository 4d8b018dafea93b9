"""The normal equations cluster by cluster, in coordinates in which they sum to the identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation.arrays import FloatArray

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit
    from kinpanel.estimation.inference.record import Counts
    from kinpanel.estimation.linear import Solution
    from kinpanel.estimation.moments import Moments


@dataclass(frozen=True)
class ClusterSystem:
    """What every variance and bootstrap by cluster follows from; m columns, G clusters, k terms.

    U are the m columns that are solved for, terms and indicators, free of the absorbed effect and
    scaled by the root of the weight; W = U F with F F' the inverse of U'U, so that the sum of
    the W_g' W_g is the identity.
    cross: (G, m, m), W_g' W_g. scores: (G, m), W_g' e_g with e the residuals; they sum to zero.
    loadings: (k, m), J; a change d of the outcome moves the coefficients by J W'd, and the
    inverse cross product of the terms is J J'.
    labels: (G,) the clusters by name, or () where they are not known.
    """

    terms: tuple[str, ...]
    cluster: str
    cross: FloatArray
    scores: FloatArray
    loadings: FloatArray
    labels: tuple[str, ...]

    @property
    def n_clusters(self) -> int:
        """G."""
        return int(self.cross.shape[0])

    def shares(self) -> tuple[FloatArray, FloatArray]:
        """Eigenvalues (G, m), within 0 and 1, and eigenvectors (G, m, m) of every W_g' W_g.

        A value of 1 is a direction that this cluster alone identifies.
        """
        values, vectors = np.linalg.eigh(self.cross)
        return values.clip(0.0, 1.0), vectors


def system_of(fit: Fit) -> ClusterSystem:
    """The cluster system of a fit.

    Raises UsageError where the fit kept no cluster moments, EstimationError where they do not
    suffice (units that live in several clusters, two clusters, one cluster).
    """
    if fit.evidence is None or fit.cluster is None:
        why = "is not linear" if fit.evidence is None else "has no cluster"
        raise UsageError(f"the fit {why}; fit a linear model with cluster= for this inference")
    evidence = fit.evidence
    return cluster_system(
        evidence.moments, evidence.solution, fit.counts, fit.cluster, evidence.cluster_labels
    )


def cluster_system(
    moments: Moments,
    solution: Solution,
    counts: Counts,
    cluster: str,
    labels: tuple[str, ...] = (),
) -> ClusterSystem:
    """Whitened cluster moments of a solution; see `system_of` for what it raises."""
    _check(moments, counts, cluster)
    assert moments.stack is not None  # noqa: S101  checked above
    columns = np.concatenate([solution.absorbing, solution.columns])
    total = moments.total[np.ix_(columns, columns)]
    scale = np.sqrt(np.diagonal(total))
    root = np.linalg.cholesky(total / np.outer(scale, scale))
    whiten = np.linalg.inv(root).T / scale[:, np.newaxis]  # F
    cross = whiten.T @ moments.stack[:, columns[:, np.newaxis], columns] @ whiten
    scores = (moments.stack[:, columns] @ solution.residual) @ whiten
    return ClusterSystem(
        terms=solution.terms,
        cluster=cluster,
        cross=(cross + cross.transpose(0, 2, 1)) / 2,
        scores=scores,
        loadings=solution.projector[:, columns] @ (root * scale[:, np.newaxis]),
        labels=labels,
    )


def _check(moments: Moments, counts: Counts, cluster: str) -> None:
    if counts.groups:
        raise EstimationError(
            f"two clusters ({cluster}) have a variance by rows only (CRV1); "
            "fit with one cluster for CRV2, CRV3, the bootstrap and leave-one-out"
        )
    apart = [] if counts.absorbed is None else [counts.absorbed]
    across = [name for name in (*apart, *moments.layout.swept) if name not in counts.nested]
    if across:
        raise EstimationError(
            f"levels of {' and '.join(across)} lie in several clusters of {cluster}, so that "
            "clusters cannot be taken apart; cluster at a level that holds them whole, or use CRV1"
        )
    if moments.stack is None:
        raise UsageError(
            f"the moments of {moments.n_clusters:,} clusters were too many to keep; with so many "
            "CRV1 is accurate, or cluster at a higher level"
        )
    if moments.stack.shape[0] < 2:
        raise EstimationError(f"one cluster of {cluster!r} only; at least two are needed")
