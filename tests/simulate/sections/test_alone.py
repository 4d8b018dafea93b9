"""The files of the child alone, the parent form and the form for adults, raw to table to score."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.trace import trace
from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.bases import SELF_AGES
from kinpanel.simulate.clean import clean_tables
from kinpanel.simulate.phone import PHONE_WAVE, phone_villages
from kinpanel.simulate.score import compare, score_trap
from kinpanel.simulate.sections.alone.mood import COMMON
from kinpanel.simulate.traps import TRAPS
from kinpanel.simulate.traps.alone import TRAPS as MINE
from kinpanel.tables.frame import why

ROOT = Path(__file__).parents[3]
MANY = 30
"""Fewer scores than this would prove little."""
FILES = ("self", "proxy", "adult")
TABLES = ("mind", "safety", "behaviour", "relations", "sdq_parent", "generations")
PLACES = [(table, wave) for table in TABLES for wave in WAVES] + [("adult", "w2")]


@pytest.fixture(scope="module")
def truth():
    return simulate(1, "baseline", 20, 10)


@pytest.fixture(scope="module")
def outcome(reference, found_by_reference):
    """The study, and everything that was found on its files."""
    found = found_by_reference
    mine = [one for one in found if any(f"_{name}." in str(one.file) for name in FILES)]
    return Study.open(reference), mine


@pytest.fixture(scope="module")
def clean(truth):
    return {wave: clean_tables(truth, wave) for wave in WAVES}


@pytest.fixture(scope="module")
def held(outcome):
    return {name: outcome[0].store.read(name) for name in (*TABLES, "adult", "care", "child")}


def in_wave(held, clean, table, wave):
    """The rows of a table and wave, in the order of the truth."""
    rows = held[table][held[table]["wave"].astype(str) == wave].set_index("pid", drop=False)
    return rows.loc[clean[wave][table]["pid"]].reset_index(drop=True)


def items(frame, names):
    """The answers to some items, NaN where there is none (n x items)."""
    return np.column_stack(
        [pd.to_numeric(frame[name], errors="coerce").astype(float) for name in names]
    )


@pytest.mark.parametrize(("table", "wave"), PLACES)
def test_every_variable_is_what_is_true(outcome, held, clean, table, wave):
    codebook = outcome[0].codebook
    got, true = in_wave(held, clean, table, wave), clean[wave][table]
    assert len(got) == len(true) == len(held[table][held[table]["wave"].astype(str) == wave]) > 0
    for variable in codebook.tables[table].variables:
        if variable.score is not None:
            continue
        found = compare(variable, true, got)
        assert not found.wrong.any(), (variable.name, int(found.wrong.sum()))
        row = codebook.row(table, variable.name, wave)
        assert (row.rule is None) == (variable.name not in true), variable.name


def test_nothing_is_found_but_the_second_visits(outcome):
    assert [(one.rule, one.severity, one.wave, one.count) for one in outcome[1]] == [
        ("one-row", "warning", "w1", 6)
    ]


@pytest.mark.parametrize("number", [trap.number for trap in MINE])
def test_every_trap_comes_out_as_declared(outcome, held, clean, number):
    well = {"resolved": "resolved", "lost": "refused"}
    found = score_trap(TRAPS[number], clean, held, outcome[0].codebook, {})
    assert (found.verdict, found.wrong) == (well[TRAPS[number].handled], 0), found.note
    assert found.cells > 0


@pytest.mark.parametrize("wave", WAVES)
def test_ages_of_the_child_alone(held, wave):
    mind = held["mind"][held["mind"]["wave"].astype(str) == wave]
    assert (mind["age"].min(), mind["age"].max()) == SELF_AGES[wave]
    assert (mind["common_age"] == mind["age"].between(10, 15)).all()
    asked = mind["sdq_1"].notna() | (mind[why("sdq_1")] != "inapplicable")
    assert (asked == (mind["age"] >= 11)).all()


# Scores, computed here from the truth, with the keys written out once more.


def prorated(answers, allowed):
    """Mean of the answers times their number, NaN where more than `allowed` are missing."""
    missing = np.isnan(answers).sum(axis=1)
    filled = np.nansum(answers, axis=1)
    given = answers.shape[1] - missing
    score = filled / np.where(given, given, 1) * answers.shape[1]
    return np.where(missing <= allowed, score, np.nan)


def turned(answers, numbers, reverse, top):
    flip = np.isin(list(numbers), reverse)
    return np.where(flip, top - answers, answers)


def agrees(frame, score, expected):
    got = frame[score].astype(float).to_numpy()
    np.testing.assert_allclose(got, expected, atol=1e-9)
    return int((~np.isnan(got)).sum())


def test_mood_scores_agree_with_the_items(held, clean):
    w1 = in_wave(held, clean, "mind", "w1")
    ranks = items(clean["w1"]["mind"], [f"k6c_{n}" for n in range(1, 7)])
    assert agrees(w1, "k6c", ranks.sum(axis=1)) > MANY
    w2, true = in_wave(held, clean, "mind", "w2"), clean["w2"]["mind"]
    numbers = range(1, 21)
    all_items = items(true, [f"cesd20_{n}" for n in numbers])
    expected = prorated(turned(all_items, numbers, (4, 8, 12, 16), 3), 4)
    assert agrees(w2, "cesd20", expected) > MANY
    for wave in ("w2", "w3", "w4", "w5"):
        true = clean[wave]["mind"]
        common = items(true, [f"cesd20_{n}" for n in COMMON])
        expected = turned(common, COMMON, (12, 16), 3).sum(axis=1)
        assert agrees(in_wave(held, clean, "mind", wave), "cesd_common", expected) > MANY
    for wave in ("w3", "w4", "w5"):
        later = in_wave(held, clean, "mind", wave)
        assert later["cesd20"].isna().all()
        assert set(later[why("cesd20")]) == {"not_asked"}


def test_self_esteem_agrees_with_the_items_nine_of_them_in_the_form_for_adults(held, clean):
    numbers, reverse = range(1, 11), (2, 5, 6, 8, 9)
    for wave in ("w1", "w2", "w3", "w5"):
        answers = items(clean[wave]["mind"], [f"rses_{n}" for n in numbers])
        points = turned(answers, numbers, reverse, 3)
        mind = in_wave(held, clean, "mind", wave)
        assert agrees(mind, "rses", prorated(points, 1)) > MANY
        assert agrees(mind, "rses_no8", prorated(np.delete(points, 7, axis=1), 1)) > MANY
    nine = [n for n in numbers if n != 9]
    answers = items(clean["w2"]["adult"], [f"rses_{n}" for n in nine])
    whole = turned(answers, nine, reverse, 3).sum(axis=1) / 9 * 10
    adult = in_wave(held, clean, "adult", "w2")
    assert agrees(adult, "rses_nine", whole) > 5
    assert "rses" not in adult


SUBSCALES = {
    "emotional": (3, 8, 13, 16, 24),
    "conduct": (5, 7, 12, 18, 22),
    "hyperactivity": (2, 10, 15, 21, 25),
    "peer": (6, 11, 14, 19, 23),
    "prosocial": (1, 4, 9, 17, 20),
}


@pytest.mark.parametrize(("table", "prefix"), [("mind", "sdq"), ("sdq_parent", "sdqp")])
def test_sdq_scores_agree_with_the_items(held, clean, table, prefix):
    for wave in WAVES:
        true, got = clean[wave][table], in_wave(held, clean, table, wave)
        total = np.zeros(len(true))
        for scale, numbers in SUBSCALES.items():
            answers = items(true, [f"{prefix}_{n}" for n in numbers])
            points = turned(answers, numbers, (7, 11, 14, 21, 25), 2)
            expected = np.floor(prorated(points, 2) + 0.5)
            assert agrees(got, f"{prefix}_{scale}", expected) > MANY
            total += 0 if scale == "prosocial" else expected
        assert agrees(got, f"{prefix}_total", total) > MANY


def test_the_answers_of_the_young_and_of_their_caregivers_are_never_one_variable(outcome):
    codebook = outcome[0].codebook
    for name, table in codebook.tables.items():
        forms = {
            variable.score.form
            for variable in table.variables
            if getattr(variable.score, "instrument", "") == "sdq"
        }
        assert len(forms) <= 1, name


def test_loneliness_and_separation_agree_with_the_items(held, clean):
    separation = [f"scared_{n}" for n in (4, 8, 13, 16, 20, 25, 29, 31)]
    for wave in WAVES:
        true, got = clean[wave]["mind"], in_wave(held, clean, "mind", wave)
        lonely = items(true, [f"lonely_{n}" for n in (1, 2, 3)]).sum(axis=1)
        assert agrees(got, "lonely", lonely) > MANY
        assert agrees(got, "separation", prorated(items(true, separation), 1)) > MANY


# What is restricted, and what each table must hold.


def test_thoughts_of_suicide_are_restricted_asked_alone_and_from_ten(outcome, held):
    study = outcome[0]
    public = [
        variable.name
        for variable in study.codebook.tables["safety"].variables
        if variable.sensitivity == "public"
    ]
    assert public == []
    for wave in ("w2", "w3", "w4", "w5"):
        questionnaire = study.questionnaires[wave]
        for name in ("si_thought", "si_plan", "si_attempts", "si_injury", "nssi"):
            question = questionnaire.question(name)
            assert (question.informant, question.mode) == ("self", "self_completed")
    rows = held["safety"].merge(held["mind"][["pid", "wave", "age"]], on=["pid", "wave"])
    young = rows[rows["age"] < 10]
    assert len(young) > 3
    assert young["si_thought"].isna().all()
    assert set(young[why("si_thought")]) == {"inapplicable"}


@pytest.mark.parametrize("wave", ["w2", "w3", "w4", "w5"])
def test_nobody_is_asked_of_suicide_whose_caregiver_answers_or_by_phone(held, truth, wave):
    def of(table):
        return held[table][held[table]["wave"].astype(str) == wave].set_index("pid")

    safety, care, child = of("safety"), of("care"), of("child")
    phone = child["village"].isin(phone_villages(truth)) & (wave == PHONE_WAVE)
    gone = care["proxied"].fillna(False).astype(bool) | phone
    gone = gone.reindex(safety.index)
    old = safety["alone"].notna()
    assert 0 < gone[old].sum() < old.sum()
    assert (safety.loc[old, "alone"].astype(bool) == ~gone[old]).all()
    for name in ("si_thought", "nssi", "safety_rule"):
        assert set(safety.loc[gone, why(name)]) == {"inapplicable"}
        assert safety.loc[old & ~gone, name].notna().mean() > 0.8


def test_by_phone_the_mood_is_read_aloud(held, truth):
    mind = held["mind"][held["mind"]["wave"].astype(str) == PHONE_WAVE].set_index("pid")
    child = held["child"][held["child"]["wave"].astype(str) == PHONE_WAVE].set_index("pid")
    phone = child["village"].isin(phone_villages(truth)).reindex(mind.index)
    assert 0 < phone.mean() < 1
    assert ((mind["mood_mode"].astype(str) == "1") == phone).all()


def test_not_to_say_is_a_reason_of_its_own_and_follow_ups_share_it(held):
    safety = held["safety"][held["safety"]["wave"].astype(str) != "w1"]
    rather_not = safety[why("si_thought")] == "prefer_not_to_say"
    assert rather_not.sum() > 3
    for name in ("si_plan", "si_attempts"):
        assert (safety.loc[rather_not, why(name)] == "prefer_not_to_say").all()
    nobody = safety["si_thought"] == False  # noqa: E712
    assert (safety.loc[nobody, why("si_plan")] == "inapplicable").all()
    assert set(safety[why("nssi")].dropna()) == {"prefer_not_to_say", "inapplicable"}


def test_the_protocol_follows_every_answer_that_calls_for_it(held):
    safety = held["safety"][held["safety"]["wave"].astype(str) != "w1"]
    yes = [safety[name].fillna(False).astype(bool) for name in ("si_thought", "si_plan", "nssi")]
    alert = yes[0] | yes[1] | yes[2] | (safety["si_attempts"].fillna(0) > 0)
    asked = safety["safety_rule"].notna()
    assert alert.sum() > MANY
    assert (alert[asked] == (safety.loc[asked, "safety_rule"].astype(str) != "0")).all()
    for name in ("safety_minute", "safety_role", "safety_same_day", "safety_referral"):
        assert (safety[name].notna() == alert).all(), name


def test_nothing_is_said_of_safety_in_the_first_wave(held):
    first = held["safety"][held["safety"]["wave"].astype(str) == "w1"]
    assert len(first) > MANY
    for name in ("si_thought", "nssi", "safety_rule"):
        assert first[name].isna().all()
        assert set(first[why(name)]) == {"not_asked"}


def test_smoking_or_drinking_holds_in_every_wave_and_neither_alone_in_w4(held):
    table = held["behaviour"]
    merged = table["wave"].astype(str) == "w4"
    assert table.loc[merged, ["smoke", "drink"]].isna().all().all()
    both = table.loc[~merged, "smoke"].fillna(False) | table.loc[~merged, "drink"].fillna(False)
    held_there = table.loc[~merged, "smoke_drink"]
    assert (held_there[both] == True).all()  # noqa: E712
    assert table.groupby("wave", observed=True)["smoke_drink"].sum().min() >= 5


def test_trace_names_the_delivered_row_where_rows_were_dropped(outcome, held, truth):
    study = outcome[0]
    pyreadstat = pytest.importorskip("pyreadstat")
    raw, _ = pyreadstat.read_sav(study.raw / "w1" / "w1_self.sav", user_missing=True)
    twice = raw["ts_pid"][raw.duplicated("ts_pid")].tolist()
    assert len(twice) == 6
    for pid in (twice[-1], raw["ts_pid"].iloc[-1]):
        found = trace(study, "mind", "age", [pid], "w1")
        (answer,) = found.answers
        line = raw.iloc[answer.row - 1]
        assert (line["ts_pid"], line["ts_visit"]) == (pid, 1)


def test_children_say_of_the_living_that_they_are_dead_and_the_away_are_the_most(truth, held):
    said = held["relations"].merge(
        truth.child_waves[["pid", "wave", "state", "says_dead_mother"]], on=["pid", "wave"]
    )
    told = said[said["says_mother"].notna()]
    dead = told["says_mother"].astype(str) == "4"
    assert (dead == (told["says_dead_mother"] == 1)).all()
    assert dead.sum() >= 3
