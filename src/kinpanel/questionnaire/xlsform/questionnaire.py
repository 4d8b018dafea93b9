"""A wave's questionnaire as a form that can be fielded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kinpanel.labels import Labels, code_text
from kinpanel.questionnaire.model import SELECTS, Questionnaire
from kinpanel.questionnaire.model import Question as Asked
from kinpanel.questionnaire.routing import Condition
from kinpanel.questionnaire.xlsform.form import Choice, Form, Question, Row, Sheet
from kinpanel.questionnaire.xlsform.repeat import Part, parts

_NAMES = {"en": "English", "zh": "中文", "fr": "Français", "es": "Español", "pt": "Português"}
_ADDED = ("repeat_count", "calculation")
"""Headings that only repeats need."""


def to_form(
    questionnaire: Questionnaire,
    languages: Sequence[str],
    *,
    title: str,
    relevant: Callable[[Condition], str] | None = None,
    file: str | None = None,
) -> Form:
    """The questions of a wave, or of one of its files, as a form; labels in all `languages`.

    `relevant` says an `ask_if` as XPath; without it no question is routed. A month is a date
    without a day; a range is a constraint that lets the question's numeric missing codes pass.
    The repeats of a file stand in its form, without the number of the slot and copies of ids:
    these are not asked, they follow from the form.
    """
    asked_in = parts(questionnaire, file)
    asked = [question for part in asked_in for question in part.questions]
    labels = tuple(_heading(tag) for tag in languages)
    rows = [row for part in asked_in for row in _part(part, languages, relevant)]
    added = [name for name in _ADDED if any(name in row for row in rows)]
    survey = Sheet(
        ("type", "name", *labels, "appearance", "relevant", "constraint", *added),
        tuple(map(Question, rows)),
    )
    lists = {_list(q): q.choices for q in asked if q.kind in SELECTS}
    choices = tuple(
        Choice({"list_name": name, "name": choice.code, **_labels(choice.label, languages)})
        for name, members in lists.items()
        for choice in members
    )
    first = _language(languages[0])
    settings = {"form_title": title, "form_id": questionnaire.wave, "default_language": first}
    return Form(
        survey,
        Sheet(("list_name", "name", *labels) if choices else (), choices),
        Sheet(tuple(settings), (Row(settings),)),
    )


def _part(
    part: Part, languages: Sequence[str], relevant: Callable[[Condition], str] | None
) -> list[dict[str, str]]:
    """The rows of some questions, between the begin and the end of a repeat if they are one."""
    rows = [_question(question, languages, relevant) for question in part.questions]
    if not part.name:
        return rows
    title = _labels(dict.fromkeys(languages, part.unit), languages)
    begin = {"type": "begin_repeat", "name": part.name, **title}
    if part.count is not None:
        begin["repeat_count"] = str(part.count)
    if part.line is not None and relevant is not None:
        rows.insert(0, {"type": "calculate", "name": part.line.id, "calculation": "position(..)"})
    return [begin, *rows, {"type": "end_repeat"}]


def _question(
    question: Asked, languages: Sequence[str], relevant: Callable[[Condition], str] | None
) -> dict[str, str]:
    cells = {"type": question.kind, "name": question.id, **_labels(question.label, languages)}
    if question.kind in SELECTS:
        cells["type"] = f"{question.kind} {_list(question)}"
    if question.kind == "month":
        cells |= {"type": "date", "appearance": "month-year"}
    if question.ask_if is not None and relevant is not None:
        cells["relevant"] = relevant(question.ask_if)
    if question.range is not None and question.kind in ("integer", "decimal"):
        cells["constraint"] = _constraint(question, question.range)
    return cells


def _constraint(question: Asked, span: tuple[float, float]) -> str:
    low, high = (code_text(end) for end in span)
    inside = f". >= {low} and . <= {high}"
    others = [code for code in question.missing_codes if _is_number(code)]
    return " or ".join([f"({inside})" if others else inside, *(f". = {code}" for code in others)])


def _is_number(code: str) -> bool:
    digits = code.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit() and not code.startswith(".")


def _list(question: Asked) -> str:
    """The list of a question: `yesno@2` as `yesno_v2`; no two sets share a name."""
    if question.response_set is None:
        return f"{question.id}_only"
    return question.response_set.replace("@", "_v")


def _labels(labels: Labels, languages: Sequence[str]) -> dict[str, str]:
    return {_heading(tag): labels[tag] for tag in languages if labels.get(tag, "").strip()}


def _heading(tag: str) -> str:
    return f"label::{_language(tag)}"


def _language(tag: str) -> str:
    return f"{_NAMES.get(tag, tag)} ({tag})"
