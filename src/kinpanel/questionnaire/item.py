"""A question that is an item of a registered instrument, and what of it may be printed."""

from __future__ import annotations

from collections.abc import Sequence

from kinpanel.documents.tree import KeyPath
from kinpanel.errors import nearest
from kinpanel.instruments import Instrument, instrument, instrument_ids
from kinpanel.instruments.model import Codes, TextPolicy
from kinpanel.instruments.neutral import STRICTNESS, neutral_label, text_policy
from kinpanel.labels import Labels, text
from kinpanel.questionnaire.model import Choice, Kind, Question, QuestionEntry
from kinpanel.questionnaire.written import Written

Item = tuple[Instrument, int]

_UNNAMED = {"en": "Question {id}", "zh": "问题{id}"}


def parse_item(written: str) -> Item | None:
    """The instrument and item number of `sdq.13`; None where the registry has no such item."""
    name, _, number = written.partition(".")
    if name not in instrument_ids():
        return None
    if not (number.isascii() and number.isdigit()) or number.startswith("0"):
        return None
    found = instrument(name)
    return (found, int(number)) if int(number) <= found.size else None


def policy_of(full: QuestionEntry) -> TextPolicy:
    """What may be printed of a question: the stricter of its own and its instrument's policy."""
    item = parse_item(full.item or "")
    licensed = text_policy(item[0]) if item is not None else "ship"
    return max(licensed, full.text_policy or "ship", key=STRICTNESS.index)


def worded(full: QuestionEntry, languages: Sequence[str]) -> QuestionEntry:
    """The question with a neutral label where it has none and its wording is kept back."""
    if full.label or policy_of(full) == "ship":
        return full
    return full.model_copy(update={"label": _neutral(full.id, full.item, languages)})


def public_label(question: Question, languages: Sequence[str]) -> Labels:
    """What may leave the study of a question's wording: the wording, or a neutral label."""
    if question.text_policy == "ship":
        return question.label
    return _neutral(question.id, question.item, languages)


def public_choices(question: Question) -> tuple[Choice, ...]:
    """The answers with what may leave the study: under `forbid` codes without their wording."""
    if question.text_policy != "forbid":
        return question.choices
    return tuple(choice.model_copy(update={"label": {}}) for choice in question.choices)


def item_name(question: Question) -> str:
    """The item as people name it, in English: "Item 13 of ..."; "" for other questions."""
    item = parse_item(question.item or "")
    return text(neutral_label(*item, ["en"]), "en") if item is not None else ""


def check_item(
    full: QuestionEntry, entry: Written, place: int, kind: Kind | None, choices: Sequence[Choice]
) -> None:
    """Report an unknown item, answers it cannot have, and wording that may not be printed.

    What a question takes over by `like` is reported where it is written.
    """
    path: KeyPath = ("questions", place)
    own = entry.file.questions[place].model_fields_set
    item = parse_item(full.item) if full.item is not None else None
    if full.item is not None and item is None:
        if "item" in own:
            entry.report((*path, "item"), "item", *_unknown(full.item))
        return
    if item is not None and own & {"item", "type", "range", "missing_codes"} and kind is not None:
        for message, advice in _answers(full, item[0], kind, choices):
            entry.report((*path, "type"), "item", message, advice)
    _check_policy(full, entry, place, item)


def _unknown(written: str) -> tuple[str, str]:
    name, _, number = written.partition(".")
    if name not in instrument_ids():
        return f"unknown instrument {name!r}", nearest(name, instrument_ids())
    message = f"{name} has no item {number!r}"
    return message, f"write {name}.1 to {name}.{instrument(name).size}"


def _answers(
    full: QuestionEntry, known: Instrument, kind: Kind, choices: Sequence[Choice]
) -> list[tuple[str, str]]:
    """What keeps the answers of a question from being those of the instrument in any form."""
    if kind not in ("select_one", "integer"):
        return [(f"an item of {known.id} cannot be {kind}", "select_one, or integer")]
    given = [choice.code for choice in choices if choice.code not in full.missing_codes]
    count = len(given)
    if kind == "integer":
        if full.range is None:
            return []
        count = int(full.range[1] - full.range[0]) + 1
    forms = [known.codes, *(form.codes for form in known.forms if form.codes)]
    sizes = sorted({_size(codes) for codes in forms})
    if count in sizes or (kind == "select_one" and not choices):
        return []
    expected = " or ".join(map(str, sizes))
    message = f"{count} answers, but an item of {known.id} has {expected}"
    return [(message, "another response set? Codes of missing answers go to missing_codes")]


def _size(codes: Codes) -> int:
    return codes.answers or codes.max - codes.min + 1


def _check_policy(full: QuestionEntry, entry: Written, place: int, item: Item | None) -> None:
    path: KeyPath = ("questions", place)
    own = entry.file.questions[place].model_fields_set
    licensed = text_policy(item[0]) if item is not None else "ship"
    chosen = full.text_policy
    looser = chosen is not None and STRICTNESS.index(chosen) < STRICTNESS.index(licensed)
    if item is not None and looser and own & {"item", "text_policy"}:
        message = f"text_policy {chosen} is looser than the licence of {item[0].id}"
        where: KeyPath = (*path, "text_policy")
        entry.report(where, "item", message, f"text_policy: {licensed}, or leave it out")
    if full.label and policy_of(full) == "forbid" and own & {"label", "item", "text_policy"}:
        what = f"item {item[1]} of {item[0].id}" if item is not None else "this question"
        advice = "leave the label out" if "label" in own else "write `label: {}`"
        entry.report((*path, "label"), "item", f"{what} may not be printed here", advice)


def _neutral(question: str, item: str | None, languages: Sequence[str]) -> Labels:
    known = parse_item(item or "")
    if known is not None:
        return neutral_label(*known, languages)
    return {tag: _UNNAMED.get(tag, _UNNAMED["en"]).format(id=question) for tag in languages}
