"""The questionnaire as written (entries) and as resolved (questions)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from kinpanel.documents import Document, Interval
from kinpanel.labels import Code, Labels
from kinpanel.questionnaire.routing import Condition
from kinpanel.study import NAME, WAVE_ID

Kind = Literal["integer", "decimal", "text", "date", "month", "select_one"]
KINDS: tuple[Kind, ...] = ("integer", "decimal", "text", "date", "month", "select_one")

RESPONSE_SET = r"[a-z][a-z0-9_]*@[0-9]+"


Informant = Literal["self", "caregiver", "head", "parent", "cadre", "school"]
"""Who answers: child, caregiver, head of household, parent, village cadre or school."""

Mode = Literal["face_to_face", "phone", "self_completed", "measured", "record"]
"""How the answer is got; `measured` is anthropometry and tests, `record` what is on paper."""


class Choice(Document):
    """One answer of a response set: its raw code and its wording."""

    code: Code
    label: Labels


class ChoicesFile(Document):
    """questionnaires/choices.yaml: response sets shared by waves, as `name@version`."""

    choices: dict[str, Annotated[tuple[Choice, ...], Field(min_length=1)]]


class FileSpec(Document):
    """One delivered file of a wave: a path pattern below data/raw/<wave>/, its unit and key.

    `key` lists the ids of the questions that identify a row. `missing_codes` add to, or override,
    those of the wave.
    """

    path: str = Field(pattern=r"^[^/\\]*[^/\\.][^/\\]*$")
    unit: str
    key: tuple[str, ...] = Field(min_length=1)
    encoding: str | None = None
    missing_codes: dict[Code, str] = {}


class Change(Document):
    """What differs from the question this one is `like`, for people."""

    what: Literal["wording", "codes", "order", "universe", "range", "unit", "informant", "mode"]
    note: str = ""


class QuestionEntry(Document):
    """A question as written; with `like`, only what differs need be written.

    `missing_codes` add to, or override, those of the file and the wave; they replace as a whole
    those of the question this one is `like`.
    """

    id: str = Field(pattern=NAME)
    raw: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*\.\S+$")
    like: str | None = None
    concept: str | None = None
    type: str | None = None
    label: Labels | None = None
    ask_if: str | None = None
    range: Interval | None = None
    unit: str | None = None
    informant: Informant | None = None
    mode: Mode | None = None
    missing_codes: dict[Code, str] = {}
    changed: Change | None = None


class QuestionnaireFile(Document):
    """questionnaires/<wave>.yaml as written."""

    wave: str = Field(pattern=WAVE_ID)
    files: dict[str, FileSpec] = Field(min_length=1)
    questions: tuple[QuestionEntry, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Question:
    """A question of one wave, complete: where its answer sits and what can stand there."""

    id: str
    wave: str
    file: str
    column: str
    kind: Kind
    label: Labels
    concept: str
    choices: tuple[Choice, ...] = ()
    response_set: str | None = None
    ask_if: Condition | None = None
    range: tuple[float, float] | None = None
    unit: str | None = None
    informant: Informant | None = None
    mode: Mode | None = None
    missing_codes: Mapping[str, str] = field(default_factory=dict)
    changed: Change | None = None
    line: int | None = None

    def choice(self, code: str) -> Choice | None:
        """The choice with that raw code, or None."""
        for choice in self.choices:
            if choice.code == code:
                return choice
        return None


@dataclass(frozen=True)
class Questionnaire:
    """One wave: its files and its questions in the order asked."""

    wave: str
    source: str
    files: Mapping[str, FileSpec]
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question | None:
        """The question with that id, or None."""
        for question in self.questions:
            if question.id == question_id:
                return question
        return None

    def in_file(self, file: str) -> tuple[Question, ...]:
        """The questions whose answers sit in that file."""
        return tuple(question for question in self.questions if question.file == file)


@dataclass(frozen=True)
class Questionnaires:
    """All waves that have a questionnaire, in the order of the study.

    Raises KeyError for a wave without one.
    """

    waves: Mapping[str, Questionnaire]

    def __getitem__(self, wave: str) -> Questionnaire:
        return self.waves[wave]
