"""The presets, and definitions that a study declares."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kinpanel.errors import UsageError
from kinpanel.presets import check_declared, contradictions, like, preset, preset_names
from kinpanel.presets.model import LADDER, Definition


def test_twelve_presets_with_source_and_labels():
    assert len(preset_names()) == 12
    for name in preset_names():
        one = preset(name)
        assert one.source
        assert set(one.label) == {"en", "zh"}
        assert not list(contradictions(one))


def test_what_no_document_states_is_marked():
    assert preset("mca_2016").verify
    assert not preset("mca_2016").verified
    assert preset("acwf_2010").verified


def test_periods_and_reasons():
    assert preset("mca_2016").period == "last_12_months"
    assert preset("acwf_2010").period == "at_interview"
    assert preset("acwf_2010").reasons == {"work", "business", "study", "family"}
    assert "prison" in preset("cfps_prolonged").reasons
    assert preset("fellmeth_2018").reasons == {"work", "business", "study"}
    assert preset("research_both6").reasons == preset("research_any6").reasons
    assert preset("research_both6").reasons == preset("acwf_2010").reasons | {"divorce"}
    assert LADDER.index("county") < LADDER.index("province")


def test_an_unknown_preset():
    with pytest.raises(UsageError, match="did you mean 'mca_2016'"):
        preset("mca_2015")


def test_like_a_preset():
    own = like(Definition(like="mca_2016", min_months=3), preset("mca_2016"))
    assert own.min_months == 3
    assert own.parents_rule == "both_or_one_incapable"
    assert "min_months" not in own.verify
    assert "boundary" in own.verify
    assert own.source.startswith("changed from mca_2016 (State Council")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"min_months": 0, "months_basis": "none", "age_max_excl": 5, "age_min": 5}, "age_min"),
        ({"months_basis": "none"}, "6 months of what"),
        ({"months_basis": "total_last_12", "ref_period": "since_birth"}, "total_last_12 counts"),
        ({"months_basis": "current_spell_to_date", "ref_period": "last_12_months"}, "counts at"),
        ({"months_basis": "current_spell_to_date", "current_required": False}, "present spell"),
        ({"ref_period": "at_interview", "current_required": False}, "at_interview is about"),
        ({"min_months": 13}, "13 months do not fit"),
        ({"parents_rule": "neither_coresident", "dead_parent_as": "exclude"}, "cannot be left out"),
        ({"verify": ("months",)}, "unknown field"),
    ],
)
def test_contradictions(fields, message):
    found = dict(check_declared({}))
    assert not found
    problems = list(check_declared({"own": Definition(like="mca_2016", **fields)}))
    assert any(message in problem[1] for problem in problems)


def test_declared_names():
    def said(name, **fields):
        return [message for _, message, _ in check_declared({name: Definition(**fields)})]

    assert said("own3", like="mca_2016", min_months=3) == []
    assert said("mca_2016", like="acwf_2010") == ["'mca_2016' is a preset"]
    assert said("Own", like="acwf_2010") == ["'Own' is no name of a definition"]
    assert said("own", like="acwf") == ["unknown definition 'acwf'"]
    assert "key 'parents_rule' is missing" in said("own", label={"en": "Own"})


@pytest.mark.parametrize(
    "fields",
    [
        {"boundary": "continent"},
        {"reason": ["holiday"]},
        {"reason": []},
        {"min_months": -1},
        {"min_months": 2.5},
        {"months": 6},
    ],
)
def test_what_is_refused(fields):
    with pytest.raises(ValidationError):
        Definition.model_validate(fields)
