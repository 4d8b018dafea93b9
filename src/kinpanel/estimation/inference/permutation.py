"""Randomisation inference: the statistic had the exposure fallen on other clusters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd

from kinpanel.errors import EstimationError, UsageError, nearest
from kinpanel.estimation.arrays import FloatArray, IntArray
from kinpanel.estimation.columns import numeric
from kinpanel.estimation.design import build_design
from kinpanel.estimation.formula import Formula, parse_formula
from kinpanel.estimation.inference.assignment import Assignment, assignment, exposure_terms
from kinpanel.estimation.inference.bootstrap import as_large
from kinpanel.estimation.inference.draws import check_draws
from kinpanel.estimation.inference.permuted import PermutationTest, StatisticKind
from kinpanel.estimation.linear import solve
from kinpanel.estimation.sample import Duplicates, Sample, Singletons, build_sample
from kinpanel.estimation.scores import cluster_scores
from kinpanel.estimation.sweep import absorb


def permute(
    formula: str,
    data: pd.DataFrame,
    exposure: str,
    *,
    cluster: str,
    wave: str | None = None,
    strata: str | None = None,
    term: str | None = None,
    statistic: StatisticKind = "t",
    draws: int = 999,
    seed: int = 0,
    weights: str | None = None,
    singletons: Singletons = "drop",
    duplicates: Duplicates = "error",
) -> PermutationTest:
    """Test that an exposure of whole clusters has no effect on anybody.

    The exposure's values, or with wave= its paths over waves, change places between clusters of
    the same stratum; the model is estimated again after each draw, and the p value is the share
    of draws, the data themselves counted in, whose statistic is at least as large in absolute
    value; where there are no more different assignments than draws, each is taken
    once. It is exact where the exposure was assigned at random within strata, whatever the
    number of clusters. term: the term that is tested where the exposure stands in several.
    weights, singletons, duplicates: as in `feols`.

    Raises UsageError for a wrong call, DataError where the exposure is not one of clusters or
    clusters cannot change places, EstimationError where there is no other assignment or the term
    cannot be estimated. Fisher (1935); Young (2019) for the t.
    """
    parsed, at, name = _asked(formula, exposure, term, statistic)
    check_draws(draws)
    sample = build_sample(
        parsed,
        data,
        cluster=cluster,
        weights=weights,
        singletons=singletons,
        duplicates=duplicates,
    )
    made = assignment(data, sample.rows, exposure, cluster, wave, strata)
    others = _columns(parsed, data, sample, at, exposure)
    estimate, value = _statistic(sample, name, statistic)
    if not np.isfinite(value):
        raise EstimationError(f"{name} cannot be estimated, or its clustered variance is zero")
    every = made.distinct()[0] <= draws
    donors = made.every() if every else made.drawn(draws, seed)
    values = _drawn(sample, made, others, name, statistic, donors)
    said = None if every else seed
    asked = _Asked(parsed.text, name, exposure, cluster, strata, statistic, every, said)
    return _recorded(asked, sample, made, estimate, value, values)


@dataclass(frozen=True)
class _Asked:
    """What was asked for."""

    formula: str
    term: str
    exposure: str
    cluster: str
    strata: str | None
    kind: StatisticKind
    enumerated: bool
    seed: int | None


def _recorded(
    asked: _Asked,
    sample: Sample,
    made: Assignment,
    estimate: float,
    value: float,
    values: FloatArray,
) -> PermutationTest:
    ways, movable = made.distinct()
    large = as_large(np.abs(values), abs(value))
    drawn = 0 if asked.enumerated else 1  # the data are one of all assignments already
    return PermutationTest(
        **asdict(asked),
        estimate=estimate,
        statistic=value,
        p_value=(large + drawn) / (values.size + drawn),
        draws=values.size,
        assignments=ways,
        movable=movable,
        degenerate=int(np.count_nonzero(~np.isfinite(values))),
        n_clusters=int(made.strata.size),
        n_strata=int(np.unique(made.strata).size),
        rows_offered=sample.flow.offered,
        n_obs=sample.n_obs,
    )


def _asked(
    formula: str, exposure: str, term: str | None, statistic: str
) -> tuple[Formula, list[int], str]:
    """The formula, the positions of the exposure's terms, and the one that is tested."""
    if statistic not in ("t", "estimate"):
        raise UsageError(f"statistic must be 't' or 'estimate', not {statistic!r}")
    parsed = parse_formula(formula)
    at = exposure_terms(tuple(one.factors for one in parsed.terms), exposure)
    names = [parsed.terms[j].name for j in at]
    if term is None and len(names) > 1:
        raise UsageError(f"the exposure stands in several terms ({', '.join(names)}): name term=")
    if term is not None and term not in names:
        raise UsageError(f"no term {term!r} with the exposure; {nearest(term, names)}")
    return parsed, at, term or names[0]


def _columns(
    formula: Formula, data: pd.DataFrame, sample: Sample, at: list[int], exposure: str
) -> dict[int, FloatArray]:
    """What the exposure is multiplied with in each of its terms, (n,) by column of the sample."""
    found = {}
    for j in at:
        product = np.ones(sample.n_obs)
        for name in formula.terms[j].factors:
            if name != exposure:
                product *= numeric(data, name)[sample.rows]
        found[1 + j] = product
    return found


def _drawn(
    sample: Sample,
    made: Assignment,
    others: dict[int, FloatArray],
    term: str,
    kind: StatisticKind,
    donors: Iterator[IntArray],
) -> FloatArray:
    """The statistic under each assignment, (draws,); NaN where it cannot be estimated."""
    values = []
    for donor in donors:
        exposure = made.exposure(donor)
        columns = sample.columns.copy()
        for row, other in others.items():
            columns[row] = exposure * other
        values.append(_statistic(replace(sample, columns=columns), term, kind)[1])
    return np.array(values)


def _statistic(sample: Sample, term: str, kind: StatisticKind) -> tuple[float, float]:
    """Estimate, and statistic; NaN where the term is collinear."""
    absorbed = absorb(build_design(sample))
    moments = absorbed.moments
    try:
        solution = solve(moments)
    except EstimationError:
        return np.nan, np.nan
    if term not in solution.terms:
        return np.nan, np.nan
    at = solution.terms.index(term)
    estimate = float(solution.coefficients[at])
    if kind == "estimate":
        return estimate, estimate
    if moments.stack is None:
        scores = cluster_scores(absorbed.design, solution.projector[[at]], solution.residual)[:, 0]
    else:
        scores = (moments.stack @ solution.residual) @ solution.projector[at]
    error = float(np.linalg.norm(scores))
    return estimate, estimate / error if error > 0 else np.inf
