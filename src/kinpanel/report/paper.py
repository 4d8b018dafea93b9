"""paper/*.yaml: the models, tables and figures of a paper, read strictly and checked together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kinpanel.documents import Document, Unusable, read_partly, yaml_files
from kinpanel.documents.tree import Tree
from kinpanel.errors import DefinitionError, Finding, nearest
from kinpanel.report.specs import (
    AnySpec,
    CoefficientsSpec,
    FigureSpec,
    ModelSpec,
    Name,
    RegressionSpec,
    TableSpec,
    WrittenFigure,
    models_used,
    variables_used,
)

__all__ = ["FOLDER", "Paper", "PaperFile", "load_paper", "variables_used"]

FOLDER = "paper"
_SECTIONS = ("models", "tables", "figures")


class PaperFile(Document):
    """One file of the folder; a table may use the models of another file."""

    models: dict[Name, ModelSpec] = {}
    tables: dict[Name, TableSpec] = {}
    figures: dict[Name, WrittenFigure] = {}


@dataclass(frozen=True)
class Paper:
    """Everything a paper asks for, by name, in the order of the files and within them."""

    models: Mapping[str, ModelSpec]
    tables: Mapping[str, TableSpec]
    figures: Mapping[str, FigureSpec]


def load_paper(root: Path) -> Paper:
    """Read paper/*.yaml under `root`, in the order of their names; no folder, an empty paper.

    Raises DefinitionError with every finding: form, a name that stands twice in the paper (as
    model, table or figure), a model or term that does not exist.
    """
    paper, findings = read_paper(root)
    if findings:
        raise DefinitionError(f"{FOLDER}/ cannot be used", findings)
    return paper


def read_paper(root: Path) -> tuple[Paper, list[Finding]]:
    """What could be read of the paper, and everything wrong in it; nothing is raised."""
    paths, findings = yaml_files(root / FOLDER, FOLDER)
    unusable = Unusable()
    if findings:
        unusable.add("model")
    files = []
    for path in paths:
        file, tree = _read(path, unusable)
        findings += tree.findings
        if file is not None:
            files.append((file, tree))
    findings += _repeated(files)
    paper = Paper(
        models=MappingProxyType({k: v for file, _ in files for k, v in file.models.items()}),
        tables=MappingProxyType({k: v for file, _ in files for k, v in file.tables.items()}),
        figures=MappingProxyType({k: v for file, _ in files for k, v in file.figures.items()}),
    )
    for file, tree in files:
        findings += _unknown(file, tree, paper, unusable)
    return paper, findings


def _read(path: Path, unusable: Unusable) -> tuple[PaperFile | None, Tree]:
    parts = dict.fromkeys(_SECTIONS, "")
    file, tree, gone = read_partly(path, f"{FOLDER}/{path.name}", PaperFile, parts)
    if file is None:
        unusable.add("model")
    for name in gone:
        unusable.add("model", name)
    return file, tree


def _repeated(files: list[tuple[PaperFile, Tree]]) -> list[Finding]:
    first: dict[str, str] = {}
    findings = []
    for file, tree in files:
        for section in _SECTIONS:
            for name in getattr(file, section):
                line = tree.line((section, name))
                if name in first:
                    message = f"{name!r} stands twice in the paper (first in {first[name]})"
                    findings.append(_finding(tree, line, message, "give it another name"))
                first.setdefault(name, f"{tree.file}:{line}")
    return findings


def _unknown(file: PaperFile, tree: Tree, paper: Paper, unusable: Unusable) -> list[Finding]:
    """Models that no file declares, and terms that none of the chosen models has."""
    findings = []
    for section, specs in (("tables", file.tables), ("figures", file.figures)):
        for name, spec in specs.items():
            for place, model in enumerate(models_used(spec)):
                if model not in paper.models and not unusable.covers("model", model):
                    line = tree.line((section, name, "models", place))
                    advice = nearest(model, paper.models)
                    findings.append(_finding(tree, line, f"unknown model {model!r}", advice))
            findings += _unknown_terms(section, name, spec, tree, paper)
    return findings


def _unknown_terms(
    section: str, name: str, spec: AnySpec, tree: Tree, paper: Paper
) -> list[Finding]:
    if not isinstance(spec, RegressionSpec | CoefficientsSpec):
        return []
    if any(model not in paper.models for model in spec.models):
        return []
    models = [paper.models[model] for model in spec.models]
    known = {term for model in models for term in (*model.exposures, *model.controls)}
    return [
        _finding(
            tree,
            tree.line((section, name, "terms", place)),
            f"term {term!r} is in none of the models of {name!r}",
            nearest(term, known),
        )
        for place, term in enumerate(spec.terms)
        if known and term not in known
    ]


def _finding(tree: Tree, line: int | None, message: str, advice: str) -> Finding:
    return Finding(rule="paper", message=message, file=tree.file, line=line, advice=advice)
