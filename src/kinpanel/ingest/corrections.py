"""Corrections of single cells: compare and set, on a typed table, all or none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.codebook.cell import MISSING, cell_value, missing_reason
from kinpanel.codebook.ledger import Correction
from kinpanel.errors import Finding
from kinpanel.ingest.cells import with_cells
from kinpanel.tables.cells import cell_texts, key_texts, written_cells
from kinpanel.tables.frame import typed
from kinpanel.tables.values import Values


def apply_corrections(
    frame: pd.DataFrame,
    table: TableCodebook,
    corrections: Sequence[Correction],
    vocabulary: Sequence[str],
) -> tuple[pd.DataFrame, list[Finding]]:
    """The typed table of a wave with its corrections, and those that do not fit it.

    Every row is looked up by the key, and compared, before anything is set. A correction whose
    key is that of no row, or of several, or whose `was` is not what stands there, is a finding;
    with one of them the frame comes back as it is. Corrections of keys are applied like others:
    whether keys are still unique is for the caller to see. `vocabulary` holds the missing reasons.
    """
    if not corrections:
        return frame, []
    places, findings = _find(frame, table, corrections)
    by_variable: dict[str, list[tuple[int, Correction]]] = {}
    for correction, place in zip(corrections, places, strict=True):
        if place is not None:
            by_variable.setdefault(correction.variable, []).append((place, correction))
    for name, pairs in by_variable.items():
        findings += _compare(frame, table.variable(name), pairs)
    if findings:
        return frame, findings
    cells = {
        name: ([place for place, _ in pairs], [one.now for _, one in pairs])
        for name, pairs in by_variable.items()
    }
    return with_cells(frame, table, cells, vocabulary), []


def _find(
    frame: pd.DataFrame, table: TableCodebook, corrections: Sequence[Correction]
) -> tuple[list[int | None], list[Finding]]:
    """The row of every correction, None where there is not exactly one."""
    rows: dict[str, list[int]] = {correction.key: [] for correction in corrections}
    if rows:
        keys = pd.Series(key_texts(frame, table), dtype=object)
        for place in np.flatnonzero(keys.isin(list(rows)).to_numpy()):
            rows[str(keys.iloc[place])].append(int(place))
    places: list[int | None] = []
    findings = []
    for correction in corrections:
        hits = rows[correction.key]
        places.append(hits[0] if len(hits) == 1 else None)
        if not hits:
            findings.append(
                correction.finding("no row of the wave has its key", "see how trace takes the key")
            )
        elif len(hits) > 1:
            message = f"its key is that of {len(hits)} rows"
            findings.append(correction.finding(message, "only a row with a key of its own"))
    return places, findings


def _compare(
    frame: pd.DataFrame, variable: Variable | None, pairs: Sequence[tuple[int, Correction]]
) -> list[Finding]:
    """Corrections whose `was` is not what stands in the table; values are compared, not texts."""
    if variable is None or variable.name not in frame:
        return [one.finding("the table of this wave lacks the variable") for _, one in pairs]
    held = written_cells(frame, variable.name, variable, [place for place, _ in pairs])
    return [
        one.finding(
            "was is not what the data hold, so nothing was overwritten",
            "look at the cell with kinpanel trace; then mend the row, or take it out",
        )
        for stands, (_, one) in zip(held, pairs, strict=True)
        if stands != _canonical(one.was, variable)
    ]


def _canonical(written: str, variable: Variable) -> str:
    reason = missing_reason(written)
    if reason is not None:
        return f"{MISSING}{reason}"
    value = np.array([cell_value(written, variable)], dtype=object)
    return cell_texts(typed(variable, Values.of(value)), variable)[0]
