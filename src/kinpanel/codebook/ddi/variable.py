"""`var` of a harmonised variable: what we hold, and from which questions it was made."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.ddi.access import RESTRICTIONS, described
from kinpanel.codebook.ddi.category import add_category
from kinpanel.codebook.ddi.element import add, add_texts, identifier
from kinpanel.codebook.ddi.files import question_id, table_file_id, variable_id, waves_of
from kinpanel.codebook.ddi.question import add_range
from kinpanel.codebook.model import Codebook, TableCodebook, Variable, VariableType
from kinpanel.codebook.score_text import command, sentence
from kinpanel.codebook.weights import table_weights
from kinpanel.study import StudyDefinition

REPRESENTATION: dict[VariableType, str] = {
    "integer": "numeric",
    "decimal": "numeric",
    "boolean": "numeric",
    "date": "datetime",
    "month": "datetime",
    "text": "text",
    "nominal": "code",
    "ordinal": "code",
}
NATURE: dict[VariableType, str] = {
    "boolean": "nominal",
    "nominal": "nominal",
    "ordinal": "ordinal",
}
CALENDAR: dict[VariableType, str] = {"date": "YYYY-MM-DD", "month": "YYYY-MM"}
SYNTAX = "kinpanel crosswalk"


def add_variable(
    data: Element,
    variable: Variable,
    table: TableCodebook,
    codebook: Codebook,
    study: StudyDefinition,
) -> None:
    """A harmonised variable; its `location` is the file of its table in every wave."""
    files = [table_file_id(table.table, w) for w in waves_of(codebook, table.table, study)]
    element = add(data, "var", **_attributes(variable, table, files))
    for file in files:
        add(element, "location", fileid=file)
    add_texts(element, "labl", variable.label, study.languages)
    add(element, "security", variable.sensitivity)
    add(element, "anlysUnit", table.unit)
    if described(variable.sensitivity) and variable.span is not None:
        add_range(element, variable.span, whole=variable.type == "integer")
    if variable.note:
        add(element, "txt", variable.note)
    for level in variable.levels if described(variable.sensitivity) else ():
        add_category(element, level.code, level.label, study.languages)
    add(element, "concept", variable.meaning)
    rows = [codebook.row(table.table, variable.name, wave) for wave in study.wave_ids]
    known = [row for row in rows if row is not None]
    _add_derivation(element, variable, table, known)
    kind = "numeric" if REPRESENTATION[variable.type] == "numeric" else "character"
    calendar = CALENDAR.get(variable.type)
    category = "date" if calendar else None
    add(element, "varFormat", type=kind, category=category, formatname=calendar)
    add(element, "notes", variable.type, type="kinpanel type")
    for row in known:
        _add_row(element, row, codebook, variable)


def _attributes(
    variable: Variable, table: TableCodebook, files: Sequence[str]
) -> dict[str, str | None]:
    weights = table_weights(table)
    weight, references = variable.name in weights, [variable_id(table.table, w) for w in weights]
    hidden = variable.sensitivity in RESTRICTIONS
    continuous = variable.type in ("integer", "decimal", "date", "month")
    return {
        "ID": variable_id(table.table, variable.name),
        "name": variable.name,
        "wgt": "wgt" if weight else None,
        "wgt_var": None if weight or variable.name in table.key else " ".join(references),
        "files": " ".join(files),
        "dcml": "0" if variable.type == "integer" else None,
        "intrvl": "contin" if continuous else "discrete",
        "access": identifier("A", variable.sensitivity) if hidden else None,
        "measUnit": variable.unit,
        "nature": NATURE.get(variable.type),
        "representationType": REPRESENTATION[variable.type],
    }


def _add_derivation(
    element: Element, variable: Variable, table: TableCodebook, rows: Sequence[CrosswalkRow]
) -> None:
    """`derivation`: all sources as references, the rules in words, the rules as written."""
    if variable.score is not None:
        items = variable.score.inputs
        made = add(
            element,
            "derivation",
            var=" ".join(dict.fromkeys(variable_id(table.table, item) for item in items)),
        )
        add(made, "drvdesc", sentence(variable.score, table)).set("xml:lang", "en")
        add(made, "drvcmd", command(variable.score), syntax=SYNTAX)
        return
    sources = dict.fromkeys(question_id(row.wave, s) for row in rows for s in row.sources)
    if not sources:
        return
    made = add(element, "derivation", var=" ".join(sources))
    specs = {row.rule.spec.name: row.rule.spec.sentence for row in rows if row.rule is not None}
    words = " ".join(f"{name}: {sentence}" for name, sentence in specs.items())
    add(made, "drvdesc", words).set("xml:lang", "en")
    lines = [f"{row.wave}: {row.rule} {' '.join(row.sources)}" for row in rows if row.sources]
    add(made, "drvcmd", "\n".join(lines), syntax=SYNTAX)


def _add_row(element: Element, row: CrosswalkRow, codebook: Codebook, variable: Variable) -> None:
    """`notes` of one wave: status, why, the rule and its codes, with a `Link` to each source."""
    about = {"subject": row.wave, "level": "variable"}
    add(element, "notes", row.status, type="crosswalk status", **about)
    if row.why:
        add(element, "notes", row.why, type="crosswalk why", **about)
    if row.rule is None:
        return
    text = str(row.rule)
    targets = codebook.codes.map_of(row.table, row.variable, row.wave)
    if targets and described(variable.sensitivity):
        text += ": " + ", ".join(f"{code} -> {target.code}" for code, target in targets.items())
    rule = add(element, "notes", text, type="crosswalk rule", **about)
    for source in row.sources:
        add(rule, "Link", refs=question_id(row.wave, source))
