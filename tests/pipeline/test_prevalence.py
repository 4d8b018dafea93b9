"""Children under every definition, on the reference study with what it can declare."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinpanel.derived.absence import preset_names
from kinpanel.errors import UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.prevalence import overlap, own_shares, prevalence

PLAIN = "absence: {roster: person, spells: spell, interviewed: interview_month, min_months: 6}"
FULL = """absence:
    roster: person
    spells: spell
    interviewed: interview_month
    min_months: 6
    birth: birth_month
    boundary: {of: destination, levels: {township: [1], county: [2], province: [3]}}
    reason: {of: reason, levels: {work: [1], study: [2], family: [3], other: [4]}}
    assume: {alive: true, hukou: rural, child_place: origin, in_school: true, entrusted: true,
      capacity: true, intra_city: false}"""
OWN = """
definitions:
  mca_3: {like: mca_2016, min_months: 3}
"""


@pytest.fixture
def study(own_study):
    file = own_study / "study.yaml"
    text = file.read_text(encoding="utf-8")
    assert PLAIN in text
    file.write_text(text.replace(PLAIN, FULL) + OWN, encoding="utf-8")
    return Study.open(own_study)


def test_prevalence(study):
    table = prevalence(study).set_index("definition")
    assert list(table.index) == [*preset_names(), "mca_3"]
    assert (table["eligible"] > 0).all()
    assert (table["low"] <= table["percent"]).all()
    assert (table["percent"] <= table["high"]).all()
    percent = table["percent"]
    assert percent["research_both6"] < percent["research_any6"] < percent["mics6_elsewhere"]
    assert percent["mca_2016"] < percent["mca_3"]
    assert percent["mics6_sr20"] == 0
    assert table.loc["mca_2016", "unverified"].startswith("min_months")
    assert "min_months" not in table.loc["mca_3", "unverified"]
    assert table.loc["acwf_2010", "unverified"] == ""


def test_percent_agrees_with_the_panel(study):
    panel = study.panel(definition="nbs_unicef_all")
    last = panel[(panel["wave"] == "w5") & panel["lbc"].notna()]
    wanted = np.average(last["lbc"].astype(float), weights=last["weight"].astype(float))
    table = prevalence(study, "nbs_unicef_all").set_index("definition")
    assert table.loc["nbs_unicef_all", "percent"] == pytest.approx(100 * wanted)
    assert table.loc["nbs_unicef_all", "eligible"] >= len(last)
    first = prevalence(study, "nbs_unicef_all", "w1")
    assert first["percent"].iloc[0] != table["percent"].iloc[0]


def test_a_present_spell_of_any_kind_is_the_state_of_the_panel(study):
    file = study.root / "study.yaml"
    text = file.read_text(encoding="utf-8")
    own = """  state: {like: research_any6, months_basis: current_spell_to_date, reason: [any],
    boundary: none, age_max_excl: 30}
"""
    file.write_text(text + own, encoding="utf-8")
    panel = Study.open(study.root).panel(definition="state")
    known = panel["state"].notna() & panel["lbc"].notna()
    assert known.mean() > 0.9
    away = panel.loc[known, "state"].astype(str) != "B"
    assert (away == panel.loc[known, "lbc"].astype(bool)).all()


def test_overlap(study):
    table = overlap(study).set_index("definition").drop(columns="unverified")
    assert list(table.index) == list(table.columns)
    matrix = table.to_numpy(dtype=float)
    assert np.allclose(matrix, matrix.T, equal_nan=True)
    assert np.nan_to_num(matrix).max() <= 1
    assert np.nan_to_num(matrix).min() >= 0
    assert table.loc["research_any6", "research_any6"] == 1
    assert 0 < table.loc["research_any6", "research_both6"] < 1


def test_without_a_definition_the_panel_stays(study):
    assert "lbc" not in study.panel()


def test_unknown_names(study):
    with pytest.raises(UsageError, match="did you mean 'mca_2016'"):
        prevalence(study, "mca_2015")
    with pytest.raises(UsageError, match="unknown wave 'w9'"):
        overlap(study, "w9")


def test_what_is_not_declared_is_unknown(ingested):
    table = prevalence(Study.open(ingested)).set_index("definition")
    assert (table["eligible"] == 0).all()
    assert (table["unknown"] > 0).all()
    assert table["percent"].isna().all()


def test_several_waves_and_definitions(study):
    table = prevalence(study, ["acwf_2010", "mca_2016"], ["w3", "w1"])
    assert list(zip(table["definition"], table["wave"], strict=True)) == [
        (name, wave) for name in ("acwf_2010", "mca_2016") for wave in ("w1", "w3")
    ]
    every = prevalence(study, "acwf_2010", "all")
    assert list(every["wave"]) == ["w1", "w2", "w3", "w4", "w5"]
    alone = prevalence(study, "acwf_2010", "w3")
    pd.testing.assert_frame_equal(every.iloc[[2]].reset_index(drop=True), alone)
    assert "group" not in every
    with pytest.raises(UsageError, match="overlap is of one wave, not of 2"):
        overlap(study, ["w1", "w2"])


def test_groups_that_a_definition_reports_apart(study):
    table = prevalence(study, ["nbs_unicef_all", "cfps_prolonged"], by_group=True)
    rows = table.set_index(["definition", "group"])
    assert list(rows.index) == [
        ("nbs_unicef_all", "all"),
        ("nbs_unicef_all", "rural"),
        ("nbs_unicef_all", "urban"),
        ("cfps_prolonged", "all"),
        ("cfps_prolonged", "father"),
        ("cfps_prolonged", "mother"),
    ]
    cases = rows["cases"]
    assert rows.loc[("nbs_unicef_all", "urban"), "eligible"] == 0, "all are assumed rural"
    assert cases["nbs_unicef_all", "rural"] == cases["nbs_unicef_all", "all"]
    assert cases["cfps_prolonged", "father"] < cases["cfps_prolonged", "all"]
    sides = cases["cfps_prolonged", "father"] + cases["cfps_prolonged", "mother"]
    assert sides >= cases["cfps_prolonged", "all"]


def test_strata_change_the_interval_and_nothing_else(study):
    plain = prevalence(study, "acwf_2010", "w1")
    file = study.root / "study.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("  cluster: village\n") == 1
    told = text.replace("  cluster: village\n", "  cluster: village\n  strata: county\n")
    file.write_text(told, encoding="utf-8")
    within = prevalence(Study.open(study.root), "acwf_2010", "w1")
    same = [name for name in plain if name not in ("low", "high")]
    pd.testing.assert_frame_equal(plain[same], within[same])
    assert plain["low"].iloc[0] != within["low"].iloc[0]


def test_own_shares_are_the_rows_of_prevalence(study):
    table = prevalence(study, "mca_2016", "all")
    (found,) = own_shares(study, ["mca_2016"]).values()
    assert [share.year for share in found.shares] == [2014, 2016, 2018, 2020, 2022]
    assert [share.percent for share in found.shares] == list(table["percent"])
    assert [share.cases for share in found.shares] == list(table["cases"])
    assert [share.answers for share in found.shares] == list(table["answers"])
    assert "min_months" in found.unverified
    (two,) = own_shares(study, ["acwf_2010"], ["w2"]).values()
    assert [share.year for share in two.shares] == [2016]
    assert two.unverified == ()
