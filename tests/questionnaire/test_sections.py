"""The reference panel asks what its design lists: of whom, how, at which ages, in which waves."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import yaml

from kinpanel.questionnaire.load import load_questionnaires
from kinpanel.questionnaire.routing import (
    Both,
    Comparison,
    Either,
    Leaf,
    Membership,
    Name,
    Not,
    parse_condition,
)
from kinpanel.study import load_study

ROOT = Path(__file__).parents[2]
CASES = yaml.safe_load((ROOT / "tests" / "cases" / "sections.yaml").read_text())
ENTRIES = [
    pytest.param(entry, id=f"{entry['item']} {entry['asked']} {entry['waves']}")
    for entries in CASES["sections"].values()
    for entry in entries
]
LISTED = {
    **{"A": 10, "R": 13, "P": 12, "K": 7, "C": 13, "N": 8, "H": 15, "S": 4},
    **{"E": 14, "T": 5, "I": 3, "V": 11},
}
"""How many items the design numbers in a section."""
UNNUMBERED = ("M", "D", "G", "B", "X")
BARE = re.compile(r"\{([^{}]*)\}")
AGES = range(18)


@pytest.fixture(scope="module")
def questionnaires():
    return load_questionnaires(ROOT, load_study(ROOT))


def spread(text):
    """The names that `a_{f,m}` and `a_{1..3}` stand for, each with what stood in the braces."""
    parts = BARE.split(text)
    choices = []
    for part in parts[1::2]:
        low, dots, high = part.partition("..")
        numbers = map(str, range(int(low), int(high) + 1)) if dots else part.split(",")
        choices.append(list(numbers))
    for chosen in itertools.product(*choices):
        words = itertools.chain.from_iterable(itertools.zip_longest(parts[::2], chosen))
        yield "".join(word for word in words if word), chosen


def asked(questionnaire, address):
    """The questions of a wave on a concept in a file."""
    file, _, concept = address.partition(".")
    return [q for q in questionnaire.in_file(file) if q.concept == concept]


def waves_of(entry):
    return [f"w{digit}" for digit in str(entry["waves"])]


def span(text):
    low, _, high = text.partition("-")
    return set(range(int(low), int(high) + 1))


# Ages, from the conditions.


def holds(tree, age, questionnaire):
    """Whether a condition can hold at an age: False where it cannot, True where it must."""
    if isinstance(tree, Not):
        inner = holds(tree.part, age, questionnaire)
        return None if inner is None else not inner
    if isinstance(tree, (Both, Either)):
        known = [holds(part, age, questionnaire) for part in (tree.left, tree.right)]
        if isinstance(tree, Both):
            return False if False in known else None if None in known else True
        return True if True in known else None if None in known else False
    return told(tree, age, questionnaire)


def told(leaf, age, questionnaire):
    name = leaf.left if isinstance(leaf, (Comparison, Membership)) else leaf.name
    assert isinstance(name, Name)
    gate = questionnaire.question(name.id)
    if not possible(gate, age, questionnaire):
        return False
    if gate.concept != "age" or not isinstance(leaf, Comparison):
        return None
    against = float(leaf.right)
    return {
        "=": age == against,
        "!=": age != against,
        "<": age < against,
        "<=": age <= against,
        ">": age > against,
        ">=": age >= against,
    }[leaf.sign]


def possible(question, age, questionnaire):
    """Whether routing lets a question be asked of, or about, a child of an age."""
    low, high = next(
        (q.range for q in questionnaire.in_file(question.file) if q.concept == "age"), (0, 17)
    )
    if not low <= age <= high:
        return False
    if question.ask_if is None:
        return True
    return holds(question.ask_if.tree, age, questionnaire) is not False


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("s_age >= 10 and s_age <= 15", span("10-15")),
        ("not s_age < 10", span("10-17")),
        ("s_age = 3 or si_thought = 1", {3} | span("10-15")),
        ("si_plan = 1", span("10-15")),
    ],
)
def test_ages_are_read_from_conditions(questionnaires, condition, expected):
    tree = parse_condition(condition).tree
    assert isinstance(tree, (Both, Either, Not, Leaf))
    found = {age for age in AGES if holds(tree, age, questionnaires["w2"]) is not False}
    assert found - set(range(3)) == expected


# What the design lists.


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_item_is_asked_as_designed(questionnaires, entry):
    who = entry.get("who")
    for address, words in spread(entry["asked"]):
        file = address.partition(".")[0]
        for wave in waves_of(entry):
            found = asked(questionnaires[wave], address)
            assert found, f"{address} is not asked in {wave}"
            for question in found:
                where = f"{wave}.{question.id}"
                expected = who.get(file) if isinstance(who, dict) else who
                assert question.informant == expected, where
                assert question.sensitivity == entry.get("secret", "public"), where
                if "how" in entry or question.mode in ("self_completed", "phone"):
                    assert question.mode == entry.get("how"), where
                check_ages(entry, question, questionnaires[wave])
                check_gates(entry, question, questionnaires[wave], words)


def check_ages(entry, question, questionnaire):
    if "ages" not in entry:
        return
    ages = CASES["ages"].get(entry["ages"], entry["ages"])
    expected = ages[questionnaire.wave] if isinstance(ages, dict) else ages
    found = {age for age in AGES if possible(question, age, questionnaire)}
    assert found == span(expected), f"{questionnaire.wave}.{question.id}: {sorted(found)}"


def check_gates(entry, question, questionnaire, words):
    where = f"{questionnaire.wave}.{question.id}"
    names = question.ask_if.names if question.ask_if else ()
    leans_on = {questionnaire.question(name).concept for name in names}
    gates = [
        gate.format(words[-1] if gate.endswith("{}") else words[0] if words else "")
        for gate in entry.get("behind", [])
    ]
    assert set(gates) <= leans_on, where
    if "number" in entry:
        number = question.concept.rpartition("_")[2]
        assert question.item == f"{entry['number']}.{number}", where
        assert question.text_policy != "ship", where
        assert question.label["en"].startswith(f"Item {number} of "), where
        assert not any(choice.label for choice in question.choices), where
    if entry.get("rather_not"):
        assert "prefer_not_to_say" in question.missing_codes.values(), where


def test_nothing_is_asked_in_a_wave_for_which_it_is_not_designed(questionnaires):
    designed = {}
    for entries in CASES["sections"].values():
        for entry in entries:
            for address, _ in spread(entry["asked"]):
                designed.setdefault(address, set()).update(waves_of(entry))
    beside = {address for line in CASES["beside"] for address, _ in spread(line)}
    for wave, questionnaire in questionnaires.waves.items():
        for question in questionnaire.questions:
            address = f"{question.file}.{question.concept}"
            if address not in beside:
                assert wave in designed.get(address, ()), f"{wave}.{question.id}: {address}"


def test_every_item_of_the_design_stands_somewhere():
    found = {entry["item"] for entries in CASES["sections"].values() for entry in entries}
    numbered = {f"{letter}{n}" for letter, last in LISTED.items() for n in range(1, last + 1)}
    assert numbered | set(UNNUMBERED) <= found | set(CASES["left_out"])
    assert all(re.fullmatch(r"[A-Z]\d*", item) for item in found)


def test_everything_that_people_answer_says_who_does(questionnaires):
    for wave, questionnaire in questionnaires.waves.items():
        for question in questionnaire.questions:
            asks = question.label["en"].endswith("?") and question.mode not in (
                "record",
                "measured",
            )
            assert question.informant or not asks, f"{wave}.{question.id}"


def test_no_proxy_and_nobody_by_phone_is_asked_about_suicide(questionnaires):
    for wave in ("w2", "w3", "w4", "w5"):
        for question in questionnaires[wave].in_file("self"):
            if question.concept.startswith("si_") or question.concept == "nssi":
                assert (question.informant, question.mode) == ("self", "self_completed")
                assert question.sensitivity == "restricted"
    for questionnaire in questionnaires.waves.values():
        others = [q for q in questionnaire.questions if q.file != "self"]
        assert not [q.id for q in others if q.concept.startswith("si_") or q.concept == "nssi"]
