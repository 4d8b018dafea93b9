"""The between estimator against linearmodels."""

from __future__ import annotations

import numpy as np
import pytest
from linearmodels.panel import BetweenOLS

from kinpanel.errors import UsageError
from kinpanel.estimation import between

ID = ("pid", "wave")


def test_means_agree_with_linearmodels(panel_of):
    panel = panel_of(8, missing=0.1, presence=0.7)
    complete = panel.dropna(subset=["y", "away", "x1"]).set_index(["pid", "wave"])
    peer = BetweenOLS(complete["y"], complete[["away", "x1"]].assign(one=1.0)).fit()
    fit = between("y ~ away + x1", panel, panel_id=ID, vcov="iid")
    expected = peer.params[["one", "away", "x1"]]
    np.testing.assert_allclose(fit.coefficients, expected, rtol=1e-9)
    np.testing.assert_allclose(fit.tidy()["std_error"], peer.std_errors[expected.index], rtol=1e-9)
    assert fit.n_obs == complete.index.get_level_values(0).nunique() == fit.n_entities
    flow = fit.sample
    assert flow.offered - sum(entry.rows for entry in flow.dropped) == flow.used == fit.n_obs


def test_offsets_lose_no_digits(panel_of):
    panel = panel_of(9)
    near = between("y ~ x1", panel, panel_id=ID).coefficients["x1"]
    far = between("y ~ x1", panel.assign(y=panel["y"] + 1e8), panel_id=ID).coefficients["x1"]
    assert far == pytest.approx(near, rel=1e-6)


def test_a_cluster_holds_units_whole(panel_of):
    panel = panel_of(10)
    fit = between("y ~ away + x1", panel, panel_id=ID, cluster="village")
    assert fit.n_clusters == panel["village"].nunique()
    with pytest.raises(UsageError, match="changes within"):
        between("y ~ away", panel, panel_id=ID, cluster="wave")
    with pytest.raises(UsageError, match="takes no effects"):
        between("y ~ away | wave", panel, panel_id=ID)
