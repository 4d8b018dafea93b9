from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from kinpanel.derived.audit import FAMILIES, RULES, catalogue, catalogue_markdown, rule_of
from kinpanel.roles import PersonRole, SpellRole

DOCUMENT = Path(__file__).parents[3] / "docs" / "audit.md"


def test_the_document_lists_the_rules_as_they_are():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text.endswith(catalogue_markdown()), "write what `kinpanel audit --list` prints"


def test_the_document_names_every_role():
    text = DOCUMENT.read_text(encoding="utf-8")
    for role in (*get_args(PersonRole), *get_args(SpellRole)):
        assert f"`{role}`" in text, role


def test_numbers_and_names_are_unique_and_in_order():
    rules = [rule for part in FAMILIES.values() for rule in part]
    assert len(RULES) == len(rules) == len({rule.name for rule in rules})
    assert list(RULES) == sorted(RULES)
    for rule in rules:
        assert re.fullmatch(r"L\d\d", rule.number)
        assert rule.sentence.endswith(".")
        assert rule_of(rule.name) is rule_of(rule.number) is rule


def test_plain_values_tell_the_same():
    assert [one["rule"] for one in catalogue()] == list(RULES)
