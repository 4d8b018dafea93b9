"""`feols`: from a formula and a data frame to a fit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.errors import Finding, UsageError
from kinpanel.estimation.arrays import FloatArray
from kinpanel.estimation.design import Design, build_design
from kinpanel.estimation.fit import Fit
from kinpanel.estimation.formula import Formula, parse_formula
from kinpanel.estimation.inference import (
    Counts,
    VcovKind,
    small_sample,
    vcov_kind,
    vcov_record,
)
from kinpanel.estimation.linear import Solution, solve
from kinpanel.estimation.moments import Moments, cluster_moments
from kinpanel.estimation.sample import (
    Duplicates,
    PanelId,
    Sample,
    Singletons,
    build_sample,
)
from kinpanel.estimation.scores import cluster_scores, row_meat
from kinpanel.estimation.variation import thin_variation, variation

PERFECT_BELOW = 1e-14


def feols(
    formula: str,
    data: pd.DataFrame,
    *,
    cluster: str | None = None,
    vcov: str | None = None,
    weights: str | None = None,
    ssc: str = "reghdfe",
    singletons: Singletons = "drop",
    duplicates: Duplicates = "error",
    panel_id: PanelId | None = None,
) -> Fit:
    """Least squares with fixed effects: `feols("y ~ x | pid + wave", panel, cluster="village")`.

    The effect with most levels is absorbed; any other is carried exactly, up to 500 levels.
    vcov: "CRV1" (by `cluster`, or else by the absorbed effect), "hetero" (HC1) or "iid"; by
    default CRV1, and hetero for a model with neither effects nor cluster. ssc: "reghdfe",
    "fixest", "stata" or "none". weights: analytic. A row with a missing value in any variable
    named is left out, and counted in `Fit.sample`, as are singletons (`singletons="keep"`
    keeps them). duplicates: "error" refuses two rows of the same entity and wave. panel_id: the
    columns of child and wave, by which children and switchers are counted also in a model
    without child effects.

    Raises UsageError for a wrong call or formula, DataError for columns that cannot be used,
    EstimationError where nothing can be estimated.
    """
    parsed = parse_formula(formula)
    kind = _kind(vcov, cluster, parsed)
    small_sample(ssc)
    _check_call(parsed, {"cluster": cluster, "weights": weights}, singletons, duplicates)
    sample = build_sample(
        parsed,
        data,
        cluster=cluster,
        weights=weights,
        singletons=singletons,
        duplicates=duplicates,
        cluster_by_absorbed=kind == "CRV1",
        panel_id=panel_id,
    )
    design = build_design(sample)
    moments = cluster_moments(design)
    solution = solve(moments)
    return _fit(
        parsed, sample, moments, solution, kind, ssc, _variances(design, moments, solution, kind)
    )


def _check_call(
    formula: Formula, columns: dict[str, str | None], singletons: str, duplicates: str
) -> None:
    for name, column in columns.items():
        if column is not None and not isinstance(column, str):
            raise UsageError(f"{name} must be the name of one column, not {column!r}")
    for name, value, known in (
        ("singletons", singletons, ("drop", "keep")),
        ("duplicates", duplicates, ("error", "keep")),
    ):
        if value not in known:
            raise UsageError(f"{name} must be one of {', '.join(known)}, not {value!r}")
    if not formula.terms and (formula.effects or not formula.intercept):
        raise UsageError("the formula has nothing to estimate: name a term on the right of '~'")


def _kind(vcov: str | None, cluster: str | None, formula: Formula) -> VcovKind:
    if vcov is None:
        return "CRV1" if cluster is not None or formula.effects else "hetero"
    kind = vcov_kind(vcov)
    if kind == "CRV1" and cluster is None and not formula.effects:
        raise UsageError("vcov 'CRV1' needs cluster= in a model without effects")
    return kind


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
    return found


def _counts(sample: Sample, solution: Solution) -> Counts:
    cluster = sample.cluster
    factors = [*([sample.absorbed] if sample.absorbed is not None else []), *sample.others]
    nested = frozenset(
        factor.name for factor in factors if cluster is not None and factor.nested_in(cluster)
    )
    return Counts(
        n_obs=sample.n_obs,
        n_terms=len(solution.terms),
        n_entities=0 if sample.absorbed is None else sample.absorbed.levels,
        absorbed=None if sample.absorbed is None else sample.absorbed.name,
        indicators=solution.indicators,
        n_clusters=None if cluster is None else cluster.levels,
        nested=nested,
    )


def _fit(
    formula: Formula,
    sample: Sample,
    moments: Moments,
    solution: Solution,
    kind: VcovKind,
    ssc: str,
    variances: dict[str, FloatArray],
) -> Fit:
    counts = _counts(sample, solution)
    cluster = None if sample.cluster is None else sample.cluster.name
    record = vcov_record(kind, cluster, ssc, counts)
    names = list(solution.terms)
    switchers = variation(sample, moments)
    absorbed = sample.absorbed
    unit = sample.unit or absorbed
    mean = np.average(sample.columns[0], weights=sample.weights)
    return Fit(
        formula=formula.text,
        outcome=formula.outcome,
        terms=solution.terms,
        coefficients=pd.Series(solution.coefficients, index=names, name="estimate"),
        covariance=pd.DataFrame(variances[kind] * record.multiplier, index=names, columns=names),
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
            *thin_variation(switchers, record.n_clusters, record.cluster),
        ),
        counts=counts,
        raw_variances=variances,
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
