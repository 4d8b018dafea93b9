"""Further effects of many levels, swept out of every column before anything is solved.

Z* = M (Z - D C) with M the demeaning within entities, D the indicators of the further effects and
C = (D'W M D)^+ D'W M Z. Where entities and levels lie within clusters, as children and
village^wave in villages, D'W M D falls into blocks of a few levels, solved from the same pass
over the rows as the moments. Otherwise, as with children who change schools, its sparse normal
equations are solved by preconditioned conjugate gradients.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kinpanel.estimation.arrays import FloatArray, IntArray
from kinpanel.estimation.conjugate import conjugate_gradients
from kinpanel.estimation.crossed import components, normal_equations
from kinpanel.estimation.design import Design
from kinpanel.estimation.factor import Factor
from kinpanel.estimation.moments import Moments, cluster_moments, grouped_moments

LOCAL_LEVELS = 16
"""Levels in a cluster up to which an effect is solved cluster by cluster."""
RANK_BELOW = 1e-10


@dataclass(frozen=True)
class Absorbed:
    """A design whose rows come free of the swept effects, its moments, and the ranks of these.

    ranks: the parameters of each swept effect beside the absorbed one, by name; exact for one
    swept effect, an upper bound for each of several (as each is compared with the absorbed one).
    """

    design: Design
    moments: Moments
    ranks: dict[str, int]


def absorb(design: Design) -> Absorbed:
    """The moments of a design, free of the swept effects if it has any.

    Raises EstimationError where the equations of crossed effects do not converge.
    """
    sample = design.sample
    if not sample.swept:
        return Absorbed(design, cluster_moments(design), {})
    if len(sample.swept) == 1 and sample.cluster is not None and sample.nested:
        found = _by_cluster(design, sample.swept[0], sample.cluster)
        if found is not None:
            return found
    return _crossed(design)


def _by_cluster(design: Design, effect: Factor, cluster: Factor) -> Absorbed | None:
    """Each cluster's levels solved by themselves; None where they are not nested, or too many."""
    if not effect.nested_in(cluster):
        return None
    home, place = _places(effect, cluster)
    n_local = int(place.max()) + 1
    if n_local > LOCAL_LEVELS:
        return None
    wide = replace(design, local=place[effect.codes], n_local=n_local)
    found = grouped_moments(wide, cluster, explicit=False)
    if found.stack is None:
        return None
    p = len(design.layout.names)
    stack, loadings, rank = _schur(found.stack, p)
    moments = replace(
        found,
        stack=stack,
        total=stack.sum(axis=0),
        spread=found.spread[:p],
        within=np.diagonal(found.total)[:p].copy(),
    )
    solved = replace(design, loadings=(loadings[home, place],))
    return Absorbed(solved, moments, {effect.name: rank})


def _places(effect: Factor, cluster: Factor) -> tuple[IntArray, IntArray]:
    """The cluster of every level, and its place among the levels of that cluster."""
    home = np.empty(effect.levels, dtype=np.int64)
    home[effect.codes] = cluster.codes
    order = np.argsort(home, kind="stable")
    first = np.searchsorted(home[order], np.arange(cluster.levels))
    place = np.empty(effect.levels, dtype=np.int64)
    place[order] = np.arange(effect.levels) - first[home[order]]
    return home, place


def _schur(stack: FloatArray, p: int) -> tuple[FloatArray, FloatArray, int]:
    """The stack (G, p, p) free of its last columns, their loadings (G, l, p), and their rank."""
    inside = stack[:, p:, p:]
    values, vectors = np.linalg.eigh(inside)
    usable = values > RANK_BELOW * np.maximum(values[:, -1:], 1e-300)
    inverse = np.where(usable, 1.0 / np.where(usable, values, 1.0), 0.0)
    pseudo = (vectors * inverse[:, np.newaxis, :]) @ vectors.transpose(0, 2, 1)
    loadings = pseudo @ stack[:, p:, :p]
    freed = stack[:, :p, :p] - stack[:, :p, p:] @ loadings
    freed = (freed + freed.transpose(0, 2, 1)) / 2.0
    return freed, loadings, int(usable.sum())


def _crossed(design: Design) -> Absorbed:
    """All levels solved at once."""
    sample = design.sample
    equations = normal_equations(design)
    solution = conjugate_gradients(equations.matrix, equations.right)
    cuts = np.cumsum([factor.levels for factor in sample.swept])[:-1]
    solved = replace(design, loadings=tuple(np.split(solution, cuts)))
    moments = replace(cluster_moments(solved), spread=equations.spread, within=equations.within)
    ranks = {factor.name: factor.levels - components(sample, factor) for factor in sample.swept}
    return Absorbed(solved, moments, ranks)
