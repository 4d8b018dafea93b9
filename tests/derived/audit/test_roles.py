from __future__ import annotations

import pytest

from kinpanel.derived.audit import check_roles
from kinpanel.derived.audit.roles import resolve
from kinpanel.documents import Unusable


def test_concepts_fill_roles_that_nobody_declared(panel):
    names = resolve(panel.definition(child={}).audit, "child", panel.codebook())
    assert names == {
        "table": "child",
        "id": "pid",
        "sex": "girl",
        "birth_month": "birth_month",
        "age": "age",
        "interviewed": "interview_month",
    }
    spells = resolve(panel.definition().audit, "spells", panel.codebook())
    assert spells == {
        "table": "spell",
        "parent": "parent_pid",
        "start": "start_month",
        "end": "end_month",
    }


def test_a_declared_role_goes_before_the_concept(panel):
    declared = {"table": "person", "interviewed": "death_month"}
    names = resolve(panel.definition(person=declared).audit, "person", panel.codebook())
    assert names["interviewed"] == "death_month"


def test_a_section_whose_table_is_not_there_fills_nothing(panel):
    assert resolve(panel.definition(child={"table": "kids"}).audit, "child", panel.codebook()) == {}


def test_the_roles_of_the_small_study_are_right(panel):
    assert list(check_roles(panel.definition(), panel.codebook(), Unusable())) == []


@pytest.mark.parametrize(
    ("roles", "path", "message", "advice"),
    [
        ({"person": {"table": "persn"}}, ("person", "table"), "unknown table", "'person'"),
        ({"person": {"age": "aeg"}}, ("person", "age"), "no such variable", "'age'"),
        ({"person": {"age": "hhid"}}, ("person", "age"), "must be a number, not text", ""),
        ({"child": {"interviewed": "age"}}, ("child", "interviewed"), "must be a month", ""),
        ({"person": {"died": "age"}}, ("person", "died"), "must be a boolean", ""),
        ({"person": {"female": 4}}, ("person", "female"), "not one of 1, 2, 3", ""),
        ({"child": {"female": 2}}, ("child", "female"), "not one of 0, 1", ""),
        ({"spells": {"end": "ends"}}, ("spells", "end"), "no such variable", ""),
        (
            {"fieldwork": {"w77": ["2010-01", "2010-02"]}},
            ("fieldwork", "w77"),
            "unknown wave",
            "'w7'",
        ),
        ({"fieldwork": {"w1": ["2010-03", "2010-02"]}}, ("fieldwork", "w1"), "ends before", ""),
        ({"turned": ["i1x"]}, ("turned",), "unknown variable 'i1x'", "'i1'"),
    ],
)
def test_roles_that_cannot_be_are_findings(panel, roles, path, message, advice):
    ((place, told, hint),) = check_roles(panel.definition(**roles), panel.codebook(), Unusable())
    assert place == ("audit", *path)
    assert message in told
    assert advice in hint


def test_nothing_is_said_of_what_has_a_fault_of_its_own(panel):
    unusable = Unusable()
    unusable.add("table", "persn")
    unusable.add("table", "child", "aeg")
    study = panel.definition(person={"table": "persn"}, child={"age": "aeg"})
    assert list(check_roles(study, panel.codebook(), unusable)) == []
