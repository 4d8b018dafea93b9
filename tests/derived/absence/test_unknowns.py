"""What is unknown: filling it in never turns a definite answer, and no answer is withheld."""

from __future__ import annotations

import copy

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.derived.absence.conftest import facts_of

from kinpanel.derived.absence import completed, evaluate, preset, preset_names
from kinpanel.presets import LADDER, Definition, contradictions
from kinpanel.presets.model import PLACES, SPELL_REASONS

AT = 605
MONTH = st.integers(AT - 30, AT + 1)
TRUTH = st.booleans()
LEVEL = st.sampled_from(LADDER)


def text(number):
    return f"{1970 + number // 12}-{number % 12 + 1:02}"


@st.composite
def definitions(draw):
    if draw(TRUTH):
        return preset(draw(st.sampled_from(preset_names())))
    basis = draw(
        st.sampled_from(["none", "longest_continuous", "total_last_12", "current_spell_to_date"])
    )
    periods = [None]
    if basis == "longest_continuous":
        periods += ["at_interview", "calendar_year", "since_birth"]
    period = draw(st.sampled_from(periods))
    rule = draw(
        st.sampled_from(
            [
                "any",
                "both",
                "father_only",
                "mother_only",
                "exactly_one",
                "both_or_one_incapable",
                "neither_coresident",
            ]
        )
    )
    dead = ["not_absent", "incapable", "absent"]
    made = Definition(
        like="mca_2016",
        parents_rule=rule,
        min_months=0 if basis == "none" else draw(st.sampled_from([0, 3, 6, 11, 12])),
        months_basis=basis,
        ref_period=period,
        boundary=draw(LEVEL),
        exclude_intra_city=draw(TRUTH),
        reason=draw(
            st.sampled_from([("work",), ("any_migration",), ("any_migration", "divorce"), ("any",)])
        ),
        age_max_excl=16,
        child_place=draw(st.sampled_from(["origin", "household", "any"])),
        hukou=draw(st.sampled_from(["rural", "any"])),
        guardian_clause=draw(
            st.sampled_from(["none_needed", "entrusted_other", "nobody_entrusted"])
        ),
        dead_parent_as=draw(
            st.sampled_from(dead if rule == "neither_coresident" else [*dead, "exclude"])
        ),
        current_required=draw(TRUTH)
        if basis in ("longest_continuous", "total_last_12") and period != "at_interview"
        else True,
    )
    assert not list(contradictions(made))
    return made


@st.composite
def families(draw):
    """A family of which everything is known."""
    spells = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(MONTH)
        end = draw(st.none() | st.integers(start, AT + 2)) if start <= AT else start + 1
        spell = {
            "who": draw(st.sampled_from(["father", "mother"])),
            "from": text(start),
            "boundary": draw(LEVEL),
            "reason": draw(st.sampled_from(["work", "family", "divorce", "prison"])),
            "with_child": draw(st.sampled_from([False, False, True])),
            "intra_city": draw(TRUTH),
        }
        spells.append(spell if end is None else {**spell, "to": text(end)})
    parent = st.fixed_dictionaries(
        {
            "alive": st.sampled_from([True, True, False]),
            "capable": TRUTH,
            "coresident": TRUTH,
            "distance": LEVEL,
        }
    )
    return {
        "at": text(AT),
        "child": {
            "born": text(draw(st.integers(AT - 16 * 12 - 2, AT - 60))),
            "hukou": draw(st.sampled_from(["rural", "urban"])),
            "place": draw(st.sampled_from(["origin", "origin", "destination", "elsewhere"])),
            "in_school": draw(TRUTH),
            "entrusted": draw(TRUTH),
        },
        "father": draw(parent),
        "mother": draw(parent),
        "away": spells,
    }


def places(family):
    """Every fact of a family, as a path."""
    for part in ("child", "father", "mother"):
        yield from ((part, name) for name in family[part])
    for row in range(len(family["away"])):
        names = ("from", "boundary", "reason", "with_child", "intra_city")
        yield from (("away", row, name) for name in (*names, "end"))


def blanked(family, paths):
    """The family with those facts unknown."""
    less = copy.deepcopy(family)
    for path in paths:
        if path[0] != "away":
            less[path[0]][path[1]] = None
        elif path[2] == "end":
            spell = less["away"][path[1]]
            spell.pop("to", None)
            spell["ongoing"] = None
        else:
            less["away"][path[1]][path[2]] = None
    return less


def filled(family, path):
    """The family with every value that one fact could have."""
    if path[0] == "away" and path[2] in ("from", "end"):
        spell = family["away"][path[1]]
        end = spell.get("to")
        months = [text(n) for n in range(AT - 40, AT + 3)]
        if path[2] == "from":
            values = [m for m in months if end is None or m <= end]
            values = [m for m in values if end is not None or m <= text(AT)]
        else:
            values = [m for m in months if m >= spell["from"]] + [None]
    else:
        domains = {
            "hukou": ("rural", "urban"),
            "place": PLACES,
            "boundary": LADDER,
            "distance": LADDER,
            "reason": SPELL_REASONS,
        }
        values = domains.get(path[-1], (True, False))
        if path[-1] == "born":
            values = [text(n) for n in range(AT - 250, AT + 1)]
    for value in values:
        more = copy.deepcopy(family)
        holder = more[path[0]][path[1]] if path[0] == "away" else more[path[0]]
        name = "to" if path[-1] == "end" else path[-1]
        if name == "to":
            holder.pop("to", None)
        if name != "to" or value is not None:
            holder[name] = value
        yield more


def answers(definition, several):
    found = evaluate(definition, facts_of(several))
    return [None if pd.isna(a) else bool(a) for a in found.answer], list(found.why)


@settings(max_examples=120, deadline=None)
@given(definition=definitions(), family=families(), data=st.data())
def test_filling_in_never_turns_a_definite_answer(definition, family, data):
    paths = data.draw(st.lists(st.sampled_from(list(places(family))), max_size=8, unique=True))
    (less, whole), (why, _) = answers(definition, [blanked(family, paths), family])
    assert whole is not None
    assert less is None or less is whole
    assert pd.isna(why) is bool(less)
    assert less is not None or why.startswith("unknown_")


@settings(max_examples=80, deadline=None)
@given(definition=definitions(), family=families(), data=st.data())
def test_an_unknown_that_changes_nothing_leaves_the_answer(definition, family, data):
    path = data.draw(st.sampled_from(list(places(family))))
    found, _ = answers(definition, list(filled(family, path)))
    less, _ = answers(definition, [blanked(family, [path])])
    assert less[0] is (found[0] if len(set(found)) == 1 else None)


@settings(max_examples=25, deadline=None)
@given(family=families(), data=st.data())
def test_two_unknowns_are_judged_together(family, data):
    plain = [path for path in places(family) if path[-1] not in ("from", "end", "born")]
    pair = data.draw(st.lists(st.sampled_from(plain), min_size=2, max_size=2, unique=True))
    for name in preset_names():
        several = [two for one in filled(family, pair[0]) for two in filled(one, pair[1])]
        found, _ = answers(preset(name), several)
        less, _ = answers(preset(name), [blanked(family, pair)])
        assert less[0] is (found[0] if len(set(found)) == 1 else None)


@settings(max_examples=25, deadline=None)
@given(family=families(), data=st.data())
def test_what_follows_from_the_spells_is_not_what_contradicts_them(family, data):
    for side in ("father", "mother"):
        family[side] |= {"coresident": None, "distance": None}
    spells = [path for path in places(family) if path[0] == "away"]
    paths = data.draw(st.lists(st.sampled_from(spells), max_size=3)) if spells else []
    for name in ("mics6_elsewhere", "mics6_sr20", "dhs_no_parent"):
        less, whole = (
            evaluate(preset(name), completed(facts_of([one]))).answer.iloc[0]
            for one in (blanked(family, paths), family)
        )
        assert pd.isna(less) or pd.isna(whole) or less == whole


def test_previously_is_ever_and_not_now(family):
    before = preset("research_any6").model_copy(update={"previously": True, "min_months": 6})
    gone = {"who": "father", "boundary": "province", "reason": "work"}
    several = [
        family(away=[{**gone, "from": "2014-01", "to": "2015-01"}]),
        family(away=[{**gone, "from": "2014-01", "to": "2014-04"}]),
        family(away=[{**gone, "from": "2014-01"}]),
        family(away=[]),
        family(away=[{**gone, "from": "2014-01", "ongoing": None}]),
    ]
    found = evaluate(before, facts_of(several[:4]))
    assert found.answer.tolist() == [True, False, False, False]
    assert found.why.tolist()[1:] == ["never_before", "absent_now", "never_before"]


def test_unknown_may_be_declared_no(family):
    unclear = family(child={"hukou": None}, away=[{"who": "father", "from": "2014-01"}])
    definition = preset("acwf_2010").model_copy(update={"unknown_as": "not_absent"})
    found = evaluate(definition, facts_of([unclear]))
    assert found.answer.tolist() == [False]
    assert found.why.tolist() == ["unknown_hukou"]
