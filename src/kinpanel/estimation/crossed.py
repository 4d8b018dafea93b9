"""Normal equations of effects that cross the absorbed one, sparse in their levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kinpanel.estimation.arrays import FloatArray, IntArray
from kinpanel.estimation.design import Design
from kinpanel.estimation.factor import Factor
from kinpanel.estimation.sample import Sample

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Equations:
    """matrix: (q, q) = D'W M D over the levels of all swept effects; right: (q, p) = D'W M Z.

    spread and within: (p,) as in the moments, of the columns before the sweep.
    """

    matrix: csr_array[Any, Any]
    right: FloatArray
    spread: FloatArray
    within: FloatArray


def normal_equations(design: Design) -> Equations:
    """One pass over the rows for the right side; the matrix from the codes alone."""
    sample = design.sample
    p = len(design.layout.names)
    right = [np.zeros((factor.levels, p)) for factor in sample.swept]
    spread, within = np.zeros(p), np.zeros(p)
    for block in design.blocks():
        weights = None if sample.weights is None else sample.weights[block]
        raw, z = design.rows(block), design.demeaned(block)
        weighted = z if weights is None else z * weights
        spread += np.einsum("ij,ij->i", raw if weights is None else raw * weights, raw)
        within += np.einsum("ij,ij->i", weighted, z)
        for factor, part in zip(sample.swept, right, strict=True):
            codes = factor.codes[block]
            low, high = int(codes.min()), int(codes.max()) + 1
            for j in range(p):
                part[low:high, j] += np.bincount(codes - low, weighted[j], minlength=high - low)
    at = 1 + design.layout.n_terms
    spread[at:] -= spread[at:] ** 2 / sample.n_obs
    return Equations(_matrix(sample), np.concatenate(right), spread, within)


def _matrix(sample: Sample) -> csr_array[Any, Any]:
    """D'WD less, entity by entity, the outer product of its sums over its weight."""
    from scipy.sparse import csr_array, diags_array

    weights = np.ones(sample.n_obs) if sample.weights is None else sample.weights
    levels, size = _levels(sample)
    rows = np.repeat(np.arange(sample.n_obs), len(levels))
    place = np.column_stack(levels).ravel()
    ones = csr_array((np.ones(rows.size), (rows, place)), shape=(sample.n_obs, size))
    absorbed = _absorbed(sample)
    home = csr_array(
        (np.ones(sample.n_obs), (absorbed.codes, np.arange(sample.n_obs))),
        shape=(absorbed.levels, sample.n_obs),
    )
    weighted = diags_array(weights) @ ones
    sums = home @ weighted
    mass = np.bincount(absorbed.codes, weights, minlength=absorbed.levels)
    return csr_array(ones.T @ weighted - sums.T @ (diags_array(1.0 / mass) @ sums))


def components(sample: Sample, effect: Factor) -> int:
    """How many groups of entities and levels hang together: the levels that are not free."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    absorbed = _absorbed(sample)
    size = absorbed.levels + effect.levels
    edges = (absorbed.codes, absorbed.levels + effect.codes)
    graph = coo_array((np.ones(sample.n_obs, dtype=np.int8), edges), shape=(size, size))
    return int(connected_components(graph.tocsr(), directed=False, return_labels=False))


def _levels(sample: Sample) -> tuple[list[IntArray], int]:
    """The codes of each swept effect, one after the other, and how many there are."""
    start, found = 0, []
    for factor in sample.swept:
        found.append(factor.codes + start)
        start += factor.levels
    return found, start


def _absorbed(sample: Sample) -> Factor:
    if sample.absorbed is None:
        raise ValueError("effects are swept out beside an absorbed one only")
    return sample.absorbed
