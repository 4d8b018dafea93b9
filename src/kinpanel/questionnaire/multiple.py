"""Multi-response questions as written: whether their columns, codes and options go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinpanel.documents.tree import KeyPath
from kinpanel.questionnaire.columns import (
    CHOICE,
    MAX_COLUMNS,
    Layout,
    columns_of,
    layout_of,
    placeholders,
    span_of,
)
from kinpanel.questionnaire.model import Choice, Kind, Question, QuestionEntry
from kinpanel.questionnaire.written import Written

SEPARATORS = (" ", ",", ";", "|")
BLANK = "."
"""`unchosen: "."`: a blank beside a chosen indicator says that this one was not chosen."""

OPTIONS = ("separator", "chosen", "unchosen")
_FITTING: dict[Layout, tuple[str, ...]] = {
    "text": ("separator",),
    "indicators": ("chosen", "unchosen"),
    "mentions": ("unchosen",),
}
_HELD: dict[Layout, str] = {
    "text": "one column of codes",
    "indicators": "a column for each code",
    "mentions": "a column for each mention",
}
_ADVICE = 'raw: "file.q5" of codes, "file.q5_{choice}" of indicators, "file.q5m{1-3}" of mentions'

Problem = tuple[str, str, str]
"""The key it stands under, what is wrong, and what to do."""


def check_multiple(
    full: QuestionEntry, entry: Written, place: int, kind: Kind | None, choices: Sequence[Choice]
) -> None:
    """Report placeholders, options and codes that do not fit the type or each other.

    Options that were taken over by `like` and do not fit here are left aside, not reported.
    """
    path: KeyPath = ("questions", place)
    own = entry.file.questions[place].model_fields_set
    template = full.raw.partition(".")[2]
    found = placeholders(template)
    problems: list[Problem] = []
    if kind is not None and kind != "select_multiple":
        if found:
            message = f"{found[0]} in the name of a column, but the type is {kind}"
            problems.append(("raw", message, "type select_multiple, or the name of one column"))
        for option in own.intersection(OPTIONS):
            message = f"{option} says nothing of a {kind} question"
            problems.append((option, message, "leave it out, or make it select_multiple"))
    elif kind is not None:
        problems += _columns(found)
        problems += _options(full, template, own)
        problems += _codes(full, template, choices)
        if full.id in _keys(entry, full):
            message = f"{full.id!r} has several answers and cannot be a key"
            problems.append(("id", message, "take another question into the key"))
    for key, message, advice in sorted(problems):
        entry.report((*path, key), "select-multiple", message, advice)


def options_of(full: QuestionEntry) -> dict[str, str]:
    """`separator`, `chosen` and `unchosen` as they count here; where not written, the usual ones.

    Of indicators the usual ones are 1 and 0; of mentions a blank says that there is no further
    one. What does not fit the columns does not count.
    """
    layout = layout_of(full.raw.partition(".")[2])
    usual = {"separator": " ", "chosen": "1", "unchosen": BLANK if layout == "mentions" else "0"}
    written = {option: getattr(full, option) for option in _FITTING[layout]}
    return usual | {option: text for option, text in written.items() if text is not None}


def check_columns(question: Question, taken: dict[tuple[str, str], str], entry: Written) -> None:
    """Report columns that an earlier question reads; `taken` is added to, by file and column."""
    place = entry.places[question.id]
    clashes: dict[str, list[str]] = {}
    for column in question.columns:
        other = taken.setdefault((question.file, column), question.id)
        if other != question.id:
            clashes.setdefault(other, []).append(column)
    raws = {known.id: known.raw for known in entry.file.questions} if clashes else {}
    for other, columns in clashes.items():
        if raws[other] == raws[question.id]:
            continue  # reported where columns are compared as written
        more = f" and {len(columns) - 1} more" if len(columns) > 1 else ""
        message = f"{other!r} already reads column {columns[0]!r}{more}"
        entry.report(("questions", place, "raw"), "raw", message, "one column, one question")


def _keys(entry: Written, full: QuestionEntry) -> tuple[str, ...]:
    spec = entry.file.files.get(full.raw.partition(".")[0])
    return spec.key if spec is not None else ()


def _columns(found: Sequence[str]) -> Iterator[Problem]:
    if len(found) > 1:
        yield "raw", f"two placeholders: {found[0]} and {found[1]}", _ADVICE
    elif found and found[0] != CHOICE:
        mentions = span_of(found[0])
        if len(mentions) < 2:
            yield "raw", f"{found[0]} is no span of mentions", "e.g. {1-3}, the first to the third"
        elif len(mentions) > MAX_COLUMNS:
            yield "raw", f"{found[0]} has more than {MAX_COLUMNS} mentions", "shorten the span"


def _options(full: QuestionEntry, template: str, own: set[str]) -> Iterator[Problem]:
    layout = layout_of(template)
    for option in OPTIONS:
        if option in own and getattr(full, option) is not None and option not in _FITTING[layout]:
            fitting = " and ".join(_FITTING[layout])
            message = f"{option} says nothing of {_HELD[layout]}"
            yield option, message, f"there it is {fitting}; {_ADVICE}"
    counting = options_of(full)
    if layout != "indicators":
        return
    if counting["chosen"] == BLANK:
        yield "chosen", "a blank cannot mean chosen", "chosen: the code of a chosen answer"
    elif counting["chosen"] == counting["unchosen"]:
        message = f"chosen and unchosen are both {counting['chosen']}"
        yield "chosen" if "chosen" in own else "unchosen", message, "write both, e.g. 1 and 2"


def _codes(full: QuestionEntry, template: str, choices: Sequence[Choice]) -> Iterator[Problem]:
    codes = [choice.code for choice in choices]
    layout = layout_of(template)
    if len(codes) > MAX_COLUMNS:
        message = f"{len(codes)} answers are more than {MAX_COLUMNS}"
        yield "type", message, "a shorter response set, or type text"
        return
    separator = options_of(full)["separator"] if layout == "text" else " "
    parted = [code for code in codes if separator in code or not code or " " in code]
    if parted:
        message = f"code {parted[0]!r} cannot be told from several: it holds {separator!r}"
        if separator not in parted[0]:
            message = f"code {parted[0]!r} holds a space, or nothing"
        yield "type", message, "give it another code, or declare another separator"
    if layout == "mentions" and options_of(full)["unchosen"] in codes:
        message = f"unchosen is {options_of(full)['unchosen']}, a code of the response set"
        yield "unchosen", message, "unchosen: what stands where there is no further mention"
    if layout == "indicators" and not parted:
        columns = columns_of(template, codes)
        for place, column in enumerate(columns):
            if column in columns[:place]:
                one, two = codes[columns.index(column)], codes[place]
                message = f"codes {one} and {two} lead to one column, {column!r}"
                yield "raw", message, "a sign that no name can have becomes _; change a code"
