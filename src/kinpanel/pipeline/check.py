"""`check`: all definitions, all problems, no data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kinpanel.codebook import Codebook
from kinpanel.codebook.load import read_codebook, read_declared
from kinpanel.derived.absence.declared import check_absence
from kinpanel.derived.joined import check_design, check_join
from kinpanel.derived.permanent import check_permanent
from kinpanel.derived.prices import check_prices
from kinpanel.documents import Unusable
from kinpanel.documents.tree import read_tree
from kinpanel.errors import DefinitionError, Finding
from kinpanel.pipeline.audit import audit_findings
from kinpanel.questionnaire import Questionnaires, read_questionnaires
from kinpanel.questionnaire.written import read_written
from kinpanel.report import Paper, read_paper
from kinpanel.study import STUDY_FILE, StudyDefinition, find_root, read_study

_ROAD = (STUDY_FILE, "questionnaires/", "codebooks/", "paper/")


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
    """Check every definition of the study at `path` against the others.

    Raises DefinitionError with all that is wrong, each fault once, by file and line. What has a
    fault is left out, and nothing is said against what leans on it; without a readable study.yaml
    only the form of the other files is checked.
    """
    root = find_root(path)
    study, findings = read_study(root)
    paper, problems = read_paper(root)
    findings += problems
    if study is None:
        findings += [*read_written(root, None).findings, *_form_of_codebooks(root)]
        message = f"{STUDY_FILE} cannot be read, so that of other files only the form was checked"
        raise DefinitionError(f"{message}: {_counted(findings)}", _in_order(findings))
    questionnaires, problems, unusable = read_questionnaires(root, study)
    findings += problems
    codebook, problems = read_codebook(root, study, questionnaires, unusable)
    findings += problems
    findings += audit_findings(root, study, codebook, unusable)
    findings += _panel(root, study, codebook, unusable)
    if findings:
        message = f"the definitions have {_counted(findings)}"
        raise DefinitionError(message, _in_order(findings))
    return _checked(questionnaires, codebook, paper)


def _panel(
    root: Path, study: StudyDefinition, codebook: Codebook, unusable: Unusable
) -> list[Finding]:
    tree = read_tree(root / STUDY_FILE, STUDY_FILE)
    found = [
        *check_join(study.panel, codebook, unusable),
        *check_design(study.panel, codebook, unusable),
        *check_absence(study.panel, codebook, unusable),
        *check_permanent(study.panel, codebook, unusable),
        *check_prices(study.panel, study.wave_ids, codebook, unusable),
    ]
    return [tree.finding("panel", path, message, advice) for path, message, advice in found]


def _form_of_codebooks(root: Path) -> list[Finding]:
    return read_declared(root, None, Unusable())[1]


def _counted(findings: list[Finding]) -> str:
    """`1 problem`, `3 problems in 2 files`."""
    files = len({finding.file for finding in findings})
    text = "1 problem" if len(findings) == 1 else f"{len(findings)} problems"
    return text if files == 1 else f"{text} in {files} files"


def _in_order(findings: list[Finding]) -> list[Finding]:
    """By file in the order of the road, study.yaml first and the paper last, then by line."""

    def place(finding: Finding) -> tuple[int, str, int]:
        file = finding.file or ""
        rank = next((n for n, known in enumerate(_ROAD) if file.startswith(known)), len(_ROAD))
        return rank, file, finding.line or 0

    return sorted(findings, key=place)


def _checked(questionnaires: Questionnaires, codebook: Codebook, paper: Paper) -> Checked:
    rows = codebook.crosswalk.values()
    return Checked(
        tuple(
            WaveCount(wave, len(q.files), len(q.questions))
            for wave, q in questionnaires.waves.items()
        ),
        tuple(
            TableCount(name, len(table.variables), sum(row.table == name for row in rows))
            for name, table in codebook.tables.items()
        ),
        len(paper.tables) + len(paper.figures),
    )
