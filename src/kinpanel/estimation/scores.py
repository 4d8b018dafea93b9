"""Scores from the rows: a second pass, for clusters too many to keep a matrix of each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kinpanel.estimation.arrays import FloatArray
from kinpanel.estimation.design import Design
from kinpanel.estimation.factor import Factor


def cluster_scores(
    design: Design, exposures: FloatArray, residual: FloatArray, by: Factor | None = None
) -> FloatArray:
    """Sum over the rows of each cluster of w x e; (G, k). `by`: another cluster than the sample's.

    exposures (k, p) and residual (p,) turn a demeaned row z (p,) into x = exposures z and
    e = residual' z, free of all effects. Clusters may cut across entities.
    """
    cluster = by or design.sample.cluster
    if cluster is None:
        raise ValueError("cluster scores need a cluster")
    k = exposures.shape[0]
    scores = np.zeros((k, cluster.levels))
    for block, rows in _row_scores(design, exposures, residual):
        codes = cluster.codes[block]
        low = int(codes.min())
        span = int(codes.max()) - low + 1
        for j in range(k):
            scores[j, low : low + span] += np.bincount(codes - low, rows[j], minlength=span)
    return scores.T


def row_meat(design: Design, exposures: FloatArray, residual: FloatArray) -> FloatArray:
    """Sum over rows of (w x e)(w x e)', (k, k): the middle of the hetero-robust variance."""
    k = exposures.shape[0]
    meat = np.zeros((k, k))
    for _, rows in _row_scores(design, exposures, residual):
        meat += rows @ rows.T
    return meat


def _row_scores(
    design: Design, exposures: FloatArray, residual: FloatArray
) -> Iterator[tuple[slice, FloatArray]]:
    for block in design.blocks():
        z = design.demeaned(block)
        error = residual @ z
        if design.sample.weights is not None:
            error *= design.sample.weights[block]
        yield block, (exposures @ z) * error
