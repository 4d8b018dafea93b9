"""A form as the first draft of a wave's questionnaire: YAML text with every doubt as a TODO."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from kinpanel.documents.scalar import TODO, clean, in_quotes
from kinpanel.errors import Finding
from kinpanel.questionnaire.model import SELECTS
from kinpanel.questionnaire.routing import WORDS, Condition
from kinpanel.questionnaire.xlsform.answers import Answers, Judge, answers_of, mapping, worded
from kinpanel.questionnaire.xlsform.form import Form, Question
from kinpanel.questionnaire.xlsform.nesting import nesting
from kinpanel.questionnaire.xlsform.place import at

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
_KINDS = frozenset({"integer", "decimal", "text", "date"}) | SELECTS
_SAME = {"calculate": "text", "hidden": "text", "barcode": "text", "today": "date"}
_NO_COLUMN = frozenset({"note"})
_REPEAT = """\
TODO: a repeat in the form. Where its answers are columns of {alias} (age_1, age_2, ...),
write `repeat: {alias}, slots: 1-12` instead of path, and below raw: "{file}.age_{{slot}}"
"""


@dataclass(frozen=True)
class Draft:
    """The wave's YAML, the sets to add below `choices:`, and what is left out and why."""

    text: str
    choices: str
    findings: tuple[Finding, ...]


def draft_from_form(
    form: Form,
    wave: str,
    languages: Sequence[str],
    *,
    name: str,
    alias: str,
    known: Collection[str] = (),
    relevant: Callable[[str], Condition | None] | None = None,
    missing: Judge | None = None,
) -> Draft:
    """Draft the questionnaire of `wave` from a form; `name` is shown in findings.

    `alias` names the delivered file; what stands in a repeat goes to a file of the repeat's name,
    as if exported with one row per member: a form does not say how it is exported.
    `known` are sets the study has, by name or as a mapping, so that none is named alike or made
    again. `relevant` reads XPath as our routing, or says None; what it cannot read stays as a
    comment. `missing` tells choices that are no answers. Same form, same text.
    """
    findings: list[Finding] = []
    placed = _placed(form, alias, name, findings)
    sets = answers_of(form, [row for row, _ in placed], languages, known, missing)
    ids = {row.name for row, _ in placed}
    lines = [f"# Draft of wave {wave}, made from {clean(name)}: confirm or mend every {TODO}."]
    lines += [f"wave: {in_quotes(wave)}", "files:"]
    for file in dict.fromkeys([alias, *(file for _, file in placed)]):
        if file != alias:
            lines += [f"  # {line}" for line in _REPEAT.format(alias=alias, file=file).splitlines()]
        lines.append(f'  {file}: {{path: "{TODO}", unit: {TODO}, key: [{TODO}]}}')
    lines.append("questions:")
    for row, file in placed:
        lines += _question(row, file, languages, sets, ids, relevant)
    choices = [line for answers in sets.values() for line in answers.lines]
    return Draft(_text(lines), _text(choices), tuple(findings))


def _placed(
    form: Form, alias: str, name: str, findings: list[Finding]
) -> list[tuple[Question, str]]:
    """The rows that become questions, each with its file."""
    rows = [row for row in form.survey.rows if not row.disabled]
    placed, taken = [], set()
    for row, scope in zip(rows, nesting(rows).scopes, strict=True):
        if row.type.edge or row.type.kind in _NO_COLUMN:
            continue
        kind = _SAME.get(row.type.kind, row.type.kind)
        why = ""
        if kind not in _KINDS:
            why = f"type {row.cell('type')!r} has no counterpart in a questionnaire"
        elif kind in SELECTS and not _has_choices(form, row):
            why = "its choices do not stand in the form"
        elif not _ID.fullmatch(row.name) or row.name in WORDS:
            why = f"{row.name!r} cannot be the id of a question"
        elif row.name in taken:
            why = f"{row.name!r} stands twice"
        if why:
            message = f"left out of the draft: {why}"
            found = at(name, "survey", row.number, "draft", message, "", severity="warning")
            findings.append(found)
            continue
        taken.add(row.name)
        repeats = [rows[place].name for place in scope if rows[place].type.kind == "repeat"]
        inner = repeats[-1] if repeats and _ID.fullmatch(repeats[-1]) else alias
        placed.append((row, inner))
    return placed


def _has_choices(form: Form, row: Question) -> bool:
    listed = row.type.choices
    return row.type.is_select and bool(listed) and listed in form.lists


def _question(
    row: Question,
    file: str,
    languages: Sequence[str],
    sets: dict[str, Answers],
    ids: Collection[str],
    relevant: Callable[[str], Condition | None] | None,
) -> list[str]:
    kind = _SAME.get(row.type.kind, row.type.kind)
    listed = f" {sets[row.type.choices].name}" if kind in SELECTS else ""
    lines = [f"  - id: {in_quotes(row.name)}", f"    raw: {in_quotes(f'{file}.{row.name}')}"]
    lines += [f"    type: {kind}{listed}", f"    label: {mapping(worded(row.labels, languages))}"]
    if kind in SELECTS:
        lines += sets[row.type.choices].missing_lines
    if kind == "select_multiple":
        way = f'"{file}.{row.name}_{{choice}}" reads a column for each code'
        lines.append(f"    # {TODO}: raw is one column of codes parted by spaces; {way}")
    if kind != row.type.kind:
        lines.append(f"    # {TODO}: {row.type.kind} in the form; confirm the type")
    if row.relevant:
        condition = relevant(row.relevant) if relevant is not None else None
        if condition is not None and condition.names <= set(ids):
            lines.append(f"    ask_if: {in_quotes(condition.text)}")
        else:
            lines.append(f"    # {TODO}: ask_if, in the form: {clean(row.relevant)}")
    if row.constraint:
        lines.append(f"    # {TODO}: range, in the form: {clean(row.constraint)}")
    return lines


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
