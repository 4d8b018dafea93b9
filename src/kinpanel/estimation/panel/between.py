"""The between estimator: what differs between units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError
from kinpanel.estimation.arrays import compress
from kinpanel.estimation.columns import coded
from kinpanel.estimation.estimate import Call, fit_formula
from kinpanel.estimation.fit import Fit
from kinpanel.estimation.flow import Dropped, SampleFlow
from kinpanel.estimation.formula import Term, parse_formula
from kinpanel.estimation.panel.complete import complete_rows, unit_means
from kinpanel.estimation.panel.rows import panel_rows, single
from kinpanel.estimation.sample import PanelId


def between(
    formula: str,
    data: pd.DataFrame,
    *,
    panel_id: PanelId,
    cluster: str | None = None,
    vcov: str | None = None,
    ssc: str = "reghdfe",
) -> Fit:
    """Least squares on the means of units over their complete waves: `"y ~ away"`.

    One row a unit, each of the same weight; rows with a missing value are left out of the means.
    What differs between children, not what changes within them: beside a fixed-effects model it
    shows how far selection goes. cluster: a column that is the same in all rows of a unit.

    Raises UsageError for effects and for a cluster that changes within units, DataError for two
    rows of a unit in a wave. Source: Wooldridge (2010), section 10.2.2.
    """
    parsed = parse_formula(formula)
    if parsed.effects or parsed.endogenous:
        raise UsageError("the between estimator takes no effects and no instruments")
    panel = panel_rows(parsed, data, panel_id)
    complete, dropped = complete_rows(panel, parsed, len(data), [])
    codes, units = compress(panel.unit.codes[complete])
    means = {
        name: unit_means(values[complete], codes, units) for name, values in panel.numbers.items()
    }
    frame = pd.DataFrame(means)
    if cluster is not None:
        held = coded(data, cluster).codes[panel.rows[complete]]
        home = np.full(units, -1, dtype=np.int64)
        home[codes] = held
        if not np.array_equal(home[codes], held):
            raise UsageError(f"cluster {cluster!r} changes within {panel_id[0]}")
        frame[cluster] = np.where(home < 0, np.nan, home)
    terms = tuple(Term((term.name,)) for term in parsed.terms)
    call = Call(cluster=cluster, vcov=vcov, ssc=ssc)
    fit = fit_formula(single(parsed, terms, ()), frame, call, estimator="between")
    lost = Dropped("averaged over waves", panel_id[0], int(complete.sum()) - units)
    flow = SampleFlow(len(data), (*dropped, lost, *fit.sample.dropped), fit.sample.used)
    return replace(fit, sample=flow, unit=panel_id[0], n_entities=units)
