"""`feols`: from a formula and a data frame to a fit."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kinpanel.errors import UsageError
from kinpanel.estimation.engine import fit_sample
from kinpanel.estimation.fit import Fit
from kinpanel.estimation.formula import Formula, parse_formula
from kinpanel.estimation.inference import CLUSTERED, VcovKind, small_sample, vcov_kind
from kinpanel.estimation.sample import Duplicates, PanelId, Singletons, build_sample
from kinpanel.estimation.twostage import widened


@dataclass(frozen=True, kw_only=True)
class Call:
    """How a linear model is asked for beside its formula; see `feols` for what each means."""

    cluster: str | tuple[str, str] | None = None
    vcov: str | None = None
    weights: str | None = None
    ssc: str = "reghdfe"
    singletons: Singletons = "drop"
    duplicates: Duplicates = "error"
    panel_id: PanelId | None = None


def feols(
    formula: str,
    data: pd.DataFrame,
    *,
    cluster: str | tuple[str, str] | None = None,
    vcov: str | None = None,
    weights: str | None = None,
    ssc: str = "reghdfe",
    singletons: Singletons = "drop",
    duplicates: Duplicates = "error",
    panel_id: PanelId | None = None,
) -> Fit:
    """Least squares with fixed effects: `feols("y ~ x | pid + wave", panel, cluster="village")`.

    `"y ~ x | pid + wave | away ~ distance"` takes distance as instrument of away (two-stage least
    squares), with the first-stage F and Anderson and Rubin's test in `Fit.tests`.
    The effect with most levels is absorbed; of the others those of up to 32 levels are carried as
    indicators, larger ones are swept out, also where they cross (`pid + school`).
    vcov: "CRV1", "CRV2" or "CRV3" (by `cluster`, or else by the absorbed effect), "hetero" (HC1)
    or "iid"; by default CRV1, and hetero for a model with neither effects nor cluster. With fewer
    than 40 clusters CRV2, with degrees of freedom of its own for each term, holds its level better.
    cluster: one column, or two for CRV1 by both: `("village", "wave")`. ssc: "reghdfe",
    "fixest", "stata" or "none". weights: analytic. A row with a missing value in any variable
    named is left out, and counted in `Fit.sample`, as are singletons (`singletons="keep"`
    keeps them). duplicates: "error" refuses two rows of the same entity and wave. panel_id: the
    columns of child and wave, by which children and switchers are counted also in a model
    without child effects.

    Raises UsageError for a wrong call or formula, DataError for columns that cannot be used,
    EstimationError where nothing can be estimated.
    """
    call = Call(
        cluster=cluster,
        vcov=vcov,
        weights=weights,
        ssc=ssc,
        singletons=singletons,
        duplicates=duplicates,
        panel_id=panel_id,
    )
    return fit_formula(parse_formula(formula), data, call)


def fit_formula(
    parsed: Formula, data: pd.DataFrame, call: Call, *, estimator: str = "fixed effects"
) -> Fit:
    """What `feols` does, for a parsed formula; `estimator` is what the result calls itself."""
    kind = _kind(call.vcov, call.cluster, parsed)
    small_sample(call.ssc)
    one, two = _clusters(call.cluster, kind)
    named = {"cluster": one, "second cluster": two, "weights": call.weights}
    _check_call(parsed, named, call.singletons, call.duplicates)
    sample = build_sample(
        widened(parsed) if parsed.endogenous else parsed,
        data,
        cluster=one,
        second_cluster=two,
        weights=call.weights,
        singletons=call.singletons,
        duplicates=call.duplicates,
        cluster_by_absorbed=kind in CLUSTERED,
        panel_id=call.panel_id,
    )
    return fit_sample(parsed, sample, kind, call.ssc, estimator=estimator)


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
    if not (formula.terms or formula.endogenous) and (formula.effects or not formula.intercept):
        raise UsageError("the formula has nothing to estimate: name a term on the right of '~'")


def _clusters(
    cluster: str | tuple[str, str] | None, kind: VcovKind
) -> tuple[str | None, str | None]:
    """The first and the second cluster; one name in a tuple is one cluster."""
    if not isinstance(cluster, tuple):
        return cluster, None
    names = tuple(dict.fromkeys(cluster))
    if len(names) == 1:
        return names[0], None
    if len(names) != 2:
        raise UsageError(f"cluster must be one column or two, not {len(names)}")
    if kind in ("CRV2", "CRV3"):
        raise UsageError(f"vcov {kind!r} is for one cluster; two have 'CRV1' only")
    return names[0], names[1]


def _kind(vcov: str | None, cluster: str | tuple[str, str] | None, formula: Formula) -> VcovKind:
    if vcov is None:
        return "CRV1" if cluster is not None or formula.effects else "hetero"
    kind = vcov_kind(vcov)
    if kind in CLUSTERED and cluster is None and not formula.effects:
        raise UsageError(f"vcov {kind!r} needs cluster= in a model without effects")
    return kind
