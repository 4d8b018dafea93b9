from __future__ import annotations

import pytest

from kinpanel.errors import DataError, InputMissingError, UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.trace import trace


@pytest.fixture
def answered(ingested):
    """The id of a child with a depression score in w1."""
    child = Study.open(ingested).table("child")
    return str(child.loc[(child["wave"] == "w1") & child["dep"].notna(), "pid"].iloc[0])


def test_from_the_score_to_file_row_raw_code_label_wording_and_rule(ingested, answered):
    study = Study.open(ingested)
    cell = trace(study, "child", "dep", [answered], "w1")
    assert len(cell.items) == 8
    turned = {"cesd4", "cesd6"}
    counted = [3 - int(i.value) if i.variable in turned else int(i.value) for i in cell.items]
    assert int(cell.value) == sum(counted)
    assert cell.rule.startswith("total of cesd8: cesd1, cesd2")
    assert "items 4, 6 reversed" in cell.rule
    for item in cell.items:
        (answer,) = item.answers
        assert answer.file == "w1/w1_child.dta"
        assert answer.raw in {"0", "1", "2", "3"}
        assert answer.label_in_file
        assert set(answer.wording) == {"en", "zh"}
        assert answer.target == item.value
        assert item.rule == "map"
        assert answer.item == f"Item {item.variable[-1]} of CES-D, 8-item short form"
        assert item.defined_at.startswith("codebooks/crosswalk.csv:")


def test_every_wave_leads_to_the_row_of_the_child(ingested):
    study = Study.open(ingested)
    child = study.table("child", labels=None)
    for wave in study.definition.wave_ids:
        pid = child.loc[child["wave"] == wave, "pid"].iloc[-1]
        (answer,) = trace(study, "child", "pid", [pid], wave).answers
        assert answer.raw.zfill(10) == pid


def test_a_missing_cell_leads_to_its_code_and_reason(ingested):
    study = Study.open(ingested)
    reasons, child = study.reasons("child"), study.table("child")
    rows = (reasons["wave"] == "w2") & (reasons["cog"] == "refused")
    cell = trace(study, "child", "cog", [child.loc[rows, "pid"].iloc[0]], "w2")
    assert cell.value is None
    assert cell.reason == "refused"
    assert cell.answers[0].raw == "-2"


def test_unknown_names_are_refused_with_the_nearest(ingested, answered):
    study = Study.open(ingested)
    with pytest.raises(UsageError, match="did you mean 'child'"):
        trace(study, "childs", "dep", [answered], "w1")
    with pytest.raises(UsageError, match="did you mean 'dep'"):
        trace(study, "child", "depp", [answered], "w1")
    with pytest.raises(InputMissingError, match="has not landed"):
        trace(study, "child", "dep", [answered], "w9")
    with pytest.raises(UsageError, match="no row"):
        trace(study, "child", "dep", ["0"], "w1")


def test_a_file_that_changed_since_is_refused(own_study, answered):
    path = own_study / "data" / "raw" / "w1" / "w1_child.dta"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(DataError, match="not the file that was ingested"):
        trace(Study.open(own_study), "child", "girl", [answered], "w1")


def test_a_key_of_several_variables_is_written_as_in_ledgers(ingested):
    study = Study.open(ingested)
    spell = study.table("spell", labels=None)
    row = spell[spell["wave"] == "w1"].iloc[0]
    key = [row["parent_pid"], row["start_month"].strftime("%Y-%m")]
    cell = trace(study, "spell", "start_month", key, "w1")
    assert cell.value == key[1]
    assert cell.amended == ()
