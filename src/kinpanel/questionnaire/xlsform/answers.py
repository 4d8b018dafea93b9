"""The choices of a form as response sets of a draft, without those that are no answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kinpanel.documents.scalar import TODO, clean, in_quotes, key
from kinpanel.questionnaire.model import Choice as Known
from kinpanel.questionnaire.xlsform.form import Choice, Form, Question

_CODE = re.compile(r"-?[0-9]+(\.[0-9]+)?|\.[a-z]|[A-Za-z0-9_]+")


@dataclass(frozen=True)
class Missing:
    """A choice that looks like no answer: its wording and its reason (None: none fits).

    `declared` says that the wave gives the code this reason, so that no question need.
    """

    code: str
    label: str
    reason: str | None
    declared: bool = False


Judge = Callable[[str, Sequence[str]], Missing | None]
"""What a code with its wordings is, where it is no answer; None for an answer."""


@dataclass(frozen=True)
class Answers:
    """A list of the form as a response set: its name, its lines for choices.yaml, what is missing.

    A set that the study has, or that another list has made, has no lines.
    """

    name: str
    lines: tuple[str, ...]
    missing: tuple[Missing, ...]

    @property
    def missing_lines(self) -> list[str]:
        """The lines of a question that uses the list: its missing codes, to be confirmed."""
        told = [one for one in self.missing if not one.declared]
        given = [one for one in told if one.reason and _CODE.fullmatch(one.code)]
        lines = ["    missing_codes:"] if given else []
        for one in given:
            said = f"  # {TODO}: confirm, the form says {in_quotes(clean(one.label))}"
            lines.append(f"      {key(one.code)}: {one.reason}{said}")
        for one in told:
            if one not in given:
                why = "not a code" if one.reason else "no reason of study.yaml fits"
                said = in_quotes(clean(one.label))
                lines.append(f"    # {TODO}: {clean(one.code)} looks missing, {said}; {why}")
        return lines


def answers_of(
    form: Form,
    rows: Sequence[Question],
    languages: Sequence[str],
    known: Collection[str],
    judge: Judge | None,
) -> dict[str, Answers]:
    """The response set of each list in use, named after it, in a version that is free.

    `known` names the sets that the study has; where it also holds them, a list that says the same
    under the same codes is that set.
    """
    found: dict[str, Answers] = {}
    taken = set(known)
    names: dict[frozenset[tuple[str, ...]], str] = {}
    if isinstance(known, Mapping):
        names = {_held(choices, languages): name for name, choices in known.items()}
    for listed in dict.fromkeys(row.type.choices for row in rows if row.type.is_select):
        choices, missing = _parted(form.lists[listed], judge)
        doubled = len({choice.name for choice in choices}) < len(choices)
        said = frozenset((c.name, *worded(c.labels, languages).values()) for c in choices)
        if not doubled and said in names:
            found[listed] = Answers(names[said], (), missing)
            continue
        name = _free(listed, taken)
        taken.add(name)
        names.setdefault(said, name)
        found[listed] = Answers(name, tuple(_lines(name, choices, languages)), missing)
    return found


def worded(labels: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """The texts under the study's languages, TODO where there is none.

    A bare label counts as the first language's.
    """
    texts: dict[str, str] = {}
    for heading, text in labels.items():
        tag = re.search(r"\(([^()]+)\)\s*$", heading)
        language = (tag[1] if tag else heading or languages[0]).strip()
        texts.setdefault(language.lower(), clean(text) or TODO)
    return {tag: texts.get(tag.lower(), TODO) for tag in languages}


def mapping(texts: Mapping[str, str]) -> str:
    """Texts by language in one line, all in quotes."""
    return "{" + ", ".join(f"{tag}: {in_quotes(text)}" for tag, text in texts.items()) + "}"


def _held(choices: Sequence[Known], languages: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(
        (c.code, *(clean(c.label.get(tag, TODO)) for tag in languages)) for c in choices
    )


def _parted(
    choices: Sequence[Choice], judge: Judge | None
) -> tuple[list[Choice], tuple[Missing, ...]]:
    """Choices that are answers, and those that are none; all are answers where none would be."""
    judged = [
        (choice, judge(choice.name, list(choice.labels.values())) if judge is not None else None)
        for choice in choices
    ]
    answers = [choice for choice, missing in judged if missing is None]
    if not any(choice.name for choice in answers):
        return list(choices), ()
    return answers, tuple(dict.fromkeys(m for _, m in judged if m is not None))


def _free(listed: str, taken: Collection[str]) -> str:
    base = re.sub(r"[^a-z0-9_]", "_", listed.lower())
    base = base if base[0].isalpha() and base[0].isascii() else f"l{base}"
    version = 1
    while f"{base}@{version}" in taken:
        version += 1
    return f"{base}@{version}"


def _lines(name: str, choices: Sequence[Choice], languages: Sequence[str]) -> Iterator[str]:
    yield f"  {in_quotes(name)}:"
    seen: set[str] = set()
    for choice in choices:
        code, label = in_quotes(clean(choice.name)), mapping(worded(choice.labels, languages))
        again = choice.name in seen or not choice.name
        mark = f"# {TODO}: code twice or blank: " if again else "- "
        yield f"    {mark}{{code: {code}, label: {label}}}"
        seen.add(choice.name)
