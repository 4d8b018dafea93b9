"""First differences: what changed from one wave to the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation.arrays import BoolArray
from kinpanel.estimation.estimate import Call, fit_formula
from kinpanel.estimation.fit import Fit
from kinpanel.estimation.flow import Dropped, SampleFlow, empty_sample
from kinpanel.estimation.formula import Term, parse_formula
from kinpanel.estimation.panel.rows import carried, panel_rows, refuse_unit, single
from kinpanel.estimation.sample import PanelId


def first_difference(
    formula: str,
    data: pd.DataFrame,
    *,
    panel_id: PanelId,
    cluster: str | None = None,
    vcov: str | None = None,
    weights: str | None = None,
    ssc: str = "reghdfe",
) -> Fit:
    """Least squares on changes between neighbouring waves: `"y ~ away | wave"`.

    Waves are in their own order, and a change is taken only from the wave right before: a row
    whose unit has none there is dropped and counted, never differenced across the gap. Products
    are made before they are differenced. Effects, cluster and weights are those of the later
    wave; `| wave` gives each pair of waves a change of its own, without it the intercept is the
    common one. Clusters by the unit unless told. With two waves it equals the fixed-effects
    model with `| unit + wave`.

    Raises UsageError for a wrong call, DataError for two rows of a unit in a wave,
    EstimationError where no change is left. Source: Wooldridge (2010), section 10.6.
    """
    parsed = parse_formula(formula)
    refuse_unit(parsed, panel_id[0], "first differences")
    panel = panel_rows(parsed, data, panel_id)
    unit, wave = panel.unit.codes, panel.wave.codes
    follows: BoolArray = np.append(
        [False], (unit[1:] == unit[:-1]) & (wave[1:] == wave[:-1] + 1)
    ).astype(np.bool_)[: unit.size]
    later = np.flatnonzero(follows)
    first = Dropped("no row in the wave before", panel_id[0], len(data) - later.size)
    if later.size == 0:
        flow = SampleFlow(len(data), (first,), 0)
        raise EstimationError("no unit is seen in two neighbouring waves", [empty_sample(flow)])
    own = cluster or panel_id[0]
    kept = carried(data, panel.rows[later], parsed.effects, own, weights, *panel_id)
    both = sorted(set(kept) & set(panel.numbers))
    if both:
        raise UsageError(
            f"{both[0]!r} is differenced and also an effect, a weight or the panel's index; "
            "a trend in the wave is the intercept here; else name a copy of the column"
        )
    frame = pd.DataFrame(
        {
            **kept,
            **{name: values[later] - values[later - 1] for name, values in panel.numbers.items()},
        }
    )
    terms = tuple(Term((term.name,)) for term in parsed.terms)
    call = Call(
        cluster=own, vcov=vcov, weights=weights, ssc=ssc, duplicates="keep", panel_id=panel_id
    )
    fit = fit_formula(
        single(parsed, terms, parsed.effects), frame, call, estimator="first differences"
    )
    flow = SampleFlow(len(data), (first, *fit.sample.dropped), fit.sample.used)
    return replace(fit, sample=flow)
