"""Of whom one wave asked a variable: its condition, and every gate that leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook
from kinpanel.questionnaire import Question, Questionnaire
from kinpanel.questionnaire.tree import Answered, Either, Leaf, Membership, Name, Selected, leaves
from kinpanel.questionnaire.universe import Condition

Readers = Mapping[tuple[str, str], Mapping[str, Sequence[CrosswalkRow]]]
"""By table and wave: the rows that are made from one question, by its id."""

Questions = Mapping[str, tuple[int, Question]]
"""The questions of a wave by id, each with its place among them."""


@dataclass(frozen=True)
class Asked:
    """One variable in one wave.

    `condition` is that of its sources, joined by `or` (None: everybody). `gates` are the questions
    that it names, and those that their own conditions name, in the order asked; `made` are the
    rows of the table that are made from one of them alone.
    """

    row: CrosswalkRow
    condition: Condition | None
    gates: Mapping[str, Question]
    made: Mapping[str, Sequence[CrosswalkRow]]

    @property
    def wave(self) -> str:
        """The wave."""
        return self.row.wave

    @property
    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Its own condition, under "", and those of its gates, by id."""
        if self.condition is not None:
            yield "", self.condition
        for name, gate in self.gates.items():
            if gate.ask_if is not None:
                yield name, gate.ask_if

    @property
    def leaves(self) -> Iterator[Leaf]:
        """Every leaf of every condition."""
        for _, condition in self.conditions:
            yield from leaves(condition.tree)

    def literals(self, gate: str) -> list[float | str]:
        """Every number, text and code that the answer to a gate is compared with."""
        found: list[float | str] = []
        for leaf in self.leaves:
            if gate_of(leaf) != gate or isinstance(leaf, Answered):
                continue
            if isinstance(leaf, Selected):
                found.append(leaf.code)
            elif isinstance(leaf, Membership):
                found += leaf.values
            elif isinstance(leaf.right, float | str):
                found.append(leaf.right)
        return found

    @property
    def text(self) -> str:
        """For people: `away = 1`, and whom its gates were asked."""
        if self.condition is None:
            return "everybody"
        own = [f"{name} if {text.text}" for name, text in self.conditions if name]
        return self.condition.text + (f" (asked {', '.join(own)})" if own else "")


def gate_of(leaf: Leaf) -> str | None:
    """The gate whose answer alone a leaf is about; None for arithmetic."""
    if isinstance(leaf, Answered | Selected):
        return leaf.name.id
    return leaf.left.id if isinstance(leaf.left, Name) else None


def readers_of(codebook: Codebook) -> Readers:
    """The rows of every table and wave that are made from one question, by its id."""
    found: dict[tuple[str, str], dict[str, list[CrosswalkRow]]] = {}
    for row in codebook.crosswalk.values():
        if row.rule is not None and len(row.sources) == 1:
            by_source = found.setdefault((row.table, row.wave), {})
            by_source.setdefault(row.sources[0], []).append(row)
    return found


def questions_of(questionnaire: Questionnaire) -> Questions:
    """The questions of a wave by id, each with its place."""
    return {q.id: (place, q) for place, q in enumerate(questionnaire.questions)}


def asked_of(row: CrosswalkRow, questions: Questions, readers: Readers) -> Asked | None:
    """Of whom the sources of a row were asked.

    None where one of them, or one of the gates, is not in the questionnaire.
    """
    if not row.sources or not all(source in questions for source in row.sources):
        return None
    condition = _joined([questions[source][1].ask_if for source in row.sources])
    waiting = sorted(condition.names) if condition is not None else []
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in questions:
            return None
        if name not in reached:
            reached.add(name)
            own = questions[name][1].ask_if
            waiting += sorted(own.names) if own is not None else ()
    ordered = sorted(reached, key=lambda name: questions[name][0])
    gates = {name: questions[name][1] for name in ordered}
    by_source = readers.get((row.table, row.wave), {})
    return Asked(row, condition, gates, {name: by_source.get(name, ()) for name in gates})


def _joined(conditions: Sequence[Condition | None]) -> Condition | None:
    """The condition under which at least one of several questions is asked."""
    known = [condition for condition in conditions if condition is not None]
    if len(known) < len(conditions):
        return None
    if len(known) == 1:
        return known[0]
    tree = reduce(Either, [condition.tree for condition in known])
    names = frozenset[str]().union(*(condition.names for condition in known))
    return Condition(" or ".join(f"({condition.text})" for condition in known), tree, names)
