"""What the ledgers did to one cell: the link of an id, the correction of a value."""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.codebook import Codebook, TableCodebook, Variable
from kinpanel.codebook.ids import id_spaces
from kinpanel.codebook.ledger import KEY_SEPARATOR, Correction, Link
from kinpanel.study import StudyDefinition


@dataclass(frozen=True)
class Amendment:
    """A row of a ledger that made a cell what it is: where it stands, who decided, when and why.

    `what` is `link` or `correction`; `was` is the raw id, or what stood in the cell before.
    """

    what: str
    at: str
    was: str
    reason: str
    evidence: str
    by: str
    date: str


def corrected(
    codebook: Codebook, table: TableCodebook, variable: str, wave: str, key: str, cell: str
) -> Amendment | None:
    """The correction that led to what stands in a cell now; None where there is none.

    `key` is that of the row as it is now, `cell` as ledgers write it. A row of the ledger that
    has not been ingested yet is not told.
    """
    rows = [one for one in codebook.corrections_of(wave) if one.table == table.table]
    for one in rows:
        stands = one.variable == variable and _same(one.now, cell, table.variable(variable))
        if stands and _key_after(one, rows, table) == key:
            at = f"{one.file}:{one.line}"
            who = one.by, one.date
            return Amendment("correction", at, one.was, one.reason, one.evidence, *who)
    return None


def linked(
    codebook: Codebook, study: StudyDefinition, table: str, variable: str, wave: str, cell: str
) -> Amendment | None:
    """The link that led to the id in a cell; None where the raw id is the permanent one."""
    space = id_spaces(codebook.tables.values(), study.audit).get((table, variable))
    for link in codebook.links_of(wave):
        if link.space == space and link.uid == cell and link.uid != link.raw_id:
            return _of_link(link)
    return None


def _of_link(link: Link) -> Amendment:
    at = f"{link.file}:{link.line}"
    return Amendment("link", at, link.raw_id, link.why, "", link.by, link.date)


def _same(written: str, cell: str, variable: Variable | None) -> bool:
    if written == cell:
        return True
    numeric = variable is not None and variable.type in ("integer", "decimal")
    try:
        return numeric and float(written) == float(cell)
    except ValueError:
        return False


def _key_after(row: Correction, rows: list[Correction], table: TableCodebook) -> str:
    """The key of a corrected row, after corrections of the key itself."""
    moved = [one for one in rows if one.key == row.key and one.variable in table.key]
    if not moved:
        return row.key
    if len(table.key) == 1:
        return moved[0].now
    parts = row.key.split(KEY_SEPARATOR)
    for one in moved:
        parts[table.key.index(one.variable)] = one.now
    return KEY_SEPARATOR.join(parts)
