"""A draft questionnaire of one wave from its delivered files, as text with comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinpanel.documents.scalar import TODO, clean, quoted
from kinpanel.errors import Finding
from kinpanel.ingest.draft.document import DraftFile, DraftQuestion, Source, draft_file
from kinpanel.ingest.draft.names import free_id, question_ids
from kinpanel.ingest.draft.sets import ResponseSets
from kinpanel.questionnaire.model import Choice
from kinpanel.study import StudyDefinition

_WORD = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class DraftWave:
    """The draft: files in the order given, the wave's YAML, and sets to be added."""

    wave: str
    files: tuple[DraftFile, ...]
    text: str
    sets: ResponseSets

    @property
    def questions(self) -> tuple[DraftQuestion, ...]:
        """The questions of all files."""
        return tuple(question for file in self.files for question in file.questions)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Columns that no question can address."""
        return tuple(finding for file in self.files for finding in file.findings)


def draft_wave(
    sources: Sequence[Source],
    wave: str,
    study: StudyDefinition,
    choices: Mapping[str, Sequence[Choice]],
) -> DraftWave | list[Finding]:
    """Read the metadata of delivered files as the questionnaire of `wave`.

    `choices` are the response sets that the study has. Files without columns that can be named
    are findings. Same files in the same order, same text.
    """
    named = [[name for name in s.raw.columns if _WORD.fullmatch(name)] for s in sources]
    empty = [s.raw.name for s, names in zip(sources, named, strict=True) if not names]
    if empty:
        message = "the file has no columns"
        return [Finding(rule="draft", message=message, file=name) for name in empty]
    sets = ResponseSets(choices, study.languages)
    ids = _ids([source.alias for source in sources], named)
    files = tuple(
        draft_file(source, wave, study, sets, own) for source, own in zip(sources, ids, strict=True)
    )
    made = ", ".join(clean(source.raw.name) for source in sources)
    lines = [
        f"# Draft of wave {wave}, made from {made}: confirm or mend every {TODO}.",
        f"wave: {quoted(wave)}",
        "files:",
        *(line for file in files for line in file.head),
        "questions:",
        *(line for file in files for line in file.body),
    ]
    return DraftWave(wave, files, "".join(f"{line}\n" for line in lines), sets)


def _ids(aliases: Sequence[str], columns: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Ids of all files, each once; an id of several files gets the name of its file before it."""
    found = [question_ids(names) for names in columns]
    count = Counter(name for own in found for name in own.values())
    taken = {name for name, files in count.items() if files == 1}
    for alias, own in zip(aliases, found, strict=True):
        for column in [column for column, name in own.items() if count[name] > 1]:
            own[column] = free_id(f"{alias.lower()}_{own[column]}", taken)
            taken.add(own[column])
    return found
