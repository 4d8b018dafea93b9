"""What is doubtful in the choices of a form: lists, codes and labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kinpanel.errors import Finding, nearest
from kinpanel.questionnaire.xlsform.form import Choice, Form, Question, references
from kinpanel.questionnaire.xlsform.place import at

_NO = frozenset({"no", "false", "false()"})


def check_lists(form: Form, rows: Iterable[Question], name: str) -> list[Finding]:
    """Lists used but not declared and the reverse; choices without or with doubled codes, labels.

    `rows` are the survey rows that count.
    """
    findings: list[Finding] = []
    used: dict[str, Question] = {}
    for row in rows:
        if row.type.is_select:
            used.setdefault(row.type.choices, row)
    for listed, row in used.items():
        if listed not in form.lists:
            message = f"choice list {listed!r} is not in sheet 'choices'" if listed else "no list"
            advice = nearest(listed, form.lists) or "add its choices"
            findings.append(
                at(name, "survey", row.number, "list", message, advice, question=row.name)
            )
    for listed, choices in form.lists.items():
        findings += _list(listed, choices, listed in used, name)
        findings += _codes(listed, choices, form.setting("allow_choice_duplicates"), name)
        findings += _references(choices, form.names, listed in used, name)
        findings += _labels(choices, form.choices.languages("label"), name)
    return findings


def doubled(choices: Sequence[Choice]) -> list[Choice]:
    """The choices of a list whose code stands above already."""
    seen: set[str] = set()
    found = []
    for choice in choices:
        if choice.name and choice.name in seen:
            found.append(choice)
        seen.add(choice.name)
    return found


def astray(form: Form) -> list[Choice]:
    """The choices of lists that no question uses, where they refer to unknown questions."""
    used = {row.type.choices for row in form.survey.rows if row.type.is_select and not row.disabled}
    return [
        choice
        for choice in form.choices.rows
        if choice.list_name not in used and _unknown(choice, form.names)
    ]


def _unknown(choice: Choice, names: frozenset[str]) -> list[str]:
    return [n for text in choice.cells.values() for n in references(text) if n not in names]


def _references(
    choices: Sequence[Choice], names: frozenset[str], used: bool, name: str
) -> Iterator[Finding]:
    for choice in choices:
        for target in dict.fromkeys(_unknown(choice, names)):
            message = f"a choice refers to an unknown question {target!r}"
            yield at(
                *(name, "choices", choice.number, "reference", message, nearest(target, names)),
                severity="error" if used else "warning",
            )


def _list(listed: str, choices: Sequence[Choice], used: bool, name: str) -> Iterator[Finding]:
    number = choices[0].number
    if not listed:
        message, advice = "choices without a list name", "name their list"
        yield at(name, "choices", number, "list", message, advice, count=len(choices))
    elif not used:
        message, advice = f"choice list {listed!r} is used by no question", "remove it, or use it"
        yield at(name, "choices", number, "list", message, advice, severity="warning")


def _codes(listed: str, choices: Sequence[Choice], allowed: str, name: str) -> Iterator[Finding]:
    for choice in choices:
        if not choice.name:
            message, advice = f"a choice of {listed!r} without a code", "give it one"
            yield at(name, "choices", choice.number, "code", message, advice)
        elif " " in choice.name:
            message = f"code {choice.name!r} of {listed!r} holds a space"
            advice = "write it without: answers to select_multiple are told apart by spaces"
            yield at(name, "choices", choice.number, "code", message, advice, severity="warning")
    for choice in doubled(choices):
        message = f"code {choice.name!r} stands twice in {listed!r}"
        advice = "give one of them another code"
        yield at(
            *(name, "choices", choice.number, "duplicate-code", message, advice),
            severity="error" if allowed.strip().lower() in _NO else "warning",
        )


def _labels(choices: Sequence[Choice], languages: tuple[str, ...], name: str) -> Iterator[Finding]:
    first: dict[tuple[str, str], Choice] = {}
    for choice in choices:
        lacking = [
            tag or "any language" for tag in languages or ("",) if not choice.labels.get(tag)
        ]
        if lacking:
            message = f"no label in {', '.join(lacking)}"
            yield at(
                *(name, "choices", choice.number, "label", message, "write one"),
                severity="warning",
                examples=(choice.name,),
            )
        for language, label in choice.labels.items():
            key = (language, " ".join(label.split()))
            if key in first:
                other = first[key]
                message = f"code {choice.name!r} has the same label as {other.name!r}"
                yield at(
                    *(name, "choices", choice.number, "duplicate-label", message),
                    "make the labels differ",
                    severity="warning",
                )
                break
            first[key] = choice
