"""codebooks/ to a codebook that has been checked against the questionnaires."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kinpanel.codebook.checks import check_checks
from kinpanel.codebook.codes import CODES, read_codes
from kinpanel.codebook.contract import check_contract
from kinpanel.codebook.corrections import read_corrections
from kinpanel.codebook.crosswalk import CROSSWALK, FOLDER, CrosswalkRow, read_crosswalk
from kinpanel.codebook.links import read_links
from kinpanel.codebook.model import RESERVED, Codebook, TableCodebook, Variable
from kinpanel.codebook.score_check import check_scores
from kinpanel.codebook.texts import check_texts
from kinpanel.codebook.typical import check_typical
from kinpanel.codebook.weights import check_weight
from kinpanel.documents import Unusable, read_partly, yaml_files
from kinpanel.documents.tree import KeyPath, Tree
from kinpanel.errors import DefinitionError, Finding, nearest
from kinpanel.questionnaire import Questionnaires
from kinpanel.study import StudyDefinition


def load_codebook(root: Path, study: StudyDefinition, questionnaires: Questionnaires) -> Codebook:
    """Read codebooks/*.yaml and the grids beside them, and prove them against what was asked.

    No data are needed. Raises DefinitionError with every problem of form and every contradiction.
    """
    codebook, findings = read_codebook(root, study, questionnaires, Unusable())
    if findings:
        raise DefinitionError("the codebooks cannot be used", findings)
    return codebook


def read_codebook(
    root: Path, study: StudyDefinition, questionnaires: Questionnaires, unusable: Unusable
) -> tuple[Codebook, list[Finding]]:
    """What could be read of the codebooks, and everything wrong in them; nothing is raised.

    Nothing is said against what leans on something `unusable`: what was so in the questionnaires,
    and what is found so here.
    """
    codebook, findings = read_declared(root, study, unusable)
    return codebook, findings + check_contract(codebook, questionnaires, study, unusable)


def read_declared(
    root: Path, study: StudyDefinition | None, unusable: Unusable
) -> tuple[Codebook, list[Finding]]:
    """The codebooks by themselves and what is wrong in them; their form alone without a study."""
    findings: list[Finding] = []
    tables = _load_tables(root, study, unusable, findings)
    rows, problems = read_crosswalk(root / FOLDER / CROSSWALK, f"{FOLDER}/{CROSSWALK}", unusable)
    findings += problems
    waves = None if study is None else study.wave_ids
    codes, problems = read_codes(root / FOLDER / CODES, f"{FOLDER}/{CODES}", waves, unusable)
    findings += problems
    crosswalk: dict[tuple[str, str, str], CrosswalkRow] = {}
    for row in rows:
        key = (row.table, row.variable, row.wave)
        if key in crosswalk:
            unusable.add("row", None, row.table, row.variable)
            findings.append(
                Finding(
                    rule="crosswalk",
                    message=f"stands twice (first in line {crosswalk[key].line})",
                    file=row.file,
                    line=row.line,
                    wave=row.wave,
                    variable=f"{row.table}.{row.variable}",
                    advice="one row per variable and wave",
                )
            )
        crosswalk.setdefault(key, row)
    codebook = Codebook(tables, crosswalk, codes)
    corrections, problems = read_corrections(root, codebook, study, unusable)
    links, others = read_links(root, codebook, study, unusable)
    codebook = replace(codebook, corrections=tuple(corrections), links=tuple(links))
    return codebook, findings + problems + others


def _load_tables(
    root: Path, study: StudyDefinition | None, unusable: Unusable, findings: list[Finding]
) -> dict[str, TableCodebook]:
    tables: dict[str, TableCodebook] = {}
    paths, misnamed = yaml_files(root / FOLDER, FOLDER)
    findings += misnamed
    for finding in misnamed:
        unusable.add("table", Path(finding.file or "").stem)
    for path in paths:
        parts = {"variables": "name"}
        table, tree, gone = read_partly(path, f"{FOLDER}/{path.name}", TableCodebook, parts)
        findings += tree.findings
        if table is None:
            name = tree.value.get("table") if isinstance(tree.value, dict) else None
            unusable.add("table", path.stem)
            unusable.add("table", str(name))
            continue
        if table.table in tables:
            message = f"table {table.table!r} is declared twice"
            findings.append(_at(tree, ("table",), message, "give it another name"))
            unusable.add("table", path.stem)
            findings += _check_table(table, tree, study, Unusable())
            continue
        for variable in gone:
            unusable.add("table", table.table, variable)
        tables[table.table] = table
        findings += _check_table(table, tree, study, unusable)
    if not tables and not findings:
        message, advice = "no codebook is declared", "declare a table in codebooks/<table>.yaml"
        findings.append(Finding(rule="codebook", message=message, file=f"{FOLDER}/", advice=advice))
    return tables


def _check_table(
    table: TableCodebook, tree: Tree, study: StudyDefinition | None, unusable: Unusable
) -> list[Finding]:
    """What is wrong with one table by itself; variables with a fault become unusable."""
    findings: list[Finding] = []
    names = [variable.name for variable in table.variables]
    for key in table.key:
        if key not in names and not unusable.covers("table", table.table, key):
            message = f"key {key!r} is not a variable"
            findings.append(_at(tree, ("key",), message, nearest(key, names)))
    for place, variable in enumerate(table.variables):
        path: KeyPath = ("variables", place)
        if variable.name in names[:place]:
            message = f"variable {variable.name!r} stands twice"
            findings.append(_at(tree, path, message, "give it another name, or leave it out"))
        if variable.name in RESERVED or variable.name.endswith("__why"):
            message = f"the name {variable.name!r} is reserved"
            findings.append(_at(tree, path, message, "choose another name"))
        findings += [_at(tree, path, *wrong) for wrong in _form(variable)]
    if study is not None:
        sound = _without_scores_of(table, unusable)
        findings += check_scores(sound, tree, study.missing)
        _take_down(table, tree, findings, unusable)
        findings += _labels(table, tree, study)
        findings += check_texts(table, tree, study.languages)
    findings += check_checks(table, tree, unusable)
    findings += check_typical(table, tree)
    return findings + check_weight(table, tree)


def _form(variable: Variable) -> list[tuple[str, str]]:
    """What is wrong with one variable by itself, and what to do."""
    wrong = []
    categorical = variable.type in ("nominal", "ordinal")
    if categorical != bool(variable.levels):
        message = f"{variable.name}: levels go with nominal and ordinal, and only with them"
        advice = "leave the levels out" if variable.levels else "list its levels"
        wrong.append((message, f"{advice}, or change the type"))
    if len(set(variable.level_codes)) < len(variable.levels):
        advice = "every level has a code of its own"
        wrong.append((f"{variable.name}: a level stands twice", advice))
    return wrong


def _labels(table: TableCodebook, tree: Tree, study: StudyDefinition) -> list[Finding]:
    return [
        _at(
            tree,
            ("variables", place),
            f"{variable.name}: no label in language {language!r}",
            f"add {language}: to its label",
        )
        for place, variable in enumerate(table.variables)
        for language in sorted(set(study.languages) - set(variable.label))
    ]


def _without_scores_of(table: TableCodebook, unusable: Unusable) -> TableCodebook:
    """The table, where scores made from variables that are unusable are scores no more."""
    return table.model_copy(
        update={
            "variables": tuple(
                variable.model_copy(update={"score": None})
                if variable.score is not None
                and any(unusable.covers("table", table.table, n) for n in variable.score.inputs)
                else variable
                for variable in table.variables
            )
        }
    )


def _take_down(
    table: TableCodebook, tree: Tree, findings: list[Finding], unusable: Unusable
) -> None:
    """Make unusable every variable that one of the findings stands in."""
    wrong = {finding.line for finding in findings}
    for path, line in tree.lines.items():
        if len(path) > 1 and path[0] == "variables" and line in wrong:
            unusable.add("table", table.table, table.variables[int(path[1])].name)


def _at(tree: Tree, path: KeyPath, message: str, advice: str = "") -> Finding:
    return tree.finding("codebook", path, message, advice)
