"""Facts of absence from tables, by declared roles."""

from __future__ import annotations

import pandas as pd
import pytest

from kinpanel.derived.absence import evaluate, preset
from kinpanel.derived.absence.column import UNVERIFIED, add_answer
from kinpanel.derived.absence.gather import gather_facts
from kinpanel.errors import UsageError
from kinpanel.roles import AbsenceRoles, PanelRoles

PLAIN = {"roster": "person", "spells": "spell", "interviewed": "seen"}
FULL = {
    **PLAIN,
    "birth": "born",
    "alive": {"of": "alive"},
    "hukou": {"of": "hukou", "levels": {"rural": ["1"], "urban": ["2"]}},
    "child_place": {"of": "place", "levels": {"origin": ["1"], "elsewhere": ["2"]}},
    "in_school": {"of": "grade", "levels": {"yes": ["1", "2"], "no": ["0"]}},
    "capacity": {"father": {"of": "fit_f"}, "mother": {"of": "fit_m"}},
    "boundary": {"of": "far", "levels": {"township": ["1"], "county": ["2"], "province": ["3"]}},
    "reason": {"of": "reason", "levels": {"work": ["1"], "prison": ["2"]}},
    "assume": {"entrusted": True, "intra_city": False},
}


def roles(section):
    return PanelRoles(absence=AbsenceRoles.model_validate(section, strict=False))


def months(*texts):
    return pd.to_datetime(pd.Series(texts)).astype("datetime64[s]")


@pytest.fixture
def tables():
    """Three children: both away; the father away; one whose father nobody names."""
    child = pd.DataFrame(
        {
            "wave": ["w1", "w1", "w2"],
            "pid": pd.array(["a", "b", "a"], "string"),
            "father_pid": pd.array(["f", "g", None], "string"),
            "mother_pid": pd.array(["m", "n", "m"], "string"),
            "seen": months("2020-07", "2020-07", "2022-07").to_numpy(),
            "hukou": pd.Categorical(["1", "2", "9"]),
            "place": pd.Categorical(["1", "1", "1"]),
            "grade": pd.array([1, 0, None], "Int64"),
            "fit_f": pd.array([True, True, None], "boolean"),
            "fit_m": pd.array([True, False, None], "boolean"),
        },
        index=[5, 3, 5],
    )
    people = [("w1", p) for p in "abfgmn"] + [("w2", p) for p in "am"]
    person = pd.DataFrame(people, columns=["wave", "pid"]).astype({"pid": "string"})
    born = {"a": "2011-03", "b": "2012-05"}
    person["born"] = months(*(born.get(p) for p in person["pid"]))
    person["alive"] = pd.array([p != "n" for p in person["pid"]], "boolean")
    spell = pd.DataFrame(
        {
            "wave": ["w1", "w1", "w1", "w2"],
            "parent_pid": pd.array(["f", "m", "g", "m"], "string"),
            "start_month": months("2018-01", "2019-01", "2019-05", "2019-01"),
            "end_month": months(None, None, None, None),
            "end_month__why": pd.Categorical(
                ["inapplicable", "inapplicable", "refused", "inapplicable"]
            ),
            "far": pd.Categorical(["3", "1", "2", "9"]),
            "reason": pd.Categorical(["1", "1", "2", "1"]),
        }
    )
    return {"child": child, "person": person, "spell": spell}


def test_what_is_declared_is_read(tables):
    facts = gather_facts(tables, roles(FULL))
    assert list(facts.children.index) == [5, 3, 5]
    assert facts.children["at"].tolist() == [606, 606, 630]
    assert facts.children["birth"].tolist() == [494, 508, 494]
    assert facts.children["hukou"].tolist()[:2] == ["rural", "urban"]
    assert pd.isna(facts.children["hukou"].iloc[2]), "a code without meaning"
    assert facts.children["in_school"].tolist() == [True, False, pd.NA]
    assert facts.children["entrusted"].all()
    assert facts.father["recorded"].tolist() == [True, True, False]
    assert facts.mother["alive"].tolist() == [True, False, True]
    assert facts.mother["capable"].tolist() == [True, False, pd.NA]
    spells = facts.spells.set_index(["child", "parent"])
    assert spells.loc[(0, "father"), "boundary"] == "province"
    assert spells.loc[(1, "father"), "reason"] == "prison"
    assert spells["ongoing"].loc[[(0, "father"), (0, "mother")]].all()
    assert pd.isna(spells.loc[(1, "father"), "ongoing"])
    assert pd.isna(spells.loc[(2, "mother"), "boundary"])


def test_what_follows_from_the_spells(tables):
    facts = gather_facts(tables, roles(FULL))
    assert facts.father["coresident"].tolist() == [False, pd.NA, pd.NA]
    assert facts.mother["distance"].tolist()[0] == "township"
    assert facts.father["distance"].tolist()[0] == "province"


def test_answers_in_the_panel(tables):
    plain = tables["child"][["wave", "pid"]]
    panel = add_answer(plain, tables, roles(FULL), preset("mca_2016"))
    assert panel["lbc"].tolist() == [True, False, pd.NA]
    assert panel["lbc_reason"].tolist()[1:] == ["wrong_hukou", "unknown_hukou"]
    assert str(panel["lbc"].dtype) == "boolean"
    assert panel.attrs[UNVERIFIED] == ["min_months", "months_basis", "boundary", "dead_parent_as"]
    assert "lbc_father" not in panel
    assert "lbc_father" in add_answer(plain, tables, roles(FULL), preset("cfps_prolonged"))
    assert list(plain) == ["wave", "pid"]


def test_undeclared_is_unknown_where_it_matters(tables):
    found = evaluate(preset("acwf_2010"), gather_facts(tables, roles(PLAIN)))
    assert found.answer.isna().all()
    assert found.why.tolist() == ["unknown_birth"] * 3


def test_assumed_holds_only_where_nothing_is_declared(tables):
    assumed = {**PLAIN, "birth": "born", "assume": {"hukou": "rural", "child_place": "origin",
               "alive": True, "boundary": "province", "reason": "work"}}  # fmt: skip
    found = evaluate(preset("acwf_2010"), gather_facts(tables, roles(assumed)))
    assert found.answer.tolist() == [True, pd.NA, True]
    both = {**FULL, "assume": {"hukou": "rural"}}
    assert pd.isna(gather_facts(tables, roles(both)).children["hukou"].iloc[2])


def test_a_spell_counts_for_every_child_of_the_parent(tables):
    tables["child"].loc[3, "father_pid"] = "f"
    spells = gather_facts(tables, roles(FULL)).spells
    assert (spells["parent"] == "father").sum() == 2


def test_without_reasons_a_spell_without_an_end_goes_on(tables):
    tables["spell"] = tables["spell"].drop(columns="end_month__why")
    assert gather_facts(tables, roles(FULL)).spells["ongoing"].all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"birth": "borm"}, "did you mean 'born'"),
        ({"in_school": {"of": "grade"}}, "'grade' is not a boolean"),
        ({"capacity": {"father": {"of": "fit"}}}, "names 'fit'"),
    ],
)
def test_roles_that_cannot_be(tables, change, message):
    with pytest.raises(UsageError, match=message):
        gather_facts(tables, roles({**FULL, **change}))


def test_no_absence_declared(tables):
    with pytest.raises(UsageError, match="no `panel: absence:`"):
        gather_facts(tables, PanelRoles())
