"""Least squares from moments: absorb the indicators, drop what is collinear, solve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinpanel.errors import EstimationError, Finding
from kinpanel.estimation.arrays import BoolArray, FloatArray, IntArray
from kinpanel.estimation.moments import Moments

ABSORBED_BELOW = 1e-16
COLLINEAR_BELOW = 1e-9


@dataclass(frozen=True)
class Solution:
    """Coefficients of one outcome on k kept terms.

    terms: names kept. coefficients: (k,). bread: (k, k), inverse of the cross product of the
    terms x free of all effects. projector: (k, p), turns a demeaned row z (p,) into bread x.
    residual: (p,), turns z into the residual. rss: residual sum of squares. tss_within: the
    outcome's sum of squares free of effects; tss: about its mean. indicators: kept columns per
    further effect. collinear: a finding per term left out. columns, absorbing: positions of the
    kept terms (k,) and of the kept indicators among the p columns.
    """

    terms: tuple[str, ...]
    coefficients: FloatArray
    bread: FloatArray
    projector: FloatArray
    residual: FloatArray
    rss: float
    tss_within: float
    tss: float
    indicators: dict[str, int]
    collinear: tuple[Finding, ...]
    columns: IntArray
    absorbing: IntArray


def independent(
    cross: FloatArray, columns: IntArray, tolerance: float = COLLINEAR_BELOW
) -> IntArray:
    """The columns, left to right, that are no linear combination of those before them.

    cross: (p, p) cross products. Cholesky elimination without exchange: a column is left out
    when what remains of its sum of squares is at most `tolerance` of what it was, so of two
    collinear columns the right one goes.
    """
    scale = np.sqrt(np.diagonal(cross)[columns].clip(min=0.0))
    usable = scale > 0.0
    safe = np.where(usable, scale, 1.0)
    a = cross[np.ix_(columns, columns)] / np.outer(safe, safe)
    kept = []
    for j in range(columns.size):
        if not usable[j] or a[j, j] <= tolerance:
            continue
        kept.append(j)
        row = a[j, j + 1 :] / a[j, j]
        a[j + 1 :, j + 1 :] -= np.outer(a[j, j + 1 :], row)
    return columns[kept]


def solve(moments: Moments) -> Solution:
    """Least squares with the effects absorbed.

    The indicators are removed by a Schur complement of the total cross products. A term whose
    sum of squares within entities is at most 1e-16 of the total is absorbed; one of which at
    most 1e-9 remains beside indicators and earlier terms is collinear; both are named.
    Raises EstimationError when no term is left.
    """
    layout, total = moments.layout, moments.total
    p = total.shape[0]
    first = 1 + layout.n_terms
    usable = varying(moments)
    indicators = independent(total, np.flatnonzero(usable[first:]) + first)
    terms = np.flatnonzero(usable[1:first]) + 1
    kept = independent(total, np.concatenate([indicators, terms]))[indicators.size :]
    if kept.size == 0:
        findings = _collinear(moments, indicators, kept, usable)
        raise EstimationError("no term is left: the effects absorb all of them", findings)
    x, chosen = kept, np.concatenate([[0], kept])
    loadings = _regress(total, indicators, chosen)  # (d, 1 + k)
    cross = total[np.ix_(chosen, chosen)] - total[np.ix_(chosen, indicators)] @ loadings
    inverse = inverse_of(cross[1:, 1:])
    slopes = inverse @ cross[1:, 0]
    exposures = np.zeros((x.size, p))
    exposures[np.arange(x.size), x] = 1.0
    exposures[:, indicators] = -loadings[:, 1:].T
    residual = np.zeros(p)
    residual[0] = 1.0
    residual[indicators] = -loadings[:, 0]
    residual -= slopes @ exposures
    move, shift = uncentred(moments, x)
    return Solution(
        terms=tuple(layout.names[j] for j in x),
        coefficients=move @ slopes + shift,
        bread=move @ inverse @ move.T,
        projector=move @ inverse @ exposures,
        residual=residual,
        rss=max(float(cross[0, 0] - cross[1:, 0] @ slopes), 0.0),
        tss_within=float(cross[0, 0]),
        tss=float(moments.spread[0]),
        indicators=kept_by_effect(moments, indicators),
        collinear=_collinear(moments, indicators, kept, usable),
        columns=x,
        absorbing=indicators,
    )


def varying(moments: Moments) -> BoolArray:
    """Columns with variance left after the absorbed effect, above what rounding leaves."""
    within = np.diagonal(moments.total)
    rounding = 1e-26 * moments.n_obs * moments.centre**2
    least = np.maximum(ABSORBED_BELOW * moments.spread, rounding)
    if moments.layout.swept:
        least = np.maximum(least, COLLINEAR_BELOW * moments.within)
    vary: BoolArray = within > least
    return vary


def free_of(cross: FloatArray, absorbing: IntArray, columns: IntArray) -> FloatArray:
    """(k, p): rows that turn a demeaned row into the given columns, free of the absorbing ones."""
    rows = np.zeros((columns.size, cross.shape[0]))
    rows[np.arange(columns.size), columns] = 1.0
    rows[:, absorbing] -= _regress(cross, absorbing, columns).T
    return rows


def collinear_terms(moments: Moments, indicators: IntArray, kept: IntArray) -> tuple[Finding, ...]:
    """A finding for every term that is not among the kept columns."""
    return _collinear(moments, indicators, kept, varying(moments))


def _regress(cross: FloatArray, on: IntArray, chosen: IntArray) -> FloatArray:
    if on.size == 0:
        return np.zeros((0, chosen.size))
    return inverse_of(cross[np.ix_(on, on)]) @ cross[np.ix_(on, chosen)]


def inverse_of(cross: FloatArray) -> FloatArray:
    """Inverse of a positive definite matrix, scaled to a unit diagonal first."""
    scale = np.sqrt(np.diagonal(cross))
    root = np.linalg.inv(np.linalg.cholesky(cross / np.outer(scale, scale)))
    inverse: FloatArray = (root.T @ root) / np.outer(scale, scale)
    return inverse


def uncentred(moments: Moments, x: IntArray) -> tuple[FloatArray, FloatArray]:
    """(k, k) and (k,): the intercept of the data from the intercept of the centred columns."""
    move, shift = np.eye(x.size), np.zeros(x.size)
    if moments.layout.intercept and 1 in x:
        at = int(np.flatnonzero(x == 1)[0])
        others = x != 1
        move[at, others] = -moments.centre[x[others]]
        shift[at] = moments.centre[0]
    return move, shift


def kept_by_effect(moments: Moments, indicators: IntArray) -> dict[str, int]:
    counts, start = {}, 1 + moments.layout.n_terms
    for name, size in moments.layout.indicators:
        counts[name] = int(np.sum((indicators >= start) & (indicators < start + size)))
        start += size
    return counts


def _collinear(
    moments: Moments,
    indicators: IntArray,
    kept: IntArray,
    usable: BoolArray,
) -> tuple[Finding, ...]:
    """One finding per term that was dropped, saying what it is a linear function of."""
    layout = moments.layout
    absorbed = layout.absorbed
    further = [*(name for name, _ in layout.indicators), *layout.swept]
    effects = " and ".join([*([absorbed] if absorbed else []), *further])
    still = moments.within > np.maximum(ABSORBED_BELOW * moments.spread, 0.0)
    findings = []
    for j in range(1, 1 + layout.n_terms):
        if j in kept:
            continue
        alone = independent(moments.total, np.append(indicators, j))
        if not usable[j] and layout.swept and still[j]:
            why = f"is a linear function of {effects}"
        elif not usable[j]:
            why = f"does not vary within {absorbed}" if absorbed else "does not vary"
        elif j not in alone:
            why = f"is a linear function of {effects}"
        else:
            also = f" and {effects}" if effects else ""
            why = f"is a linear function of the terms before it{also}"
        findings.append(
            Finding(
                rule="collinear",
                severity="warning",
                message=f"{layout.names[j]} {why}; dropped",
                variable=layout.names[j],
                advice="leave it out of the formula",
            )
        )
    return tuple(findings)
