"""A form as the first draft of a wave's questionnaire: YAML text with every doubt as a TODO."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from kinpanel.documents.source import unseen
from kinpanel.errors import Finding
from kinpanel.questionnaire.routing import Condition
from kinpanel.questionnaire.xlsform.form import Form, Question
from kinpanel.questionnaire.xlsform.nesting import nesting
from kinpanel.questionnaire.xlsform.place import at

TODO = "TODO"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
_ROUTING = frozenset({"and", "or", "not", "in", "answered"})
_KINDS = frozenset({"integer", "decimal", "text", "date", "select_one"})
_SAME = {"calculate": "text", "hidden": "text", "barcode": "text", "today": "date"}
_NO_COLUMN = frozenset({"note"})


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
) -> Draft:
    """Draft the questionnaire of `wave` from a form; `name` is shown in findings.

    `alias` names the delivered file; what stands in a repeat goes to a file of the repeat's name.
    `known` are sets the study has, so that none is named alike. `relevant` reads XPath as our
    routing, or says None; what it cannot read stays as a comment. Same form, same text.
    """
    findings: list[Finding] = []
    placed = _placed(form, alias, name, findings)
    sets = _sets([row for row, _ in placed], known)
    ids = {row.name for row, _ in placed}
    lines = [f"# Draft of wave {wave}, made from {_clean(name)}: confirm or mend every {TODO}."]
    lines += [f"wave: {_quoted(wave)}", "files:"]
    for file in dict.fromkeys([alias, *(file for _, file in placed)]):
        lines.append(f'  {file}: {{path: "{TODO}", unit: {TODO}, key: [{TODO}]}}')
    lines.append("questions:")
    for row, file in placed:
        lines += _question(row, file, languages, sets, ids, relevant)
    return Draft(_text(lines), _text(_choices(form, sets, languages)), tuple(findings))


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
        elif kind == "select_one" and not _has_choices(form, row):
            why = "its choices do not stand in the form"
        elif not _ID.fullmatch(row.name) or row.name in _ROUTING:
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


def _sets(rows: Sequence[Question], known: Collection[str]) -> dict[str, str]:
    """The response set of each list in use, named after it, in a version that is free."""
    sets: dict[str, str] = {}
    taken = set(known)
    for listed in dict.fromkeys(row.type.choices for row in rows if row.type.is_select):
        base = re.sub(r"[^a-z0-9_]", "_", listed.lower())
        base = base if base[0].isalpha() and base[0].isascii() else f"l{base}"
        version = 1
        while f"{base}@{version}" in taken:
            version += 1
        sets[listed] = f"{base}@{version}"
        taken.add(sets[listed])
    return sets


def _question(
    row: Question,
    file: str,
    languages: Sequence[str],
    sets: dict[str, str],
    ids: Collection[str],
    relevant: Callable[[str], Condition | None] | None,
) -> list[str]:
    kind = _SAME.get(row.type.kind, row.type.kind)
    listed = f" {sets[row.type.choices]}" if kind == "select_one" else ""
    lines = [f"  - id: {_quoted(row.name)}", f"    raw: {_quoted(f'{file}.{row.name}')}"]
    lines += [f"    type: {kind}{listed}", f"    label: {_labels(row.labels, languages)}"]
    if kind != row.type.kind:
        lines.append(f"    # {TODO}: {row.type.kind} in the form; confirm the type")
    if row.relevant:
        condition = relevant(row.relevant) if relevant is not None else None
        if condition is not None and condition.names <= set(ids):
            lines.append(f"    ask_if: {_quoted(condition.text)}")
        else:
            lines.append(f"    # {TODO}: ask_if, in the form: {_clean(row.relevant)}")
    if row.constraint:
        lines.append(f"    # {TODO}: range, in the form: {_clean(row.constraint)}")
    return lines


def _choices(form: Form, sets: dict[str, str], languages: Sequence[str]) -> list[str]:
    lines = []
    for listed, name in sets.items():
        lines.append(f"  {_quoted(name)}:")
        seen: set[str] = set()
        for choice in form.lists[listed]:
            code, label = _quoted(choice.name), _labels(choice.labels, languages)
            again = choice.name in seen or not choice.name
            mark = f"# {TODO}: code twice or blank: " if again else "- "
            lines.append(f"    {mark}{{code: {code}, label: {label}}}")
            seen.add(choice.name)
    return lines


def _labels(labels: dict[str, str], languages: Sequence[str]) -> str:
    """The texts under the study's languages; a bare label counts as the first one's."""
    texts: dict[str, str] = {}
    for heading, text in labels.items():
        tag = re.search(r"\(([^()]+)\)\s*$", heading)
        language = (tag[1] if tag else heading or languages[0]).strip()
        texts.setdefault(language.lower(), text)
    parts = [f"{tag}: {_quoted(texts.get(tag.lower(), TODO))}" for tag in languages]
    return "{" + ", ".join(parts) + "}"


def _clean(text: str) -> str:
    return "".join(
        s if s.isprintable() and not unseen(s) else "\ufffd" for s in " ".join(text.split())
    )


def _quoted(text: str) -> str:
    safe = _clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{safe}"'


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
