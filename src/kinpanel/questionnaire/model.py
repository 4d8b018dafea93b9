"""The questionnaire as written (entries) and as resolved (questions)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import Field

from kinpanel.documents import Document, Interval
from kinpanel.instruments.model import TextPolicy
from kinpanel.labels import Code, Labels
from kinpanel.questionnaire.columns import Layout, columns_of, layout_of
from kinpanel.questionnaire.routing import Condition
from kinpanel.questionnaire.slots import Slots, slot_names
from kinpanel.study import NAME, WAVE_ID, Sensitivity

Kind = Literal["integer", "decimal", "text", "date", "month", "select_one", "select_multiple"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SELECTS: frozenset[Kind] = frozenset({"select_one", "select_multiple"})
"""Kinds that choose from a response set."""

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


class OneRow(Document):
    """Which of several rows of a key counts: that with the lowest or highest answer to `by`."""

    by: str = Field(pattern=NAME)
    keep: Literal["lowest", "highest"]


class FileSpec(Document):
    """One file of a wave: its unit, its key, and where its rows come from.

    Either `path`, a pattern below data/raw/<wave>/ that one delivered file matches; or `repeat`,
    the file of this questionnaire whose wide columns are unfolded, with one row for each of its
    `slots` that says anything. `key` lists the ids of the questions that identify a row.
    `missing_codes` add to, or override, those of the wave; those of a repeat add to, or override,
    those of the file that it is unfolded from. `one_row` says which row of a key counts where
    several stand; without it, they stop the wave.
    """

    path: str | None = Field(default=None, pattern=r"^[^/\\]*[^/\\.][^/\\]*$")
    repeat: str | None = None
    slots: Slots | None = None
    unit: str
    key: tuple[str, ...] = Field(min_length=1)
    encoding: str | None = None
    weight: str | None = None
    one_row: OneRow | None = None
    missing_codes: dict[Code, str] = {}

    @property
    def slot_names(self) -> tuple[str, ...]:
        """The slots of a repeat in order; none for a delivered file. Raises SlotsError."""
        return () if self.slots is None else slot_names(self.slots)


class Change(Document):
    """What differs from the question this one is `like`, for people."""

    what: Literal["wording", "codes", "order", "universe", "range", "unit", "informant", "mode"]
    note: str = ""


class QuestionEntry(Document):
    """A question as written; with `like`, only what differs need be written.

    `item` names the item of a registered instrument, `sdq.13`; `text_policy` says what may leave
    the study of the wording, never more than the instrument's licence allows.

    `missing_codes` add to, or override, those of the file and the wave; they replace as a whole
    those of the question this one is `like`. `not_missing` names codes that the file or the wave
    calls missing and that are values here. `separator`, `chosen` and `unchosen` say how `raw` holds
    the answers of a multi-response question.
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
    item: str | None = None
    text_policy: TextPolicy | None = None
    sensitivity: Sensitivity = "public"
    missing_codes: dict[Code, str] = {}
    not_missing: tuple[Code, ...] = ()
    separator: Literal[" ", ",", ";", "|"] | None = None
    chosen: Code | None = None
    unchosen: Code | None = None
    changed: Change | None = None


class QuestionnaireFile(Document):
    """questionnaires/<wave>.yaml as written."""

    wave: str = Field(pattern=WAVE_ID)
    files: dict[str, FileSpec] = Field(min_length=1)
    questions: tuple[QuestionEntry, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Question:
    """A question of one wave, complete: where its answer sits and what can stand there.

    `column` is the name as written, for a multi-response question often with a placeholder;
    `columns` are those that are read. `separator`, `chosen` and `unchosen` are its layout.
    """

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
    not_missing: tuple[str, ...] = ()
    separator: str = " "
    chosen: str = "1"
    unchosen: str = "0"
    changed: Change | None = None
    item: str | None = None
    text_policy: TextPolicy = "ship"
    sensitivity: Sensitivity = "public"
    line: int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold the answer; of indicators one for each choice, in their order."""
        if self.kind != "select_multiple":
            return (self.column,)
        return columns_of(self.column, [choice.code for choice in self.choices])

    @property
    def layout(self) -> Layout:
        """How a multi-response question holds its answers; of any other kind "text"."""
        return layout_of(self.column) if self.kind == "select_multiple" else "text"

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
        return self._by_id.get(question_id)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        """The questions by id; of several with one id the first."""
        return {question.id: question for question in reversed(self.questions)}

    def in_file(self, file: str) -> tuple[Question, ...]:
        """The questions whose answers sit in that file."""
        return tuple(question for question in self.questions if question.file == file)

    @property
    def paths(self) -> dict[str, str]:
        """The path pattern of every file that is delivered, by name; repeats have none."""
        return {name: spec.path for name, spec in self.files.items() if spec.path is not None}

    def delivered(self, file: str) -> str:
        """The delivered file that holds a file: itself, or what a repeat is unfolded from."""
        return self.files[file].repeat or file

    def repeats_of(self, file: str) -> tuple[str, ...]:
        """The repeats that are unfolded from a delivered file."""
        return tuple(name for name, spec in self.files.items() if spec.repeat == file)


@dataclass(frozen=True)
class Questionnaires:
    """All waves that have a questionnaire, in the order of the study.

    Raises KeyError for a wave without one.
    """

    waves: Mapping[str, Questionnaire]

    def __getitem__(self, wave: str) -> Questionnaire:
        return self.waves[wave]
