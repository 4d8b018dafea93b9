"""Raw columns, questions, exports and a study of two waves and two tables, small enough to read."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.folders import deliver, edit, write

from kinpanel.errors import Finding
from kinpanel.ingest.blanks import explain_blanks
from kinpanel.ingest.decode import Decoded, decode_file
from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.ingest.readers import read_export
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import WaveOutcome, ingest
from kinpanel.pipeline.register import register
from kinpanel.questionnaire import Choice, FileSpec, Question, Questionnaire
from kinpanel.questionnaire.routing import parse_condition
from kinpanel.study import Wave

CANARY = "CNRY7f3a"


def is_tag(cell: Any) -> bool:
    return isinstance(cell, str) and len(cell) <= 2 and cell.startswith(".")


@pytest.fixture
def column() -> Callable[..., RawColumn]:
    """A column from cells: numbers or texts, and `.`, `.a` ... for missing ones."""

    def make(cells: Sequence[Any], name: str = "v", **more: Any) -> RawColumn:
        given = [cell for cell in cells if not is_tag(cell)]
        texts = any(isinstance(cell, str) for cell in given)
        storage = more.pop("storage", "text" if texts else "double")
        blank: Any = "" if storage == "text" else 0
        kind = {"text": object, "integer": "int64"}.get(storage, float)
        return RawColumn.of(
            name=name,
            storage=storage,
            format=more.pop("format", ""),
            values=np.array([blank if is_tag(c) else c for c in cells], dtype=kind),
            tags=np.array([c if is_tag(c) else "" for c in cells], dtype=object),
            value_labels=more.pop("value_labels", {}),
            **more,
        )

    return make


@pytest.fixture
def question() -> Callable[..., Question]:
    """A question that reads a column of the same name; `choices` are codes."""

    def make(name: str = "v", kind: str = "integer", **more: Any) -> Question:
        choices = tuple(Choice(code=code, label={"en": code}) for code in more.pop("choices", ()))
        gate = more.pop("ask_if", None)
        return Question(
            id=name,
            wave="w1",
            file="f",
            column=more.pop("column", name),
            kind=kind,  # type: ignore[arg-type]
            label={"en": name},
            concept=name,
            choices=choices,
            ask_if=parse_condition(gate) if gate else None,
            **more,
        )

    return make


@pytest.fixture
def decode() -> Callable[..., tuple[dict[str, Decoded], list[Finding]]]:
    """Decode and route columns under their questions."""

    def run(
        columns: Sequence[RawColumn],
        questions: Sequence[Question],
        wave: dict[str, str] | None = None,
        file: dict[str, str] | None = None,
    ) -> tuple[dict[str, Decoded], list[Finding]]:
        spec = FileSpec(path="f.dta", unit="x", key=(questions[0].id,), missing_codes=file or {})
        asked = Questionnaire("w1", "questionnaires/w1.yaml", {"f": spec}, tuple(questions))
        raw = RawFile("f.dta", "0" * 64, len(columns[0].tags), {c.name: c for c in columns})
        answers, findings = decode_file(
            raw, "f", asked, Wave(id="w1", year=2014, missing_codes=wave or {})
        )
        return answers, findings + explain_blanks(answers, raw.name)

    return run


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., RawFile | Finding]:
    """Read one file through the door, in a child process."""

    def run(path: Path, **more: Any) -> RawFile | Finding:
        work = tmp_path / "work"
        work.mkdir(exist_ok=True, mode=0o700)
        result = read_export(path, path.name, "0" * 64, work, **more)
        assert not list(work.iterdir()), "nothing stays behind"
        return result

    return run


STUDY = """\
title: {en: Tiny}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Not applicable}}
  not_asked: {kind: design, label: {en: Not asked}}
  dont_know: {kind: item, label: {en: Don't know}}
  refused: {kind: item, label: {en: Refused}}
waves:
  - {id: w1, year: 2014, missing_codes: {-1: dont_know, .b: refused}}
  - {id: w2, year: 2016, missing_codes: {-1: dont_know, -2: refused}}
"""
CHOICES = """\
choices:
  sex@1: [{code: 1, label: {en: Male}}, {code: 2, label: {en: Female}}]
  sex@2: [{code: 2, label: {en: Male}}, {code: 1, label: {en: Female}}]
"""
QUESTIONS = """\
wave: w1
files:
  child: {path: "child*.dta", unit: child, key: [c_pid]}
  person: {path: "person*.dta", unit: person, key: [p_pid]}
questions:
  - {id: c_pid, raw: child.pid, type: text, label: {en: Id}}
  - {id: c_sex, raw: child.sex, type: select_one sex@1, label: {en: Sex}}
  - {id: c_age, raw: child.age, type: integer, range: [0, 17], label: {en: Age}}
  - {id: c_read, raw: child.read, type: integer, range: [0, 9], ask_if: c_age >= 6, label: {en: R}}
  - {id: c_sad, raw: child.sad, type: integer, range: [0, 3], label: {en: Sad}}
  - {id: c_round, raw: child.round, type: integer, label: {en: Round}}
  - {id: p_pid, raw: person.pid, type: text, label: {en: Id}}
  - {id: p_round, raw: person.round, type: integer, label: {en: Round}}
"""
QUESTIONS_2 = """\
wave: w2
files:
  child: {path: "child*.sav", unit: child, key: [c_pid]}
  person: {path: "person*.dta", unit: person, key: [p_pid]}
questions:
  - {id: c_pid, raw: child.pid, like: w1.c_pid}
  - {id: c_sex, raw: child.sex, like: w1.c_sex, type: select_one sex@2}
  - {id: c_age, raw: child.age, like: w1.c_age}
  - {id: c_read, raw: child.read, like: w1.c_read}
  - {id: c_round, raw: child.round, like: w1.c_round}
  - {id: p_pid, raw: person.pid, like: w1.p_pid}
  - {id: p_round, raw: person.round, like: w1.p_round}
"""
CHILD = """\
table: child
label: {en: Children}
unit: child
key: [pid]
variables:
  - {name: pid, type: text, sensitivity: identifier, concept: c_pid, label: {en: Id}}
  - {name: girl, type: boolean, concept: c_sex, label: {en: Girl}}
  - {name: age, type: integer, range: [0, 17], concept: c_age, label: {en: Age}}
  - {name: read, type: integer, concept: c_read, label: {en: Words}}
  - {name: sad, type: integer, concept: c_sad, label: {en: Sad}}
  - {name: round, type: integer, concept: c_round, label: {en: Round}}
  - {name: gloom, type: integer, label: {en: Gloom}, score: {rule: sum, items: [sad, read]}}
"""
PERSON = """\
table: person
label: {en: Persons}
unit: person
key: [pid]
variables:
  - {name: pid, type: text, sensitivity: identifier, concept: p_pid, label: {en: Id}}
  - {name: round, type: integer, concept: p_round, label: {en: Round}}
"""
CROSSWALK = """\
variable,wave,source,rule,status,why,by,reviewed
child.pid,w1,c_pid,same,identical,,,
child.pid,w2,c_pid,same,identical,,,
child.girl,w1,c_sex,map,identical,,,
child.girl,w2,c_sex,map,identical,,,
child.age,w1,c_age,same,identical,,,
child.age,w2,c_age,same,identical,,,
child.read,w1,c_read,same,identical,,,
child.read,w2,c_read,same,identical,,,
child.sad,w1,c_sad,same,identical,,,
child.sad,w2,,,not_asked,,,
child.round,w1,c_round,same,identical,,,
child.round,w2,c_round,same,identical,,,
person.pid,w1,p_pid,same,identical,,,
person.pid,w2,p_pid,same,identical,,,
person.round,w1,p_round,same,identical,,,
person.round,w2,p_round,same,identical,,,
"""
CODES = """\
variable,target,label,w1,w2
child.girl,1,Girl,2,1
child.girl,0,Boy,1,2
"""
FILES = {
    "study.yaml": STUDY,
    "questionnaires/choices.yaml": CHOICES,
    "questionnaires/w1.yaml": QUESTIONS,
    "questionnaires/w2.yaml": QUESTIONS_2,
    "codebooks/child.yaml": CHILD,
    "codebooks/person.yaml": PERSON,
    "codebooks/crosswalk.csv": CROSSWALK,
    "codebooks/codes.csv": CODES,
}


class Tiny:
    """The tiny study on disk: definitions, deliveries, and the verbs that matter here."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.raw = root / "data" / "raw"
        self.store = root / "data" / "processed"
        write(root, FILES)

    def edit(self, name: str, old: str, new: str) -> None:
        edit(self.root, name, old, new)

    def child(self, mark: int = 1, **columns: Sequence[Any]) -> pd.DataFrame:
        """Three children, aged 5, 7 and 9; the first was too young to be asked to read."""
        default: dict[str, Sequence[Any]] = {
            "pid": [f"{CANARY}1", f"{CANARY}2", f"{CANARY}3"],
            "sex": [1.0, 2.0, -1.0],
            "age": [5.0, 7.0, 9.0],
            "read": [np.nan, 4.0, 9.0],
            "sad": [0.0, 1.0, 3.0],
            "round": [float(mark)] * 3,
        }
        return pd.DataFrame({**default, **columns})

    def person(self, mark: int = 1) -> pd.DataFrame:
        return pd.DataFrame({"pid": [f"{CANARY}8", f"{CANARY}9"], "round": [float(mark)] * 2})

    def deliver(self, name: str, frame: pd.DataFrame, **options: Any) -> Path:
        return deliver(self.root, name, frame, **options)

    def deliver_all(self, mark: int = 1) -> None:
        """Both files of both waves, every row marked with the round of the delivery."""
        self.deliver("w1/child.dta", self.child(mark))
        self.deliver("w1/person.dta", self.person(mark))
        self.deliver("w2/child.sav", self.child(mark).drop(columns="sad"))
        self.deliver("w2/person.dta", self.person(mark))
        self.register()

    def register(self) -> None:
        register(self.study, replace=True)

    @property
    def study(self) -> Study:
        return Study.open(self.root)

    def ingest(self, *waves: str, **options: Any) -> list[WaveOutcome]:
        return ingest(self.study, waves, **options)

    def bytes(self) -> dict[str, str]:
        """Every file of data/processed but the lock, with the hash of its content."""
        return {
            path.relative_to(self.store).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.store.rglob("*"))
            if path.is_file() and path.name != ".writing.lock"
        }

    def current(self) -> dict[str, str]:
        """As `bytes`, without the history: the road by which the release came about."""
        return {
            name: digest
            for name, digest in self.bytes().items()
            if not name.startswith("releases/")
        }


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """The tiny study, with nothing delivered yet."""
    return Tiny(tmp_path / "study")


@pytest.fixture(scope="session")
def landed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study in which both waves have landed; copied by `landed`, never changed."""
    tiny = Tiny(tmp_path_factory.mktemp("landed") / "study")
    tiny.deliver_all(1)
    tiny.ingest()
    return tiny.root


@pytest.fixture
def landed(landed_once: Path, tmp_path: Path) -> Tiny:
    """The tiny study with both waves landed from round 1."""
    root = tmp_path / "study"
    shutil.copytree(landed_once, root)
    return Tiny(root)
