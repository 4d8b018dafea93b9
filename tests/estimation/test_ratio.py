"""Weighted shares by hand, against a regression on a constant and against R's survey package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from kinpanel.errors import UsageError
from kinpanel.estimation.ratio import share

REFERENCES = Path(__file__).parent / "references"
SAMPLE = pd.read_csv(REFERENCES / "ratio_sample.csv")
EXPECTED = pd.read_csv(REFERENCES / "ratio.csv").to_dict("records")


def shared(rows, **more):
    """Rows of (yes, domain, weight, cluster)."""
    frame = pd.DataFrame(rows, columns=["yes", "domain", "weight", "cluster"])
    return share(
        frame["yes"].astype("boolean"),
        frame["domain"].astype("boolean"),
        frame["weight"].astype("Float64"),
        frame["cluster"].astype("string"),
        **more,
    )


def test_by_hand():
    """p = 3/4; cluster totals of w (y - p) / 4: a 2 (1/4) / 4 = 1/8, b (1/4 - 3/4) / 4 = -1/8."""
    found = shared([(True, True, 2, "a"), (True, True, 1, "b"), (False, True, 1, "b")])
    assert found.share == pytest.approx(0.75)
    assert found.se == pytest.approx(np.sqrt(2 * 2 / 64))
    assert (found.low, found.high) == (0, 1), "kept within 0 and 1"
    assert (found.weighted, found.rows, found.clusters) == (3, 3, 2)


def test_the_interval():
    rows = [(n % 3 == 0, True, 1 + n % 2, f"v{n % 12}") for n in range(120)]
    rows = [(yes != (n % 7 == 0), *rest) for n, (yes, *rest) in enumerate(rows)]
    found = shared(rows)
    reach = t.ppf(0.975, 11) * found.se
    assert found.low == pytest.approx(found.share - reach)
    assert found.high == pytest.approx(found.share + reach)
    assert shared(rows, level=0.9).low > found.low


def test_against_weighted_least_squares_on_a_constant():
    from statsmodels.api import WLS

    rng = np.random.default_rng(5)
    yes, cluster = rng.random(200) < 0.3, rng.integers(0, 15, 200)
    weight = rng.uniform(0.5, 3, 200)
    rows = [(y, True, w, f"v{c}") for y, w, c in zip(yes, weight, cluster, strict=True)]
    found = shared(rows)
    fit = WLS(yes.astype(float), np.ones(200), weights=weight).fit(
        cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False}
    )
    assert found.share == pytest.approx(fit.params[0])
    assert found.se == pytest.approx(fit.bse[0] * np.sqrt(15 / 14))


def test_clusters_without_anybody_in_the_domain_count():
    inside = [(True, True, 1, "a"), (False, True, 1, "b"), (True, True, 1, "b")]
    outside = [(None, False, 1, "c"), (True, False, 1, "d")]
    two, four = shared(inside), shared([*inside, *outside])
    assert four.share == two.share
    assert four.clusters == 4
    assert four.se == pytest.approx(two.se * np.sqrt((4 / 3) / 2))


def test_without_weight_or_cluster_a_row_is_left_out():
    found = shared([(True, True, 1, "a"), (False, True, None, "a"), (False, True, 1, None)])
    assert (found.share, found.rows, found.clusters) == (1, 1, 1)
    assert np.isnan(found.se)


def test_nobody():
    found = shared([(True, False, 1, "a"), (True, False, 1, "b")])
    assert np.isnan([found.share, found.se, found.low, found.high]).all()
    assert (found.weighted, found.rows, found.clusters) == (0, 0, 2)


def test_negative_weights():
    with pytest.raises(UsageError, match="not negative"):
        shared([(True, True, -1, "a")])


def by_design(design, domain="all"):
    """The share in the sample that R's survey package was given."""
    inside = SAMPLE["inside"] == 1 if domain == "inside" else SAMPLE["inside"] >= 0
    strata = {"clusters": None, "strata": SAMPLE["stratum"], "alone": SAMPLE["alone"]}[design]
    return share(SAMPLE["yes"] == 1, inside, SAMPLE["weight"], SAMPLE["cluster"], strata=strata)


@pytest.mark.parametrize("row", EXPECTED, ids=[f"{r['design']}-{r['domain']}" for r in EXPECTED])
def test_against_the_survey_package(row):
    """Made by references/make_ratio.R; `alone` has a stratum with one cluster only."""
    found = by_design(row["design"], row["domain"])
    wanted = [row[name] for name in ("share", "se", "low", "high")]
    assert [found.share, found.se, found.low, found.high] == pytest.approx(wanted, rel=1e-9)
    assert (found.clusters, found.strata) == (24, row["strata"])


def test_leaving_out_one_cluster_at_a_time_comes_near():
    """The jackknife within strata, which needs no linearisation."""
    full, spread = by_design("strata"), 0.0
    for cluster, stratum in set(zip(SAMPLE["cluster"], SAMPLE["stratum"], strict=True)):
        here = SAMPLE["stratum"] == stratum
        count = SAMPLE.loc[here, "cluster"].nunique()
        weight = SAMPLE["weight"].where(~here, SAMPLE["weight"] * count / (count - 1))
        weight = weight.where(SAMPLE["cluster"] != cluster, 0.0)
        without = np.average(SAMPLE["yes"], weights=weight)
        spread += (count - 1) / count * (without - full.share) ** 2
    assert full.se == pytest.approx(np.sqrt(spread), rel=0.05)


def test_a_cluster_in_two_strata():
    two = pd.Series(np.where(SAMPLE.index % 2 == 0, "a", "b"))
    with pytest.raises(UsageError, match="24 clusters lie in more than one stratum"):
        share(SAMPLE["yes"], SAMPLE["yes"] >= 0, SAMPLE["weight"], SAMPLE["cluster"], strata=two)


def test_as_many_strata_as_clusters_say_nothing_about_the_interval():
    every = SAMPLE["yes"] >= 0
    found = share(
        SAMPLE["yes"], every, SAMPLE["weight"], SAMPLE["cluster"], strata=SAMPLE["cluster"]
    )
    assert found.share == by_design("strata").share
    assert np.isnan([found.se, found.low, found.high]).all()


def test_without_a_stratum_a_row_is_left_out():
    frame = pd.DataFrame({"yes": [True, False], "weight": 1.0, "cluster": ["a", "b"]})
    strata = pd.Series(["x", None], dtype="string")
    every = frame["weight"] > 0
    assert share(frame["yes"], every, frame["weight"], frame["cluster"], strata=strata).rows == 1
