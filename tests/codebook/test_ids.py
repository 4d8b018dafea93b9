from __future__ import annotations

from kinpanel.codebook.ids import CONCEPTS, id_spaces, space_of
from kinpanel.codebook.model import TableCodebook
from kinpanel.derived.audit.roles import CONCEPTS as AUDITED
from kinpanel.roles import AuditRoles


def table(name, key, **concepts):
    variables = [
        {"name": n, "type": "text", "label": {"en": n}, **({"concept": c} if c else {})}
        for n, c in concepts.items()
    ]
    document = {"table": name, "label": {"en": name}, "unit": name, "key": key}
    return TableCodebook(**{**document, "key": tuple(key), "variables": tuple(variables)})


PERSON = table("person", ["who"], who="person_id", papa="father_id", home="household_id", age=None)
SPELL = table("spell", ["who", "start"], who=None, start=None, end=None)
SCHOOL = table("school", ["sid"], sid=None, head_pid=None, twin_sid=None)
TABLES = {one.table: one for one in (PERSON, SPELL, SCHOOL)}


def test_ids_are_told_by_concept_by_key_and_by_what_names_end_in():
    assert id_spaces(TABLES.values()) == {
        ("person", "who"): "person",
        ("person", "papa"): "person",
        ("person", "home"): "household",
        ("spell", "who"): "person",
        ("spell", "start"): "start",
        ("school", "sid"): "sid",
        ("school", "head_pid"): "person",
        ("school", "twin_sid"): "sid",
    }


def test_a_role_of_the_study_decides_first():
    roles = AuditRoles(person={"spouse": "age"}, spells={"parent": "end"})
    spaces = id_spaces(TABLES.values(), roles)
    assert spaces[("person", "age")] == spaces[("spell", "end")] == "person"


def test_a_table_stands_for_its_key_and_a_space_for_itself():
    spaces = id_spaces(TABLES.values())
    assert space_of("person", TABLES, spaces) == "person"
    assert space_of("spell", TABLES, spaces) == "person"
    assert space_of("school", TABLES, spaces) == "sid"
    assert space_of("household", TABLES, spaces) == "household"
    assert space_of("village", TABLES, spaces) is None


def test_what_the_audit_takes_for_an_id_is_one_here():
    ids = {concept for concept in CONCEPTS if concept.endswith("_id")}
    assert {concept for concept in AUDITED if concept.endswith("_id")} == ids
