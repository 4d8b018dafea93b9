"""Correlated random effects after Mundlak: means of units as further terms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinpanel.estimation.arrays import FloatArray, compress
from kinpanel.estimation.columns import numeric
from kinpanel.estimation.estimate import Call, fit_formula
from kinpanel.estimation.fit import Fit
from kinpanel.estimation.flow import SampleFlow
from kinpanel.estimation.formula import Formula, Term, parse_formula
from kinpanel.estimation.panel.complete import complete_rows, unit_means
from kinpanel.estimation.panel.rows import carried, panel_rows, refuse_unit, single
from kinpanel.estimation.sample import PanelId
from kinpanel.estimation.wald import wald

STEADY = 1e-10


def mundlak(
    formula: str,
    data: pd.DataFrame,
    *,
    panel_id: PanelId,
    cluster: str | None = None,
    vcov: str | None = None,
    weights: str | None = None,
    ssc: str = "reghdfe",
) -> Fit:
    """Correlated random effects: pooled least squares with the means of units as further terms.

    `"y ~ away + girl | wave"`: every term that changes within units is joined by `away mean`, and
    in an unbalanced panel the indicators of the effects by theirs. The slopes of what changes
    are then exactly those of fixed effects for units, and what never changes (girl) has a slope,
    too. In `tests` stands the joint test that all means are zero: random effects against fixed
    ones, robust where the variance is. Clusters by the unit unless told.

    Raises UsageError for a wrong call, DataError for two rows of a unit in a wave. Source:
    Mundlak (1978); Wooldridge (2019), for unbalanced panels.
    """
    parsed = parse_formula(formula)
    refuse_unit(parsed, panel_id[0], "correlated random effects")
    panel = panel_rows(parsed, data, panel_id)
    own = cluster or panel_id[0]
    names = [part for effect in parsed.effects for part in effect.parts]
    complete, dropped = complete_rows(panel, parsed, len(data), [(data, [*names, own])], weights)
    rows = panel.rows[complete]
    codes, units = compress(panel.unit.codes[complete])
    w = None if weights is None else numeric(data, weights)[rows]
    frame = pd.DataFrame(carried(data, rows, parsed.effects, own, weights, *panel_id))
    changing = {name: values[complete] for name, values in panel.numbers.items()}
    frame = frame.assign(**changing)
    added = []
    for name, values in {**changing, **_indicators(frame, parsed)}.items():
        mean = unit_means(values, codes, units, w)[codes]
        spread = np.abs(values - mean).max(initial=0.0)
        if name != parsed.outcome and spread > STEADY * np.abs(values).max(initial=0.0):
            added.append(f"{name} mean")
            frame[added[-1]] = mean
    terms = tuple(Term((name,)) for name in [*(one.name for one in parsed.terms), *added])
    call = Call(
        cluster=own,
        vcov=vcov,
        weights=weights,
        ssc=ssc,
        singletons="keep",
        duplicates="keep",
        panel_id=panel_id,
    )
    fit = fit_formula(
        single(parsed, terms, parsed.effects), frame, call, estimator="correlated random effects"
    )
    flow = SampleFlow(len(data), (*dropped, *fit.sample.dropped), fit.sample.used)
    return replace(
        fit, sample=flow, tests=(*fit.tests, wald(fit, added, "means of units jointly zero"))
    )


def _indicators(frame: pd.DataFrame, formula: Formula) -> dict[str, FloatArray]:
    """Indicators of all levels but the first of every effect, by name."""
    found = {}
    for effect in formula.effects:
        keys = frame[list(effect.parts)].astype(str).agg("^".join, axis=1)
        for level in sorted(keys.unique())[1:]:
            found[f"{effect.name}={level}"] = (keys == level).to_numpy(dtype=np.float64)
    return found
