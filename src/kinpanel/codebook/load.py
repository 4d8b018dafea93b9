"""codebooks/ to a codebook that has been checked against the questionnaires."""

from __future__ import annotations

from pathlib import Path

from kinpanel.codebook.codes import CODES, read_codes
from kinpanel.codebook.contract import check_contract
from kinpanel.codebook.crosswalk import CROSSWALK, FOLDER, CrosswalkRow, read_crosswalk
from kinpanel.codebook.model import RESERVED, Codebook, TableCodebook, Variable
from kinpanel.documents import read_document
from kinpanel.documents.tree import KeyPath, Tree
from kinpanel.errors import DefinitionError, Finding, nearest
from kinpanel.questionnaire import Questionnaires
from kinpanel.study import StudyDefinition


def load_codebook(root: Path, study: StudyDefinition, questionnaires: Questionnaires) -> Codebook:
    """Read codebooks/*.yaml, crosswalk.csv and codes.csv and prove them against what was asked.

    No data are needed. Raises DefinitionError with every problem of form or, once the form is
    right, with every contradiction.
    """
    findings: list[Finding] = []
    tables = _load_tables(root, study, findings)
    rows, problems = read_crosswalk(root / FOLDER / CROSSWALK, f"{FOLDER}/{CROSSWALK}")
    findings += problems
    codes, problems = read_codes(root / FOLDER / CODES, f"{FOLDER}/{CODES}", study.wave_ids)
    findings += problems
    crosswalk: dict[tuple[str, str, str], CrosswalkRow] = {}
    for row in rows:
        key = (row.table, row.variable, row.wave)
        if key in crosswalk:
            findings.append(
                Finding(
                    rule="crosswalk",
                    message=f"stands twice (first in line {crosswalk[key].line})",
                    file=row.file,
                    line=row.line,
                    wave=row.wave,
                    variable=f"{row.table}.{row.variable}",
                )
            )
        crosswalk.setdefault(key, row)
    codebook = Codebook(tables, crosswalk, codes)
    if not findings:
        findings += check_contract(codebook, questionnaires, study)
    if findings:
        raise DefinitionError("the codebooks cannot be used", findings)
    return codebook


def _load_tables(
    root: Path, study: StudyDefinition, findings: list[Finding]
) -> dict[str, TableCodebook]:
    tables: dict[str, TableCodebook] = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        table, tree = read_document(path, f"{FOLDER}/{path.name}", TableCodebook)
        findings += tree.findings
        if table is None:
            continue
        findings += _check_table(table, tree, study)
        if table.table in tables:
            findings.append(_at(tree, ("table",), f"table {table.table!r} is declared twice"))
        tables[table.table] = table
    if not tables and not findings:
        findings.append(
            Finding(rule="codebook", message="no codebook is declared", file=f"{FOLDER}/")
        )
    return tables


def _check_table(table: TableCodebook, tree: Tree, study: StudyDefinition) -> list[Finding]:
    findings: list[Finding] = []
    names = [variable.name for variable in table.variables]
    for key in table.key:
        if key not in names:
            message = f"key {key!r} is not a variable"
            findings.append(_at(tree, ("key",), message, nearest(key, names)))
    for place, variable in enumerate(table.variables):
        path: KeyPath = ("variables", place)
        if variable.name in names[:place]:
            findings.append(_at(tree, path, f"variable {variable.name!r} stands twice"))
        if variable.name in RESERVED or variable.name.endswith("__why"):
            findings.append(_at(tree, path, f"the name {variable.name!r} is reserved"))
        for language in sorted(set(study.languages) - set(variable.label)):
            message = f"{variable.name}: no label in language {language!r}"
            findings.append(_at(tree, path, message))
        findings += [_at(tree, path, message) for message in _form(variable, table)]
    return findings


def _form(variable: Variable, table: TableCodebook) -> list[str]:
    """What is wrong with one variable by itself."""
    wrong = []
    categorical = variable.type in ("nominal", "ordinal")
    if categorical != bool(variable.levels):
        wrong.append(f"{variable.name}: levels go with nominal and ordinal, and only with them")
    if len(set(variable.level_codes)) < len(variable.levels):
        wrong.append(f"{variable.name}: a level stands twice")
    if variable.score is not None:
        if variable.type not in ("integer", "decimal"):
            wrong.append(f"{variable.name}: a score is an integer or a decimal")
        for item in variable.score.items:
            known = table.variable(item)
            if known is None or known.score is not None or known.type not in ("integer", "decimal"):
                wrong.append(f"{variable.name}: item {item!r} is not a numeric variable")
        if variable.range is not None:
            wrong.append(f"{variable.name}: a score's range follows from its items, leave it out")
    return wrong


def _at(tree: Tree, path: KeyPath, message: str, advice: str = "") -> Finding:
    return Finding(
        rule="codebook", message=message, file=tree.file, line=tree.line(path), advice=advice
    )
