"""The same answer must mean the same in every wave: wordings against the values they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook
from kinpanel.errors import Finding
from kinpanel.questionnaire import Question, Questionnaires
from kinpanel.questionnaire.model import SELECTS

COMPARED = frozenset({"identical", "compatible"})
"""Statuses that promise comparable values; the others say themselves that they do not."""

_OTHERWISE = frozenset({"count", "parts", "behind", "factors"})
"""Rules that make no value of one code."""


@dataclass(frozen=True)
class _Meaning:
    """One variable in one wave: what each wording of an answer leads to."""

    row: CrosswalkRow
    values: Mapping[str, str]


def check_agreement(
    codebook: Codebook, questionnaires: Questionnaires, language: str
) -> Iterator[Finding]:
    """Answers of the same wording that become different values in two waves.

    Compares wordings in one language, for rows of status identical or compatible whose source is
    a choice, single or multiple. A scale that runs the other way, or starts elsewhere, is named.
    """
    earlier: dict[tuple[str, str], list[_Meaning]] = {}
    for row in codebook.crosswalk.values():
        meaning = _meaning(row, codebook, questionnaires, language)
        if meaning is None:
            continue
        before = earlier.setdefault((row.table, row.variable), [])
        for other in reversed(before):
            pairs = _differing(other.values, meaning.values)
            if pairs:
                yield _finding(other, meaning, pairs)
                break
        else:
            before.append(meaning)  # later waves are not held to one that disagrees


def _meaning(
    row: CrosswalkRow, codebook: Codebook, questionnaires: Questionnaires, language: str
) -> _Meaning | None:
    if row.status not in COMPARED or row.rule is None or row.wave not in questionnaires.waves:
        return None
    question = questionnaires[row.wave].question(row.sources[0])
    if question is None or question.kind not in SELECTS or row.rule.spec.name in _OTHERWISE:
        return None
    if row.rule.spec.name == "count_to":
        return None
    return _Meaning(row, _values(row, question, codebook, language))


def _values(
    row: CrosswalkRow, question: Question, codebook: Codebook, language: str
) -> dict[str, str]:
    """Wording -> value, with rule `any` 1 or 0; a wording of two codes tells nothing: left out."""
    asked_for = row.rule.argument.split() if row.rule and row.rule.spec.name == "any" else None
    mapped = row.rule is not None and row.rule.spec.name == "map"
    targets = codebook.codes.map_of(row.table, row.variable, row.wave)
    found: dict[str, str] = {}
    twice: set[str] = set()
    for choice in question.choices:
        wording = choice.label.get(language, "").strip().casefold()
        target = targets.get(choice.code)
        if choice.code in question.missing_codes or (mapped and target is None):
            continue
        if target is not None and mapped and target.reason is not None:
            continue
        twice |= {wording} & found.keys()
        found[wording] = target.code if mapped and target is not None else choice.code
        if asked_for is not None:
            found[wording] = "1" if choice.code in asked_for else "0"
    return {wording: value for wording, value in found.items() if wording and wording not in twice}


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str]]:
    """Values before and after of every shared wording, when at least one differs."""
    pairs = [(before[wording], after[wording]) for wording in before if wording in after]
    return pairs if any(one != two for one, two in pairs) else []


def _finding(before: _Meaning, after: _Meaning, pairs: list[tuple[str, str]]) -> Finding:
    moved = [f"{one} in {before.row.wave}, {two} here" for one, two in pairs if one != two]
    return after.row.finding(
        f"answers of the same wording become other values than in wave {before.row.wave}"
        + _pattern(pairs),
        f"see {before.row.file}, line {before.row.line}; mend codes.csv, or say that the status "
        "is approximate",
        moved,
    )


def _pattern(pairs: list[tuple[str, str]]) -> str:
    """How a whole scale has moved, where it has: ": the scale is reversed", or shifted."""
    try:
        numbers = [(float(one), float(two)) for one, two in pairs]
    except ValueError:
        return ""
    if len(numbers) < 2:
        return ""
    if len({one + two for one, two in numbers}) == 1:
        return ": the scale is reversed"
    steps = {two - one for one, two in numbers}
    return f": the scale is shifted by {steps.pop():+g}" if len(steps) == 1 else ""
