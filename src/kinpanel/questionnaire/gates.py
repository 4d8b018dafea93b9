"""A condition against the questions it names: what is certainly wrong with it, for people."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from kinpanel.errors import nearest
from kinpanel.labels import code_text
from kinpanel.questionnaire.model import Question
from kinpanel.questionnaire.possible import as_number, outcomes
from kinpanel.questionnaire.printer import literal
from kinpanel.questionnaire.repeat import gates_before
from kinpanel.questionnaire.routing import Condition
from kinpanel.questionnaire.tree import Answered, Leaf, Membership, Name, Selected, leaves, names_of
from kinpanel.questionnaire.written import Written

Problem = tuple[str, str]
"""What is wrong, and what to do."""

_NUMBERS = ("integer", "decimal")


def check_gates(
    condition: Condition,
    gates: Mapping[str, Question],
    missing_codes: Mapping[str, str],
    *,
    inherited: bool = False,
) -> list[Problem]:
    """What is certainly wrong with a condition over its gates; [] when nothing is.

    `gates` holds the questions asked before, `missing_codes` those of their file and wave. An
    `inherited` condition may hold for everybody, as in a wave in which all have grown older.
    Nothing is said about a condition that names a question outside `gates`.
    """
    if not condition.names <= gates.keys():
        return []
    problems = [
        problem
        for leaf in leaves(condition.tree)
        for problem in _check_leaf(leaf, gates, missing_codes)
    ]
    problems = list(dict.fromkeys(problems))
    return problems or _check_outcomes(condition, gates, inherited=inherited)


@dataclass
class Gates:
    """The questions of one questionnaire that are in order so far, as gates of those to come."""

    entry: Written
    questions: dict[str, Question] = field(default_factory=dict)
    _checked: dict[Hashable, list[Problem]] = field(default_factory=dict)

    def add(self, question: Question) -> None:
        """Take a question, whose id no other one has, among the gates."""
        self.questions[question.id] = question

    def check(
        self, condition: Condition, place: int, missing_codes: Mapping[str, str], *, inherited: bool
    ) -> list[Problem]:
        """`check_gates` of the condition of the question at `place`; the same is checked once."""
        asked = self._before(condition, place)
        codes = frozenset(missing_codes.items())
        key = (condition, frozenset(asked), codes, inherited)
        if key not in self._checked:
            found = check_gates(condition, asked, missing_codes, inherited=inherited)
            self._checked[key] = found
        return self._checked[key]

    def _before(self, condition: Condition, place: int) -> dict[str, Question]:
        """The gates that a condition names, and those that their own conditions name."""
        found: dict[str, Question] = {}
        waiting = set(condition.names)
        while waiting:
            waiting -= found.keys()
            names = set[str]().union(*gates_before(self.entry, place, waiting))
            reached = {name: self.questions[name] for name in names & self.questions.keys()}
            found |= reached
            conditions = [question.ask_if for question in reached.values()]
            waiting = {name for known in conditions if known is not None for name in known.names}
        return found


def _check_leaf(
    leaf: Leaf, gates: Mapping[str, Question], missing_codes: Mapping[str, str]
) -> Iterator[Problem]:
    if isinstance(leaf, Answered):
        return
    if isinstance(leaf, Selected):
        yield from _check_selected(gates[leaf.name.id], leaf.code, missing_codes)
        return
    sides = (leaf.left,) if isinstance(leaf, Membership) else (leaf.left, leaf.right)
    named = sorted(frozenset().union(*map(names_of, sides)))
    several = [name for name in named if gates[name].kind == "select_multiple"]
    for name in several:
        message = f"{name} has several answers, which nothing can be compared with"
        yield message, f"write selected({name}, code), once for each code"
    if several:
        return
    if isinstance(leaf, Membership):
        for value in leaf.values:
            yield from _check_value(gates[leaf.left.id], value, missing_codes)
        return
    ordered = leaf.sign not in ("=", "!=")
    for side, other in ((leaf.left, leaf.right), (leaf.right, leaf.left)):
        question = gates[side.id] if isinstance(side, Name) else None
        if question is None:
            continue
        if ordered and question.kind == "text":
            advice = f"compare it with = or !=, or make {question.id} a number (type: integer)"
            yield f"{question.id} is a text, which {leaf.sign} cannot order", advice
        elif isinstance(other, str) and question.kind in _NUMBERS:
            yield _text_against_number(question, other)
        elif isinstance(other, float | str) and not ordered:
            yield from _check_value(question, other, missing_codes)


def _check_value(
    question: Question, value: float | str, missing_codes: Mapping[str, str]
) -> Iterator[Problem]:
    """What is wrong with a literal that an answer is to equal."""
    code, shown = str(code_text(value)), literal(value)
    if question.kind in _NUMBERS and isinstance(value, str):
        yield _text_against_number(question, value)
    elif _is_missing(question, value, code, missing_codes):
        message = f"{shown} is a missing code of {question.id}, which no answer can equal"
        yield message, f"write answered({question.id}) or not answered({question.id})"
    elif question.kind == "select_one" and question.choices:
        if not _is_choice(question, value):
            known = [choice.code for choice in question.choices]
            name = question.response_set or question.id
            yield (
                f"{shown} is no code of {name}, the answers to {question.id}",
                nearest(code, known),
            )
    elif question.kind in _NUMBERS and isinstance(value, float):
        yield from _check_number(question, value, shown)


def _check_selected(
    question: Question, code: str, missing_codes: Mapping[str, str]
) -> Iterator[Problem]:
    """What is wrong with asking whether a code was selected."""
    if question.kind != "select_multiple":
        number = as_number(code)
        plain = number is not None and str(code_text(number)) == code
        shown = code if plain else literal(code)
        message = f"{question.id} is no multi-response question, but a {question.kind}"
        yield message, f"write {question.id} = {shown}"
    elif code in question.missing_codes or (
        code in missing_codes and code not in question.not_missing and not question.choice(code)
    ):
        message = f"{code} is a missing code of {question.id}, which no answer can hold"
        yield message, f"write answered({question.id}) or not answered({question.id})"
    elif question.choice(code) is None:
        known = [choice.code for choice in question.choices]
        name = question.response_set or question.id
        yield f"{code} is no code of {name}, the answers to {question.id}", nearest(code, known)


def _check_number(question: Question, value: float, shown: str) -> Iterator[Problem]:
    if question.range and not question.range[0] <= value <= question.range[1]:
        low, high = map(literal, question.range)
        message = f"{shown} lies outside the range of {question.id}, {low} to {high}"
        yield message, "correct the number or the range"
    elif question.kind == "integer" and not value.is_integer():
        message = f"{shown} is no whole number, but {question.id} is"
        yield message, "correct the number, or make the question a decimal"


def _text_against_number(question: Question, value: str) -> Problem:
    number = as_number(value)
    advice = "compare it with a number" if number is None else f"without quotes: {literal(number)}"
    return f"{question.id} is a number, {literal(value)} is a text", advice


def _is_missing(
    question: Question, value: float | str, code: str, missing_codes: Mapping[str, str]
) -> bool:
    """In the order in which raw codes are judged: of the question, answers, of file and wave."""
    if code in question.missing_codes:
        return True
    if code in question.not_missing:
        return False
    if code not in missing_codes or (question.kind == "select_one" and _is_choice(question, value)):
        return False
    if question.range is None or isinstance(value, str):
        return True
    return not question.range[0] <= value <= question.range[1]


def _is_choice(question: Question, value: float | str) -> bool:
    """Whether a code is this one, as a text or as a number."""
    number = as_number(value) if isinstance(value, str) else value
    return any(
        choice.code == value or (number is not None and as_number(choice.code) == number)
        for choice in question.choices
    )


def _check_outcomes(
    condition: Condition, gates: Mapping[str, Question], *, inherited: bool
) -> list[Problem]:
    found = outcomes(condition, gates, with_gates=False)
    if found is not None and not found.can_hold:
        return [("ask_if can never hold: nobody is asked", "correct the condition")]
    if found is not None and not found.can_fail and not inherited:
        names = " and ".join(f"answered({name})" for name in sorted(condition.names))
        return [("ask_if holds whatever the answer is", f"leave it out, or write: {names}")]
    reached = outcomes(condition, gates, with_gates=True)
    if reached is not None and not reached.can_hold:
        own = sorted(name for name in condition.names if gates[name].ask_if is not None)
        message = f"nobody is asked: ask_if excludes all who are asked {', '.join(own)}"
        return [(message, "correct the condition, or that of the question named")]
    return []
