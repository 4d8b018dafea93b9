"""`estimate`: a model from the shell, on the study's panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinpanel.pipeline.handle import Study

if TYPE_CHECKING:
    import pandas as pd

    from kinpanel.estimation import Fit


def estimate(
    study: Study,
    formula: str,
    *,
    vcov: str | None = None,
    cluster: str | None = None,
    weights: str | None = None,
    ssc: str = "reghdfe",
    panel: pd.DataFrame | None = None,
) -> Fit:
    """Estimate a formula on the panel; the cluster is the study's unless one is named.

    `panel` saves building it again where there are several models.

    See `kinpanel.estimation.feols` for formulas, variances and what they raise.
    """
    from kinpanel.estimation import feols

    if cluster is None and vcov not in ("iid", "hetero"):
        cluster = study.definition.panel.cluster
    data = study.panel() if panel is None else panel
    return feols(
        formula,
        data,
        cluster=cluster,
        vcov=vcov,
        weights=weights,
        ssc=ssc,
        panel_id=("pid", "wave"),
    )
