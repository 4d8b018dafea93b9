"""Permanent ids are filled back where the same key is the same person, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kinpanel.derived.permanent import check_permanent, permanent_ids
from kinpanel.errors import UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.roles import PanelRoles, PermanentId
from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.kin import KIN, NEWCOMER

ROOT = Path(__file__).parents[2]
RULE = PermanentId(table="person", of="uid", agree=("sex", "born"))
ORDER = ("w1", "w2", "w3")


def people(*rows: tuple[str, str, object, object, object]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["wave", "pid", "sex", "born", "uid"])
    return frame.astype({"sex": "Int64", "born": "Int64"})


def filled(*rows: tuple[str, str, object, object, object]) -> list[object]:
    made = permanent_ids(people(*rows), RULE, ("pid",), ORDER)
    assert list(made.columns) == ["wave", "pid", "uid", "how"]
    return made["uid"].astype(object).where(made["uid"].notna(), None).tolist()


def test_an_earlier_row_takes_the_id_of_a_later_one():
    rows = ("w1", "a", 1, 7, None), ("w2", "a", 1, 7, None), ("w3", "a", 1, 7, "P1")
    assert filled(*rows) == ["P1", "P1", "P1"]
    made = permanent_ids(people(*rows), RULE, ("pid",), ORDER)
    assert made["how"].tolist() == ["filled", "filled", "told"]


@pytest.mark.parametrize(("sex", "born"), [(2, 7), (1, 8), (None, 7), (1, None)])
def test_another_sex_or_birth_or_one_that_is_not_known_is_nobody(sex, born):
    assert filled(("w1", "a", sex, born, None), ("w3", "a", 1, 7, "P1")) == [None, "P1"]


def test_the_next_wave_with_an_id_decides_and_none_after_it():
    rows = ("w1", "a", 1, 7, None), ("w2", "a", 2, 9, "P2"), ("w3", "a", 1, 7, "P1")
    assert filled(*rows) == [None, "P2", "P1"]


def test_ids_are_not_carried_forward_nor_over_to_another_key():
    assert filled(("w2", "a", 1, 7, "P1"), ("w3", "a", 1, 7, None)) == ["P1", None]
    assert filled(("w1", "b", 1, 7, None), ("w3", "a", 1, 7, "P1")) == [None, "P1"]


def test_rows_stand_as_they_stood():
    frame = people(("w3", "a", 1, 7, "P1"), ("w1", "a", 1, 7, None)).set_axis([8, 3])
    made = permanent_ids(frame, RULE, ("pid",), ORDER)
    assert made.index.tolist() == [8, 3]
    assert made["wave"].tolist() == ["w3", "w1"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"table": "persons"}, "unknown table 'persons'"),
        ({"of": "uids"}, "no variable 'uids' in person"),
        ({"agree": ("sex", "born")}, "no variable 'born' in person"),
        ({"of": "pid"}, "'pid' is the key of person"),
    ],
)
def test_what_cannot_be_is_told(changes, message):
    study = Study.open(ROOT)
    rule = study.definition.panel.permanent.model_copy(update=changes)
    found = list(check_permanent(PanelRoles(permanent=rule), study.codebook))
    assert [text for _, text, _ in found] == [message]


def test_the_reference_panel_gets_the_ids_of_its_first_waves_and_no_wrong_one(reference):
    """The table itself has none before w3; a line that was given anew is not taken for the old."""
    study, truth = Study.open(reference), simulate(1, "baseline", 20, 10)
    made = study.permanent_ids().assign(wave=lambda rows: rows["wave"].astype(str))
    true = pd.concat(delivered(truth, wave)["roster"].assign(wave=wave) for wave in WAVES)
    both = made.merge(true[["wave", "pid", "who", "uid"]], on=["wave", "pid"], validate="1:1")
    assert len(both) == len(made) == len(true)
    given = both["uid_x"].notna()
    assert (both["uid_x"] == both["uid_y"])[given].all()
    early = both["wave"].isin(["w1", "w2"])
    assert given[early].mean() > 0.8
    assert given[~early].all()
    assert (both["how"] == "filled").sum() == (early & given).sum()
    # Kin who moved out before w2, whose line and so whose pid a newcomer has from then on.
    newcomers = set(true.loc[true["who"].str[8:] == f"{NEWCOMER:02d}", "pid"])
    replaced = (both["wave"] == "w1") & both["pid"].isin(newcomers)
    assert replaced.any()
    assert both.loc[replaced, "who"].str.endswith(f"{KIN:02d}").all()
    assert not given[replaced].any()


def test_a_study_that_declares_none_is_told_so(tmp_path):
    text = (ROOT / "study.yaml").read_text(encoding="utf-8")
    bare = [line for line in text.splitlines() if "permanent:" not in line]
    (tmp_path / "study.yaml").write_text("\n".join(bare), encoding="utf-8")
    with pytest.raises(UsageError, match="panel: permanent:"):
        Study.open(tmp_path).permanent_ids()
