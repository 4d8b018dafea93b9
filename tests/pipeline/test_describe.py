from __future__ import annotations

import pytest

from kinpanel.errors import UsageError
from kinpanel.pipeline.describe import TOPICS, describe
from kinpanel.pipeline.handle import Study


def test_states_add_up_to_the_interviews(ingested):
    study = Study.open(ingested)
    counts = describe(study, "states").set_index("state")
    assert list(counts.index) == ["B", "F", "M", "FM", "unknown"]
    assert counts.sum().tolist() == study.panel().groupby("wave", observed=True).size().tolist()


def test_transitions_count_every_pair_of_waves_once(ingested):
    study = Study.open(ingested)
    counts = describe(study, "transitions").set_index("state")
    panel = study.panel()
    assert int(counts.to_numpy().sum()) == int((panel["wave"] != "w5").sum())


def test_switchers_agree_with_the_model(ingested):
    import kinpanel as kp

    study = Study.open(ingested)
    mine = describe(study, "switchers").set_index("exposure")
    panel = study.panel().assign(one=range(len(study.panel())))
    fit = kp.feols("one ~ f + m + fm | pid + wave", panel)
    for name in ("f", "m", "fm"):
        assert mine.loc[name, "switchers"] == fit.switchers[name].switchers
        assert mine.loc[name, "up"] == fit.switchers[name].up


def test_missingness_counts_reasons(ingested):
    study = Study.open(ingested)
    counts = describe(study, "missingness").set_index(["variable", "reason"])
    reasons = study.reasons("child")
    expected = ((reasons["wave"] == "w3") & (reasons["cog"] == "inapplicable")).sum()
    assert counts.loc[("cog", "inapplicable"), "w3"] == expected


def test_rows_of_every_table(ingested):
    study = Study.open(ingested)
    rows = describe(study, "waves").set_index("table")
    assert rows.loc["person"].sum() == len(study.table("person"))


def test_another_word_is_refused(ingested):
    with pytest.raises(UsageError, match="did you mean 'states'"):
        describe(Study.open(ingested), "state")
    assert set(TOPICS) == {"waves", "states", "transitions", "switchers", "missingness"}
