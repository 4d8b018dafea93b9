import numpy as np
import pandas as pd
import pytest

from kinpanel.estimation import feols
from kinpanel.estimation.variation import thin_variation


def family() -> pd.DataFrame:
    """Five children over three waves; what each father does is written out."""
    away = {
        1: [0, 1, 1],  # leaves
        2: [1, 0, 1],  # returns, leaves again
        3: [0, 0, 0],  # never
        4: [1, 1, 1],  # always
        5: [0, None, 1],  # leaves between the first and the last wave seen
    }
    rows = [
        {"pid": pid, "wave": wave, "away": value}
        for pid, values in away.items()
        for wave, value in zip((2012, 2014, 2016), values, strict=True)
    ]
    rng = np.random.default_rng(0)
    return pd.DataFrame(rows).assign(
        away=lambda d: d["away"].astype("Int64"),
        y=lambda d: rng.normal(size=len(d)),
        score=lambda d: rng.normal(size=len(d)) * (d["pid"] != 3),
    )


def test_switchers_are_counted_between_consecutive_observed_waves():
    fit = feols("y ~ away + score | pid + wave", family())
    away = fit.switchers["away"]
    assert away.binary
    assert away.switchers == 3
    assert (away.up, away.down) == (3, 1)
    assert (away.switchers_up, away.switchers_down) == (3, 1)
    score = fit.switchers["score"]
    assert not score.binary
    assert score.switchers == 4
    assert score.up is score.down is None


def test_row_order_does_not_change_the_directions():
    turned = family().sample(frac=1.0, random_state=4)
    assert feols("y ~ away | pid + wave", turned).switchers == (
        feols("y ~ away | pid + wave", family()).switchers
    )


def test_categorical_waves_keep_their_order():
    names = {2012: "spring", 2014: "autumn", 2016: "late"}
    order = ["spring", "autumn", "late"]
    data = family().assign(
        wave=lambda d: pd.Categorical(d["wave"].map(names), categories=order, ordered=True)
    )
    away = feols("y ~ away | pid + wave", data).switchers["away"]
    assert (away.up, away.down) == (3, 1)


def test_without_a_wave_there_is_no_direction():
    away = feols("y ~ away | pid", family()).switchers["away"]
    assert away.switchers == 3
    assert away.up is None


def test_without_effects_there_are_no_switchers():
    record = feols("y ~ away", family()).switchers["away"]
    assert record.switchers is record.sd_within is record.share_within is None
    assert record.sd == pytest.approx(family()["away"].dropna().astype(float).std(), rel=1e-12)
    raw = feols("y ~ 0 + away", family()).switchers["away"]
    assert raw.sd == pytest.approx(record.sd, rel=1e-12)


def test_shares_are_those_of_the_sample(panel_of):
    panel = panel_of(61)
    panel = panel[panel.groupby("pid")["pid"].transform("size") > 1]
    record = feols("y ~ x1 | pid + wave", panel).switchers["x1"]
    within = panel["x1"] - panel.groupby("pid")["x1"].transform("mean")
    assert record.sd == pytest.approx(panel["x1"].std(), rel=1e-11)
    assert record.sd_within == pytest.approx(within.std(), rel=1e-11)
    assert record.share_within == pytest.approx(within.var() / panel["x1"].var(), rel=1e-11)


def test_a_term_that_never_varies_is_recorded_before_it_is_dropped():
    fit = feols("y ~ away + fixed | pid", family().assign(fixed=lambda d: d["pid"]))
    assert fit.switchers["fixed"].switchers == 0
    assert fit.switchers["fixed"].share_within == pytest.approx(0.0, abs=1e-20)


def test_few_switchers_and_few_clusters_are_warned_of():
    fit = feols("y ~ away + score | pid + wave", family())
    rules = {finding.rule: finding for finding in fit.findings}
    assert rules["few-switchers"].severity == "warning"
    assert rules["few-switchers"].variable == "away"
    assert "3 up, 1 down" in rules["few-switchers"].message
    assert rules["few-clusters"].message.startswith("5 clusters of pid")
    assert not [f for f in fit.findings if f.rule == "few-switchers" and f.variable == "score"]


def test_enough_is_not_warned_of(panel_of):
    fit = feols("y ~ away + x1 | pid + wave", panel_of(62, children=300, villages=60))
    assert fit.findings == ()
    assert thin_variation(fit.switchers, 40, "village") == []
    assert len(thin_variation(fit.switchers, 39, "village")) == 1
