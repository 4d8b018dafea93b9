"""CRV3: the jackknife over clusters, and the coefficients without each cluster."""

from __future__ import annotations

import numpy as np

from kinpanel.errors import EstimationError, Finding
from kinpanel.estimation.arrays import BoolArray, FloatArray
from kinpanel.estimation.inference.bias_reduced import ALONE_BELOW, rests_on_one
from kinpanel.estimation.inference.system import ClusterSystem


def changes_without(system: ClusterSystem) -> FloatArray:
    """(G, k): the coefficients without each cluster less those with all.

    Exactly what estimation on the other clusters gives. NaN where a term cannot be estimated
    without the cluster.
    """
    share, vectors = system.shares()
    left = 1.0 - share
    alone: BoolArray = left <= ALONE_BELOW
    loads = np.einsum("kj,gji->gki", system.loadings, vectors)
    turned = np.einsum("gji,gj->gi", vectors, system.scores)
    solved = np.where(alone, 0.0, turned / np.where(alone, 1.0, left))
    changes: FloatArray = -np.einsum("gki,gi->gk", loads, solved)
    changes[rests_on_one(system, loads, alone)] = np.nan
    return changes


def jackknife(system: ClusterSystem) -> FloatArray:
    """Sum over clusters of (b_-g - b)(b_-g - b)', (k, k), before the factor (G-1)/G.

    With the factor it is CV3 of MacKinnon, Nielsen and Webb (2023), as in summclust and Stata;
    pyfixest has the factor of CRV1 in its place, by which standard errors are about G/(G-1) times
    as large. Raises EstimationError where a term cannot be estimated without some cluster.
    """
    changes = changes_without(system)
    lost = np.isnan(changes)
    if lost.any():
        findings = [
            Finding(
                rule="one-cluster",
                message=f"{term} cannot be estimated without one of the clusters",
                variable=term,
                count=int(count),
                advice="leave the term out, or join small clusters before they are used",
            )
            for term, count in zip(system.terms, lost.sum(axis=0), strict=True)
            if count
        ]
        raise EstimationError("CRV3 needs every term without every cluster", findings)
    return changes.T @ changes
