"""Roles of absence against the codebook of the reference study."""

from __future__ import annotations

import pytest
from tests.conftest import ROOT

from kinpanel.derived.absence.declared import check_absence
from kinpanel.pipeline.handle import Study
from kinpanel.roles import AbsenceRoles, PanelRoles

PLAIN = {"roster": "person", "spells": "spell", "interviewed": "interview_month"}


@pytest.fixture(scope="module")
def codebook():
    return Study.open(ROOT).codebook


def problems(codebook, **more):
    roles = AbsenceRoles.model_validate({**PLAIN, **more}, strict=False)
    return [
        (path[2:], said) for path, said, _ in check_absence(PanelRoles(absence=roles), codebook)
    ]


def test_what_is_there(codebook):
    found = problems(
        codebook,
        birth="birth_month",
        boundary={"of": "destination", "levels": {"township": ["1"], "county": ["2"]}},
        alive={"of": "sex", "levels": {"yes": ["1", "2"]}},
        entrusted={"of": "girl"},
        in_school={"of": "age", "levels": {"yes": ["7", "8"]}},
    )
    assert found == []
    assert list(check_absence(PanelRoles(), codebook)) == []


@pytest.mark.parametrize(
    ("more", "place", "message"),
    [
        ({"roster": "people"}, ("roster",), "unknown table 'people'"),
        ({"birth": "born"}, ("birth",), "no variable 'born' in person"),
        ({"birth": "sex"}, ("birth",), "must be a month"),
        ({"alive": {"of": "sex"}}, ("alive",), "is not a boolean"),
        (
            {"boundary": {"of": "destination", "levels": {"county": ["9"]}}},
            ("boundary", "levels", "county"),
            "code '9' is not a level",
        ),
        (
            {"boundary": {"of": "destination", "levels": {"county": ["2"], "province": ["2"]}}},
            ("boundary", "levels"),
            "two meanings",
        ),
        ({"capacity": {"mother": {"of": "fit"}}}, ("capacity", "mother"), "no variable 'fit'"),
    ],
)
def test_what_is_not(codebook, more, place, message):
    ((found, said),) = problems(codebook, **more)
    assert found == place
    assert message in said
