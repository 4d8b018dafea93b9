"""One delivered column as a question: its type, its answers and its missing codes, as guessed.

Only what the file itself declares or labels is written down, and what kind of values it holds;
never the values.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from kinpanel.ingest.draft.kind import kind_of
from kinpanel.ingest.draft.missing import Reasons
from kinpanel.ingest.raw import RawColumn
from kinpanel.labels import code_text
from kinpanel.questionnaire.model import Kind

LONGEST_SCALE = 11
"""A scale whose ends are labelled is filled up to this many codes."""


@dataclass(frozen=True)
class MissingCode:
    """A code that looks missing: what the file calls it, and the reason (None: none fits)."""

    code: str
    label: str
    reason: str | None


@dataclass(frozen=True)
class Guess:
    """A column read as a question; `answers` are (code, label) pairs, in order, "" unlabelled.

    `missing` are codes, beyond those the wave declares, that the question must declare; `notes`
    say what to look at.
    """

    column: str
    label: str
    kind: Kind
    answers: tuple[tuple[str, str], ...] = ()
    missing: tuple[MissingCode, ...] = ()
    notes: tuple[str, ...] = ()


def guess(column: RawColumn, reasons: Reasons) -> Guess:
    """What a column seems to be; its notes name every doubt."""
    labelled = {code.rstrip(): text for code, text in column.value_labels.items()}
    missing = _missing(column, labelled, reasons)
    answers = {code: text for code, text in labelled.items() if code not in missing}
    held = _held(column, missing.keys() | (reasons.by_code.keys() - answers.keys()))
    kind, notes = kind_of(column, [value for code, value in held.items() if code not in answers])
    if answers:
        scale = _scale(column, answers, held)
        if scale is not None:
            never = [code for code in answers if held and code not in held]
            kind, notes = "select_one", _never(never)
            notes += _unlabelled(scale, held)
        else:
            notes += (f"TODO: codes with labels among other values: {_named(answers)}",)
            scale = {}
        answers = scale
    notes += _beyond(column, missing.keys() | reasons.by_code.keys())
    return Guess(
        column.name,
        column.label,
        kind,
        tuple(sorted(answers.items(), key=lambda pair: _order(pair[0]))),
        tuple(m for m in missing.values() if m.reason is None or not _known(m, reasons)),
        notes,
    )


def _missing(
    column: RawColumn, labelled: dict[str, str], reasons: Reasons
) -> dict[str, MissingCode]:
    """Codes that look missing: tags, what the file declares, what labels or the wave say."""
    found: dict[str, MissingCode] = {}
    for code, label in labelled.items():
        tag = column.storage != "text" and code.startswith(".")
        declared = not tag and column.is_declared_missing(_value(column, code))
        if tag or declared or reasons.looks_missing(code, label):
            found[code] = MissingCode(code, label, reasons.of(code, label))
    for low, high in column.declared:
        code = str(code_text(low)).rstrip()
        if low == high and code not in found:
            found[code] = MissingCode(code, "", reasons.of(code, ""))
    return found


def _value(column: RawColumn, code: str) -> float | str:
    return code if column.storage == "text" else float(code)


def _known(missing: MissingCode, reasons: Reasons) -> bool:
    return reasons.by_code.get(missing.code) == missing.reason


def _held(column: RawColumn, missing: Set[str]) -> dict[str, float | str]:
    """The distinct values that seem to be answers, by code; `missing` codes are none."""
    held: dict[str, float | str] = {}
    for value in dict.fromkeys(column.values[~column.missing].tolist()):
        code = str(code_text(value))
        if code not in missing and not column.is_declared_missing(value):
            held[code] = value
    return held


def _scale(
    column: RawColumn, answers: dict[str, str], held: dict[str, float | str]
) -> dict[str, str] | None:
    """The answers of a closed question, or None when the labels do not cover what is there.

    A partly labelled scale gets its codes from end to end; of other sets, few codes and rows may
    be without label.
    """
    bare = [value for code, value in held.items() if code not in answers]
    if not bare:
        return answers
    if column.storage != "text":
        ends = sorted(float(code) for code in answers)
        whole = all(float(end).is_integer() for end in (*ends, *bare))
        inside = all(ends[0] < float(value) < ends[-1] for value in bare)
        if whole and inside and ends[-1] - ends[0] < LONGEST_SCALE:
            codes = [str(number) for number in range(int(ends[0]), int(ends[-1]) + 1)]
            return {code: answers.get(code, "") for code in codes}
    if len(answers) < 2 or len(bare) > max(1, len(answers) // 4):
        return None
    given = column.values[~column.missing]
    rows = sum(int((given == value).sum()) for value in bare)
    return answers if rows <= len(given) / 20 else None


def _unlabelled(scale: dict[str, str], held: dict[str, float | str]) -> tuple[str, ...]:
    notes: tuple[str, ...] = ()
    if "" in scale.values():
        notes += ("TODO: only some codes of the scale have labels in the file",)
    if bare := len(held.keys() - scale.keys()):
        notes += (f"TODO: codes without a label in the file: {bare}; ingest stops at them",)
    return notes


def _never(codes: list[str]) -> tuple[str, ...]:
    return (f"codes that never occur in this file: {', '.join(codes)}",) if codes else ()


def _named(answers: dict[str, str]) -> str:
    shown = [f"{code} {text!r}" for code, text in list(answers.items())[:5]]
    return ", ".join(shown) + (", ..." if len(answers) > 5 else "")


def _beyond(column: RawColumn, known: Set[str]) -> tuple[str, ...]:
    """Values that the file calls missing by a range only: their reasons must be declared."""
    ranges = [f"{low} to {high}" for low, high in column.declared if low != high]
    values = dict.fromkeys(column.values[~column.missing].tolist())
    bare = [v for v in values if column.is_declared_missing(v) and str(code_text(v)) not in known]
    if not ranges or not bare:
        return ()
    said = f"the file calls {', '.join(ranges)} missing; codes there without a label: {len(bare)}"
    return (f"TODO: {said}; declare them",)


def _order(code: str) -> tuple[int, float, str]:
    try:
        return (0, float(code), code)
    except ValueError:
        return (1, 0.0, code)
