"""One gate as a finite set of answers to try out, each as it would stand in either wave.

The answers are complete for the language of conditions: of a choice all its codes, paired by what
they become, or by their wording; of a number every constant it is compared with, one below, one
between and one above, within its range; of a text the texts named and another one; of a
multi-response question every selection of the codes named; and, of all, missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from kinpanel.codebook.codes import CodeGrid
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.units import unit_of
from kinpanel.codebook.universes.asked import Asked
from kinpanel.codebook.universes.numbers import number_points
from kinpanel.codebook.universes.pairs import paired
from kinpanel.codebook.universes.partners import partners_of
from kinpanel.codebook.universes.point import OTHER, Point
from kinpanel.labels import code_text
from kinpanel.questionnaire import Question

MAX_SELECTED = 10
NUMBERS = ("integer", "decimal")
_TAKEN = ("same", "first", "scale", "unit")
"""Rules under which a number stays a number."""


@dataclass(frozen=True)
class Axis:
    """A gate by its id in the earlier and in the later wave ("" where that one has none).

    `tried` says that the points settle what literals can tell; `plain` that raw answers mean the
    same in both waves as they stand, so that arithmetic on them can be compared, too.
    """

    names: tuple[str, str]
    points: tuple[Point, ...]
    tried: bool
    plain: bool


@dataclass(frozen=True)
class _Gate:
    """A gate in one wave, what it is compared with, and how it becomes the shared variable."""

    question: Question
    literals: Sequence[float | str]
    row: CrosswalkRow | None

    @property
    def rule(self) -> str:
        return "same" if self.row is None or self.row.rule is None else str(self.row.rule)

    @property
    def factor(self) -> Fraction:
        name, _, argument = self.rule.partition(" ")
        return Fraction(argument) if name == "scale" else Fraction(1)

    @property
    def size(self) -> Fraction | None:
        """The unit of the answers in the first unit of its dimension; None where nobody knows."""
        name, _, argument = self.rule.partition(" ")
        unit = unit_of(argument if name == "unit" and argument else self.question.unit)
        return unit.size if unit is not None and name != "scale" else None

    @property
    def form(self) -> str:
        kind = self.question.kind
        if kind == "select_one" or self.rule == "map":
            return "coded"
        if kind not in NUMBERS:
            return kind
        return "number" if self.rule.split()[0] in _TAKEN else self.rule


def axes_of(before: Asked, after: Asked, codes: CodeGrid) -> tuple[Axis, ...]:
    """One axis for every gate of either wave, those of both waves paired."""
    axes = []
    for one, two, rows in partners_of(before, after):
        first, second = rows if rows is not None else (None, None)
        gates = (_gate(before, one, first), _gate(after, two, second))
        axes.append(_axis((one, two), gates, codes))
    return tuple(axes)


def _gate(asked: Asked, name: str, row: CrosswalkRow | None) -> _Gate | None:
    return _Gate(asked.gates[name], asked.literals(name), row) if name else None


def _axis(
    names: tuple[str, str], gates: tuple[_Gate | None, _Gate | None], codes: CodeGrid
) -> Axis:
    known = [gate for gate in gates if gate is not None]
    forms = {gate.form for gate in known}
    form = forms.pop() if len(forms) == 1 else ""
    like = len({gate.rule for gate in known}) == 1
    points: list[Point] | None = None
    if form == "coded":
        points = paired(*(_held(gate, codes) for gate in gates))
        like = all(one == two for one, two in points)
    elif form and all(gate.question.kind in NUMBERS for gate in known):
        factors = _factors(known)
        like = len({*factors.values()}) == 1
        if None not in factors.values():
            points = number_points([_numeric(gate, factors) for gate in gates])
    elif form == "text" and like:
        points = [(text, text) for text in _texts(known)]
    elif form == "select_multiple":
        points = _selections(gates)
    tried = points is not None
    return Axis(names, (*(points or [(OTHER, OTHER)]), (None, None)), tried, bool(form) and like)


def _held(gate: _Gate | None, codes: CodeGrid) -> tuple[Question, dict[str, str]] | None:
    """The answers a coded gate can have, and what each becomes."""
    if gate is None:
        return None
    question, row = gate.question, gate.row
    answers = [c.code for c in question.choices if c.code not in question.missing_codes]
    if gate.rule.startswith("any "):
        chosen = gate.rule.split()[1:]
        return question, {code: "1" if code in chosen else "0" for code in answers}
    if gate.rule != "map" or row is None:
        return question, {code: code if row is not None else "" for code in answers}
    targets = codes.map_of(row.table, row.variable, row.wave)
    held = dict.fromkeys([*answers, *targets])
    return question, {code: targets[code].code if code in targets else "" for code in held}


def _factors(gates: Sequence[_Gate]) -> dict[int, Fraction | None]:
    """What makes the numbers of gates comparable, by `id`: their units, as soon as one converts."""
    converts = any(gate.rule.split()[0] == "unit" for gate in gates)
    return {id(gate): gate.size if converts else gate.factor for gate in gates}


def _numeric(
    gate: _Gate | None, factors: Mapping[int, Fraction | None]
) -> tuple[Question, Fraction, list[float]] | None:
    factor = factors[id(gate)] if gate is not None else None
    if gate is None or factor is None:
        return None
    cuts = [value for value in gate.literals if isinstance(value, float)]
    return gate.question, factor, cuts


def _texts(gates: Sequence[_Gate]) -> list[str]:
    literals = [value for gate in gates for value in gate.literals]
    texts = {str(code_text(value)) for value in literals}
    texts |= {f" {code_text(value)}" for value in literals if isinstance(value, float)}
    return [*sorted(texts), OTHER]


def _selections(gates: tuple[_Gate | None, _Gate | None]) -> list[Point] | None:
    """Every selection of the codes that either wave names; None when these are too many."""
    full = [
        None if gate is None else (gate.question, {c.code: "" for c in gate.question.choices})
        for gate in gates
    ]
    one, two = (set() if gate is None else set(map(str, gate.literals)) for gate in gates)
    pairs = [pair for pair in paired(*full) if pair[0] in one or pair[1] in two]
    if len(pairs) > MAX_SELECTED:
        return None
    chosen = (some for size in range(len(pairs) + 1) for some in combinations(pairs, size))
    return [
        (
            " ".join(str(one) for one, _ in some if one != OTHER),
            " ".join(str(two) for _, two in some if two != OTHER),
        )
        for some in chosen
    ]
