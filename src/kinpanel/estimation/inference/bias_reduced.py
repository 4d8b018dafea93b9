"""CRV2: the bias-reduced variance by cluster, with degrees of freedom for every term."""

from __future__ import annotations

import numpy as np

from kinpanel.estimation.arrays import BoolArray, FloatArray
from kinpanel.estimation.inference.system import ClusterSystem

ALONE_BELOW = 1e-8
"""A share of 1 less this is a direction that one cluster alone identifies."""


def bias_reduced(system: ClusterSystem) -> tuple[FloatArray, FloatArray]:
    """The variance (k, k) and Satterthwaite's degrees of freedom (k,).

    The scores of each cluster are multiplied by the symmetric root of the generalised inverse of
    I - H_gg, which makes the variance unbiased where errors are independent with variance
    inverse to the weight; the df are those of the t that matches the variance's first two
    moments under the same model. A term that cannot be estimated without one of the clusters has
    variance and df NaN: nothing shows how far it would vary.

    Bell and McCaffrey (2002); Imbens and Kolesar (2016); Pustejovsky and Tipton (2018), whose
    theorem 2 allows effects nested in clusters to be absorbed first. With weights this is the
    unweighted variance of the rows times the root of their weight.
    """
    share, vectors = system.shares()
    alone = 1.0 - share <= ALONE_BELOW
    grow = np.where(alone, 0.0, 1.0 / np.sqrt(np.where(alone, 1.0, 1.0 - share)))
    turned = np.einsum("gji,gj->gi", vectors, system.scores)
    loads = np.einsum("kj,gji->gki", system.loadings, vectors)  # (G, k, m)
    scores = np.einsum("gki,gi->gk", loads, grow * turned)
    df = _satterthwaite(loads, vectors, share, grow)
    variance = scores.T @ scores
    lone = rests_on_one(system, loads, alone).any(axis=0)
    variance[lone, :] = variance[:, lone] = np.nan
    return variance, np.where(lone, np.nan, df)


def rests_on_one(system: ClusterSystem, loads: FloatArray, alone: BoolArray) -> BoolArray:
    """(G, k): whether a term moves with a direction that the cluster alone identifies.

    loads: (G, k, m), the loadings on the eigenvectors of each cluster; alone: (G, m).
    """
    lost = np.einsum("gki,gi->gk", loads**2, alone.astype(float))
    whole = np.einsum("kj,kj->k", system.loadings, system.loadings)
    return np.asarray(lost > ALONE_BELOW * whole)


def _satterthwaite(
    loads: FloatArray, vectors: FloatArray, share: FloatArray, grow: FloatArray
) -> FloatArray:
    """df = (tr B)^2 / tr(B^2), (k,).

    B = diag(a) - r r' with, for cluster g, a_g = q_g'q_g, r_g = W_g'q_g, q_g = A_g W_g J'.
    """
    own = np.einsum("gki,gi->gk", loads**2, grow**2 * share)  # a
    reach = np.einsum("gji,gki,gi->kgj", vectors, loads, grow * share)  # r
    lengths = np.einsum("kgj,kgj->gk", reach, reach)
    trace = (own - lengths).sum(axis=0)
    inner = np.einsum("kgi,kgj->kij", reach, reach)
    square = (own**2 - 2 * own * lengths).sum(axis=0) + np.einsum("kij,kij->k", inner, inner)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(trace**2 / square)
