"""`check`: all definitions, all problems, no data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kinpanel.errors import DefinitionError, Finding
from kinpanel.pipeline.handle import Study
from kinpanel.report import load_paper


@dataclass(frozen=True)
class WaveCount:
    """A questionnaire in numbers."""

    wave: str
    files: int
    questions: int


@dataclass(frozen=True)
class TableCount:
    """A codebook in numbers."""

    table: str
    variables: int
    rows: int


@dataclass(frozen=True)
class Checked:
    """What was found consistent."""

    waves: tuple[WaveCount, ...]
    tables: tuple[TableCount, ...]
    outputs: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return asdict(self)


def check(path: Path) -> Checked:
    """Load every definition of the study at `path`; DefinitionError lists all that is wrong.

    Codebooks are proved against questionnaires, so they wait until those are right.
    """
    study = Study.open(path)
    findings: list[Finding] = []

    def attempt(load: Callable[[], object]) -> bool:
        try:
            load()
        except DefinitionError as error:
            findings.extend(error.findings)
            return False
        return True

    if attempt(lambda: study.definition) and attempt(lambda: study.questionnaires):
        attempt(lambda: study.codebook)
    attempt(lambda: load_paper(study.root))
    if findings:
        raise DefinitionError(f"the definitions have {len(findings)} problems", findings)
    paper = load_paper(study.root)
    rows = study.codebook.crosswalk.values()
    return Checked(
        tuple(
            WaveCount(wave, len(q.files), len(q.questions))
            for wave, q in study.questionnaires.waves.items()
        ),
        tuple(
            TableCount(name, len(table.variables), sum(row.table == name for row in rows))
            for name, table in study.codebook.tables.items()
        ),
        len(paper.tables) + len(paper.figures),
    )
