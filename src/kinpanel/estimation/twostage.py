"""Two-stage least squares from moments, with the strength of the instruments."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kinpanel.errors import EstimationError, Finding
from kinpanel.estimation.arrays import FloatArray, IntArray
from kinpanel.estimation.formula import Formula, Term
from kinpanel.estimation.linear import (
    Solution,
    collinear_terms,
    free_of,
    independent,
    inverse_of,
    kept_by_effect,
    uncentred,
    varying,
)
from kinpanel.estimation.moments import Moments

WEAK = 1e-12


@dataclass(frozen=True)
class TwoStage:
    """The solution of a model with instruments, and the regressions that say how strong they are.

    first: least squares of each endogenous column on exogenous terms and instruments, by name;
    reduced: the same of the outcome. excluded: names of the instruments kept.
    """

    solution: Solution
    first: dict[str, Solution]
    reduced: Solution
    excluded: tuple[str, ...]


def widened(formula: Formula) -> Formula:
    """The formula with endogenous columns and instruments among its terms, in this order."""
    more = tuple(Term((name,)) for name in (*formula.endogenous, *formula.instruments))
    return replace(formula, terms=(*formula.terms, *more))


def two_stage(moments: Moments, formula: Formula) -> TwoStage:
    """b = (X'P X)^-1 X'P y with P the projection on exogenous terms and instruments.

    moments: of the widened formula. All columns are free of the effects first. Raises
    EstimationError where no endogenous column, or too few instruments, vary.
    Source: Wooldridge (2010), section 5.2.
    """
    layout, total = moments.layout, moments.total
    usable = np.flatnonzero(varying(moments))
    own = [j for j in usable.tolist() if 1 <= j <= layout.n_terms]
    names = layout.names
    endogenous = np.array([j for j in own if names[j] in formula.endogenous], dtype=np.int64)
    instruments = np.array([j for j in own if names[j] in formula.instruments], dtype=np.int64)
    exogenous = np.array([j for j in own if j not in {*endogenous, *instruments}], dtype=np.int64)
    absorbing = independent(total, usable[usable > layout.n_terms])
    z = independent(total, np.concatenate([absorbing, exogenous, instruments]))[absorbing.size :]
    x = independent(total, np.concatenate([absorbing, exogenous, endogenous]))[absorbing.size :]
    excluded = np.array([j for j in z if j in instruments], dtype=np.int64)
    x = np.concatenate(
        [[j for j in x if j in endogenous], [j for j in x if j in exogenous]]
    ).astype(np.int64)
    treated = int(np.isin(x, endogenous).sum())
    dropped = collinear_terms(moments, absorbing, np.union1d(x, z))
    if treated == 0 or excluded.size < treated:
        raise EstimationError(
            f"{excluded.size} instruments vary for {treated} endogenous columns, once effects and "
            "terms are out",
            dropped,
        )
    by_z, by_x = free_of(total, absorbing, z), free_of(total, absorbing, x)
    outcome = free_of(total, absorbing, np.array([0]))[0]
    inverse = inverse_of(by_z @ total @ by_z.T)
    onto = (by_x @ total @ by_z.T) @ inverse  # (k, m)
    explained = onto @ (by_z @ total @ by_x.T)
    _identified(explained, by_x @ total @ by_x.T)
    bread = inverse_of(explained)
    projector = bread @ onto @ by_z
    slopes = projector @ total @ outcome
    solution = _solution(moments, x, absorbing, slopes, bread, projector, outcome - slopes @ by_x)
    solution = replace(solution, collinear=dropped)
    stage = inverse @ by_z

    def on_instruments(column: FloatArray) -> Solution:
        fitted = stage @ total @ column
        return _solution(moments, z, absorbing, fitted, inverse, stage, column - fitted @ by_z)

    first = {names[j]: on_instruments(by_x[i]) for i, j in enumerate(x[:treated].tolist())}
    return TwoStage(
        solution, first, on_instruments(outcome), tuple(names[j] for j in excluded.tolist())
    )


def _identified(explained: FloatArray, own: FloatArray) -> None:
    scale = np.sqrt(np.diagonal(own))
    least = float(np.linalg.eigvalsh(explained / np.outer(scale, scale)).min())
    if least < WEAK:
        raise EstimationError(
            "the instruments say nothing about an endogenous column beside the other terms; "
            "use an instrument that moves it"
        )


def _solution(
    moments: Moments,
    columns: IntArray,
    absorbing: IntArray,
    slopes: FloatArray,
    bread: FloatArray,
    projector: FloatArray,
    residual: FloatArray,
) -> Solution:
    move, shift = uncentred(moments, columns)
    outcome = free_of(moments.total, absorbing, np.array([0]))[0]
    none: tuple[Finding, ...] = ()
    return Solution(
        terms=tuple(moments.layout.names[j] for j in columns),
        coefficients=move @ slopes + shift,
        bread=move @ bread @ move.T,
        projector=move @ projector,
        residual=residual,
        rss=max(float(residual @ moments.total @ residual), 0.0),
        tss_within=float(outcome @ moments.total @ outcome),
        tss=float(moments.spread[0]),
        indicators=kept_by_effect(moments, absorbing),
        collinear=none,
        columns=columns,
        absorbing=absorbing,
    )
