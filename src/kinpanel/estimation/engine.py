"""From a sample to a fit: design, moments, solution, variances, counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from kinpanel.errors import Finding, UsageError
from kinpanel.estimation.arrays import FloatArray, compress
from kinpanel.estimation.design import Design, build_design
from kinpanel.estimation.factor import Factor
from kinpanel.estimation.fit import Evidence, Fit
from kinpanel.estimation.formula import Formula
from kinpanel.estimation.inference import Counts, VcovKind, vcov_record
from kinpanel.estimation.inference.covariance import scaled
from kinpanel.estimation.inference.twoway import two_way
from kinpanel.estimation.linear import Solution, solve
from kinpanel.estimation.moments import Moments
from kinpanel.estimation.sample import Sample
from kinpanel.estimation.scores import cluster_scores, row_meat
from kinpanel.estimation.sweep import absorb
from kinpanel.estimation.twostage import TwoStage, two_stage
from kinpanel.estimation.variation import thin_variation, variation
from kinpanel.estimation.wald import wald, weak_instruments

PERFECT_BELOW = 1e-14


def fit_sample(
    formula: Formula,
    sample: Sample,
    kind: VcovKind,
    ssc: str,
    *,
    estimator: str = "fixed effects",
) -> Fit:
    """Least squares on a sample, with the variance and convention asked for.

    estimator: what the result calls itself; estimators that are least squares on transformed
    columns (first differences, means, Mundlak's) come here with a sample of their own.
    Raises EstimationError where nothing can be estimated.
    """
    absorbed = absorb(build_design(sample))
    moments = absorbed.moments
    first: VcovKind = "CRV1" if kind in ("CRV2", "CRV3") else kind

    def fitted(solution: Solution, name: str) -> Fit:
        variances = _variances(absorbed.design, moments, solution, first)
        counts = _counts(sample, solution, absorbed.ranks)
        return _fit(formula, sample, moments, solution, first, ssc, variances, counts, name)

    if formula.endogenous:
        return _with_instruments(two_stage(moments, formula), fitted, kind)
    fit = fitted(solve(moments), estimator)
    return fit if first == kind else fit.with_vcov(kind)


def _with_instruments(
    found: TwoStage, fitted: Callable[[Solution, str], Fit], kind: VcovKind
) -> Fit:
    """The fit of a two-stage solution with its tests; no moments: they are those of no regression.

    The first-stage F has the variance of the fit: clustered, and with one endogenous column, it
    is the Kleibergen-Paap rk Wald F. Anderson and Rubin's test (1949) is that the instruments have
    no slope in the reduced form; it holds its level however weak they are.
    """
    if kind in ("CRV2", "CRV3"):
        raise UsageError(f"vcov {kind!r} is not available with instruments; use CRV1")
    tests, findings = [], []
    for name, solution in found.first.items():
        stage = fitted(solution, "first stage")
        test = wald(stage, found.excluded, f"first stage of {name}")
        tests.append(test)
        findings += weak_instruments(test, name)
    reduced = fitted(found.reduced, "reduced form")
    every = ", ".join(found.first)
    tests.append(wald(reduced, found.excluded, f"Anderson-Rubin, {every} without effect"))
    fit = fitted(found.solution, "two-stage least squares")
    return replace(fit, tests=tuple(tests), findings=(*fit.findings, *findings), evidence=None)


def _variances(
    design: Design, moments: Moments, solution: Solution, kind: VcovKind
) -> dict[str, FloatArray]:
    """The raw variances (before any small-sample factor) that are to be had, by kind."""
    found: dict[str, FloatArray] = {"iid": solution.bread * solution.rss}
    if kind == "hetero":
        found["hetero"] = row_meat(design, solution.projector, solution.residual)
    if design.sample.cluster is not None:
        if moments.stack is not None:
            scores = (moments.stack @ solution.residual) @ solution.projector.T
        else:
            scores = cluster_scores(design, solution.projector, solution.residual)
        found["CRV1"] = scores.T @ scores
        if design.sample.second_cluster is not None:
            found["CRV1"] = _by_both(design, solution, scores)
    return found


def _by_both(design: Design, solution: Solution, scores: FloatArray) -> FloatArray:
    """The variance by two clusters, before any repair; scores (G, k) by the first."""
    one, two = design.sample.cluster, design.sample.second_cluster
    assert one is not None and two is not None  # noqa: S101
    codes, levels = compress(one.codes * two.levels + two.codes)
    both = Factor(f"{one.name}^{two.name}", codes, levels)
    other, inner = (
        cluster_scores(design, solution.projector, solution.residual, by) for by in (two, both)
    )
    return two_way(scores, other, inner)


def _counts(sample: Sample, solution: Solution, ranks: dict[str, int]) -> Counts:
    clusters = [one for one in (sample.cluster, sample.second_cluster) if one is not None]
    factors = [
        *([sample.absorbed] if sample.absorbed is not None else []),
        *sample.others,
        *sample.swept,
    ]
    nested = frozenset(
        factor.name for factor in factors if any(factor.nested_in(one) for one in clusters)
    )
    return Counts(
        n_obs=sample.n_obs,
        n_terms=len(solution.terms),
        n_entities=0 if sample.absorbed is None else sample.absorbed.levels,
        absorbed=None if sample.absorbed is None else sample.absorbed.name,
        indicators={**solution.indicators, **ranks},
        n_clusters=min((one.levels for one in clusters), default=None),
        nested=nested,
        groups=tuple((one.name, one.levels) for one in clusters) if len(clusters) > 1 else (),
    )


def _fit(
    formula: Formula,
    sample: Sample,
    moments: Moments,
    solution: Solution,
    kind: VcovKind,
    ssc: str,
    variances: dict[str, FloatArray],
    counts: Counts,
    estimator: str,
) -> Fit:
    clusters = [one.name for one in (sample.cluster, sample.second_cluster) if one is not None]
    cluster = " and ".join(clusters) or None
    record = vcov_record(kind, cluster, ssc, counts)
    covariance, of_variance = scaled(variances[kind], record, solution.terms)
    names = list(solution.terms)
    switchers = variation(sample, moments)
    absorbed = sample.absorbed
    unit = sample.unit or absorbed
    mean = np.average(sample.columns[0], weights=sample.weights)
    return Fit(
        estimator=estimator,
        formula=formula.text,
        outcome=formula.outcome,
        terms=solution.terms,
        coefficients=pd.Series(solution.coefficients, index=names, name="estimate"),
        covariance=pd.DataFrame(covariance, index=names, columns=names),
        n_obs=sample.n_obs,
        n_entities=None if unit is None else unit.levels,
        n_clusters=record.n_clusters,
        df=record.df,
        sample=sample.flow,
        switchers=switchers,
        collinear=tuple(finding.variable or "" for finding in solution.collinear),
        vcov=record,
        within_r2=None if absorbed is None else _r2(solution.rss, solution.tss_within),
        r2=_r2(solution.rss, solution.tss),
        rmse=float(np.sqrt(solution.rss / (counts.n_obs - counts.rank))),
        rss=solution.rss,
        outcome_mean=float(mean),
        effects=tuple(effect.name for effect in formula.effects),
        effects_absorbed=None if absorbed is None else absorbed.name,
        unit=None if unit is None else unit.name,
        cluster=cluster,
        weights=sample.weights_name,
        findings=(
            *solution.collinear,
            *_perfect_fit(formula.outcome, solution),
            *thin_variation(switchers, None, None),
            *of_variance,
        ),
        counts=counts,
        raw_variances=variances,
        evidence=Evidence(moments, solution, sample.cluster_labels),
    )


def _perfect_fit(outcome: str, solution: Solution) -> tuple[Finding, ...]:
    if solution.rss > PERFECT_BELOW * solution.tss_within:
        return ()
    finding = Finding(
        rule="perfect-fit",
        severity="warning",
        message=f"the terms and effects explain {outcome} completely; standard errors are rounding",
        variable=outcome,
        advice="look whether a term is made from the outcome, or the outcome does not vary",
    )
    return (finding,)


def _r2(rss: float, tss: float) -> float:
    return 1.0 - rss / tss if tss > 0.0 else float("nan")
