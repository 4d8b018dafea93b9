"""The files beside, read and decoded, and the fixtures of ingest and of the audit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.derived.audit.conftest import panel
from tests.ingest.conftest import column, decode, landed, landed_once, question, read
from tests.ingest.test_rules import apply

from kinpanel.errors import Finding
from kinpanel.ingest.audit import audit_columns
from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.questionnaire import FileSpec, Question, Questionnaire
from kinpanel.study import Wave

FILES = Path(__file__).parent / "files"

__all__ = [
    "apply",
    "column",
    "decode",
    "landed",
    "landed_once",
    "panel",
    "question",
    "read",
]


@pytest.fixture
def opened(read) -> Callable[..., RawFile]:
    """A file of the folder, which must be readable."""

    def run(name: str, encoding: str | None = None) -> RawFile:
        result = read(FILES / name, encoding=encoding)
        assert isinstance(result, RawFile), result
        return result

    return run


@pytest.fixture
def refused(read) -> Callable[..., str]:
    """Why a file of the folder cannot be read, with the advice."""

    def run(name: str, encoding: str | None = None) -> str:
        result = read(FILES / name, encoding=encoding)
        assert isinstance(result, Finding)
        assert (result.rule, result.severity, result.file) == ("unreadable", "error", name)
        assert result.advice
        return f"{result.message}; {result.advice}"

    return run


@pytest.fixture
def held(decode) -> Callable[..., tuple[dict[str, Any], list[Finding]]]:
    """Columns held against questions: answers, and the findings of audit and decoding."""

    def run(
        columns: Sequence[RawColumn] | RawFile,
        questions: Sequence[Question],
        wave: dict[str, str] | None = None,
    ) -> tuple[dict[str, Any], list[Finding]]:
        given = list(columns.columns.values()) if isinstance(columns, RawFile) else columns
        raw = RawFile("f.dta", "", len(given[0].tags), {each.name: each for each in given})
        spec = FileSpec(path="f.dta", unit="x", key=(questions[0].id,))
        asked = Questionnaire("w1", "w1.yaml", {"f": spec}, tuple(questions))
        about = Wave(id="w1", year=2014, missing_codes=wave or {})
        findings = audit_columns(raw, "f", asked, about)
        answers, more = decode(given, questions, wave=wave)
        return answers, [*findings, *more]

    return run
