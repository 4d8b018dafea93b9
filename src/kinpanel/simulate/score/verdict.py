"""The verdict on every trap: resolved, rightly refused, or silently wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from kinpanel.codebook import Codebook, Variable
from kinpanel.codebook.crosswalk import Status
from kinpanel.simulate.clean import key_of
from kinpanel.simulate.score.compare import Compared, compare
from kinpanel.simulate.traps import Cells, Trap
from kinpanel.simulate.traps.trap import EVERY, Handled

Verdict = Literal["resolved", "refused", "flagged", "wrong", "not there"]
LOSSES: tuple[Status, ...] = ("impossible", "approximate", "not_asked")
"""Statuses by which a crosswalk says that something does not carry over as it is."""
WELL: Mapping[Handled, Verdict] = {"resolved": "resolved", "lost": "refused", "flagged": "flagged"}
"""The verdict on a trap that came out as it should."""
Flagged = Mapping[str, frozenset[tuple[str, str, str]]]
"""Per rule of the audit: table, wave and key (parts joined by `|`) of the rows that it names."""


@dataclass(frozen=True)
class Scored:
    """One trap: its verdict, the cells looked at, those that are wrong, and what to read."""

    trap: Trap
    verdict: Verdict
    cells: int
    wrong: int
    note: str = ""


def score_trap(
    trap: Trap,
    truth: Mapping[str, Mapping[str, pd.DataFrame]],
    tables: Mapping[str, pd.DataFrame],
    codebook: Codebook,
    flagged: Flagged,
) -> Scored:
    """The verdict on one trap.

    `truth` has by wave the clean tables, `tables` the typed ones over all waves; of other waves
    nothing is said. A cell that is wrong is excused only where the trap is declared lost, the
    crosswalk says so, and the table holds nothing there; or where a rule of the audit that the
    trap names has flagged its row. A trap of which nothing had to be flagged is not there.
    """
    looked = wrong = excused = 0
    notes: list[str] = []
    beside = _Beside(truth, tables, codebook)
    for cells, wave in _places(trap, truth, codebook):
        found = beside.look(cells, wave)
        if isinstance(found, str):
            notes.append(found)
            continue
        looked += len(found.wrong)
        bad = found.wrong
        if trap.handled == "lost" and _declared(cells, wave, codebook):
            bad = bad & ~found.empty
        if trap.handled == "flagged":
            named = _named(found.rows, cells.table, wave, trap, flagged)
            excused += int((bad & named).sum())
            bad = bad & ~named
        if bad.any():
            notes.append(f"{cells.table}.{cells.variable} in {wave}: {int(bad.sum())} cells")
        wrong += int(bad.sum())
    for table in trap.one_person:
        mixed, told = followed(table, truth, trap, flagged)
        notes += [f"{table}: {mixed} rows of another person"] if mixed else []
        wrong, excused = wrong + mixed, excused + told
    if not looked or (trap.handled == "flagged" and not excused + wrong):
        return Scored(trap, "not there", looked, 0, "; ".join(notes[:3]))
    verdict = "wrong" if wrong or notes else WELL[trap.handled]
    return Scored(trap, verdict, looked, wrong, "; ".join(notes[:3]) or trap.loss)


def _places(
    trap: Trap, truth: Mapping[str, Mapping[str, pd.DataFrame]], codebook: Codebook
) -> Iterator[tuple[Cells, str]]:
    """Every variable and wave of a trap, as far as the waves are there."""
    for cells in trap.cells:
        for wave in (wave for wave in cells.waves if wave in truth):
            if cells.variable != EVERY:
                yield cells, wave
                continue
            table = codebook.tables.get(cells.table)
            for variable in table.variables if table else ():
                if codebook.row(cells.table, variable.name, wave) is not None:
                    yield replace(cells, variable=variable.name), wave


def followed(
    table: str,
    truth: Mapping[str, Mapping[str, pd.DataFrame]],
    trap: Trap,
    flagged: Flagged,
) -> tuple[int, int]:
    """How many rows of an id are of another person than its others and no rule tells, or it does.

    Of the rows of an id that are not flagged, those of whoever has most of them are right.
    """
    parts = []
    for wave in (wave for wave in truth if table in truth[wave]):
        rows = truth[wave][table]
        known = _named(rows, table, wave, trap, flagged)
        parts.append(pd.DataFrame({"pid": rows["pid"], "who": rows["who"], "known": known}))
    if not parts:
        return 0, 0
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame.groupby("pid")["who"].transform("nunique") > 1]
    silent = frame[~frame["known"]].groupby(["pid", "who"]).size().groupby("pid")
    mixed = int((silent.sum() - silent.max()).sum()) if len(frame) else 0
    return mixed, int(frame["known"].sum())


class _Beside:
    """The rows of the tables beside those of the truth, put in the same order once."""

    def __init__(
        self,
        truth: Mapping[str, Mapping[str, pd.DataFrame]],
        tables: Mapping[str, pd.DataFrame],
        codebook: Codebook,
    ) -> None:
        self._truth, self._tables, self._codebook = truth, tables, codebook
        self._known: dict[tuple[str, str], pd.DataFrame | str] = {}

    def look(self, cells: Cells, wave: str) -> Compared | str:
        """The cells of one variable and wave compared, or why that cannot be."""
        declared = self._codebook.tables.get(cells.table)
        variable: Variable | None = declared.variable(cells.variable) if declared else None
        clean = self._truth.get(wave, {}).get(cells.table)
        if variable is None or clean is None or cells.table not in self._tables:
            return f"{cells.table}.{cells.variable} in {wave}: not in the tables"
        place = (cells.table, wave)
        if place not in self._known:
            self._known[place] = self._ordered(cells.table, wave, clean)
        held = self._known[place]
        return held if isinstance(held, str) else compare(variable, clean, held, cells.within)

    def _ordered(self, table: str, wave: str, clean: pd.DataFrame) -> pd.DataFrame | str:
        held = self._tables[table]
        held = held[held["wave"].astype(str) == wave]
        keys = list(key_of(table))
        ours, theirs = _keyed(held, keys), _keyed(clean, keys)
        if not ours.is_unique or not theirs.is_unique or set(ours) != set(theirs):
            return f"{table} in {wave}: its rows are not those of the truth"
        return held.iloc[pd.Series(np.arange(len(held)), index=ours)[theirs].to_numpy()]


def _keyed(frame: pd.DataFrame, keys: list[str]) -> pd.Index:
    parts = []
    for key in keys:
        values = frame[key]
        if pd.api.types.is_datetime64_any_dtype(values):
            values = (values.dt.year - 1960) * 12 + values.dt.month - 1
        numeric = pd.api.types.is_numeric_dtype(values)
        parts.append(values.astype("Int64").astype(str) if numeric else values.astype(str))
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "|" + part.to_numpy()
    return pd.Index(joined)


def _declared(cells: Cells, wave: str, codebook: Codebook) -> bool:
    row = codebook.row(cells.table, cells.variable, wave)
    return row is not None and row.status in LOSSES


def _named(
    rows: pd.DataFrame, table: str, wave: str, trap: Trap, flagged: Flagged
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    known: set[tuple[str, str, str]] = set()
    for rule in trap.rules:
        known |= flagged.get(rule, frozenset())
    keys = _keyed(rows, list(key_of(table)))
    return np.array([(table, wave, key) in known for key in keys], dtype=bool)
