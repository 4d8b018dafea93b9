"""Cluster moments: one small cross-product matrix per cluster, from which linear models follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinpanel.errors import UsageError
from kinpanel.estimation.arrays import FloatArray, IntArray, starts_of
from kinpanel.estimation.design import Design, Layout
from kinpanel.estimation.factor import Factor

STACK_BYTES = 64 * 2**20
EXPLICIT_BELOW = 1e-6


@dataclass(frozen=True)
class Moments:
    """A_g = sum over entities i in cluster g of Z_i' W_i M_i Z_i, M_i the demeaning within i.

    total: (p, p), the sum over clusters. stack: (G, p, p), or None when there is no cluster or
    the stack would pass 64 MiB (scores then take a second pass over the rows).
    spread: (p,) sums of squares about the overall mean, before the effects are absorbed; within:
    (p,) those about the means of the entities, before further effects are swept out.
    centre: (p,) what was subtracted from the columns; a common centre leaves the slopes as they
    are and keeps the digits of columns far from zero. Weights have mean one within a sample.
    Moments of disjoint sets of clusters add up.
    """

    layout: Layout
    total: FloatArray
    stack: FloatArray | None
    spread: FloatArray
    within: FloatArray
    centre: FloatArray
    n_obs: int
    n_entities: int
    n_clusters: int

    def __add__(self, other: Moments) -> Moments:
        """The moments of both sets of clusters, which must have no cluster in common.

        Raises UsageError when the columns differ. Weights must be on one scale in both.
        """
        if self.layout != other.layout:
            raise UsageError("moments of different columns cannot be added")
        n = self.n_obs + other.n_obs
        centre = (self.n_obs * self.centre + other.n_obs * other.centre) / n
        one, two = (part._about(centre) for part in (self, other))
        stacks = [part.stack for part in (one, two) if part.stack is not None]
        return Moments(
            layout=self.layout,
            total=one.total + two.total,
            stack=np.concatenate(stacks) if len(stacks) == 2 else None,
            spread=one.spread + two.spread,
            within=one.within + two.within,
            centre=centre,
            n_obs=n,
            n_entities=self.n_entities + other.n_entities,
            n_clusters=self.n_clusters + other.n_clusters,
        )

    def _about(self, centre: FloatArray) -> Moments:
        """The same moments with another centre; within entities only the spread changes."""
        shift = self.centre - centre
        move = np.eye(shift.size)
        if self.layout.intercept:
            move[1] += shift
        total = move.T @ self.total @ move
        return Moments(
            layout=self.layout,
            total=total,
            stack=None if self.stack is None else move.T @ self.stack @ move,
            spread=self.spread + self.n_obs * shift**2,
            within=self.within + np.diagonal(total) - np.diagonal(self.total),
            centre=centre,
            n_obs=self.n_obs,
            n_entities=self.n_entities,
            n_clusters=self.n_clusters,
        )


def cluster_moments(design: Design) -> Moments:
    """One pass over the rows of a design, in blocks that stay in cache.

    Entities nested in clusters: total minus between, no demeaned copy. Otherwise, and where the
    variance within entities is below 1e-6 of the total in some column, so that the subtraction
    would lose digits, each block is demeaned explicitly.
    """
    return grouped_moments(design, design.sample.cluster, explicit=not design.sample.nested)


def grouped_moments(design: Design, cluster: Factor | None, *, explicit: bool) -> Moments:
    """The moments by a factor; explicit: demean each block, for entities that cross its groups."""
    absorbed = design.sample.absorbed
    explicit = absorbed is not None and explicit
    moments = _accumulate(design, cluster, explicit)
    if absorbed is not None and not explicit:
        share = np.diagonal(moments.total) < EXPLICIT_BELOW * moments.spread
        if share[: 1 + design.layout.n_terms].any():
            return _accumulate(design, cluster, explicit=True)
    return moments


def _accumulate(design: Design, cluster: Factor | None, explicit: bool) -> Moments:
    sample = design.sample
    p = design.width
    keep_stack = cluster is not None and cluster.levels * p * p * 8 <= STACK_BYTES
    between = sample.absorbed is not None and not explicit
    stack = np.zeros((cluster.levels if cluster is not None and keep_stack else 1, p, p))
    codes = cluster.codes if cluster is not None and keep_stack else None
    spread = np.zeros(p)
    for block in design.blocks():
        z = design.rows(block)
        if sample.weights is not None:
            z *= np.sqrt(sample.weights[block])
        spread += np.einsum("ij,ij->i", z, z)
        own = None if codes is None else codes[block]
        if explicit:
            z = design.demeaned(block)
            if sample.weights is not None:
                z *= np.sqrt(sample.weights[block])
        if between:
            starts = design.starts_in(block)
            _add_products(
                stack, _entity_sums(z, starts, block, design), _at(own, starts), sign=-1.0
            )
        _add_products(stack, z, own, sign=1.0)
    if sample.absorbed is not None:
        at = 1 + design.layout.n_terms
        spread[at:] -= spread[at:] ** 2 / sample.n_obs  # indicators are not centred
    total = stack.sum(axis=0)
    return Moments(
        layout=design.layout,
        total=total,
        stack=stack if keep_stack else None,
        spread=spread,
        within=np.diagonal(total).copy(),
        centre=design.centre,
        n_obs=sample.n_obs,
        n_entities=0 if sample.absorbed is None else sample.absorbed.levels,
        n_clusters=0 if cluster is None else cluster.levels,
    )


def _at(codes: IntArray | None, starts: IntArray) -> IntArray | None:
    return None if codes is None else codes[starts]


def _entity_sums(z: FloatArray, starts: IntArray, block: slice, design: Design) -> FloatArray:
    """(p, entities): c_i with c_i c_i' = w_i. zbar_i zbar_i', from rows scaled by sqrt(w)."""
    weights = design.sample.weights
    if weights is None:
        counts = np.diff(np.append(starts, z.shape[1]))
        sums = np.add.reduceat(z, starts, axis=1)
        sums /= np.sqrt(counts)
        return sums
    w = weights[block]
    sums = np.add.reduceat(z * np.sqrt(w), starts, axis=1)
    sums /= np.sqrt(np.add.reduceat(w, starts))
    return sums


def _add_products(stack: FloatArray, z: FloatArray, codes: IntArray | None, sign: float) -> None:
    """Add sign * z z' of every cluster to the stack; z (p, b), codes (b,) in any order."""
    if codes is None:
        stack[0] += sign * (z @ z.T)
        return
    if np.any(codes[1:] < codes[:-1]):
        order = np.argsort(codes, kind="stable")
        codes, z = codes[order], z[:, order]
    starts = starts_of(codes)
    stops = np.append(starts[1:], codes.size)
    for start, stop, g in zip(starts.tolist(), stops.tolist(), codes[starts].tolist(), strict=True):
        part = z[:, start:stop]
        stack[g] += sign * (part @ part.T)
