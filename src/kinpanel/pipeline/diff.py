"""`diff`: what changed between two releases: deliveries, definitions, rows, variables, cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from kinpanel.errors import InputMissingError
from kinpanel.pipeline.handle import Study
from kinpanel.tables.columns import Columns
from kinpanel.tables.difference import TableDifference, compare_tables
from kinpanel.tables.history import RELEASES, TAGS, load
from kinpanel.tables.release import RawRecord, Release, TableRecord, WaveRecord
from kinpanel.tables.store import Store

Change = Literal["new", "gone", "changed"]


@dataclass(frozen=True)
class Named:
    """A release, how it was called, and where its objects may lie."""

    name: str
    release: Release
    stores: tuple[Store, ...]


@dataclass(frozen=True)
class RawChange:
    """A delivered file of a wave, before and after; None on the side that lacks it."""

    name: str
    before: RawRecord | None
    after: RawRecord | None


@dataclass(frozen=True)
class TableChange:
    """A table of a wave: rows before and after (None where it is not there), and what differs.

    `difference` is None for tables that are new or gone, and for those of which objects have
    been collected: then `compared` is False and only the records are compared.
    """

    table: str
    change: Change
    rows_before: int | None
    rows_after: int | None
    difference: TableDifference | None = None
    compared: bool = True


@dataclass(frozen=True)
class WaveChange:
    """A wave that differs; `causes` are among definitions and kinpanel."""

    wave: str
    change: Change
    causes: tuple[str, ...] = ()
    raw: tuple[RawChange, ...] = ()
    tables: tuple[TableChange, ...] = ()


@dataclass(frozen=True)
class Diff:
    """Two releases, and the waves in which they differ; none when they are the same."""

    old: str
    new: str
    waves: tuple[WaveChange, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        plain = asdict(self)
        for wave, entry in zip(self.waves, plain["waves"], strict=True):
            for change, raw in zip(wave.raw, entry["raw"], strict=True):
                raw["before"] = change.before.model_dump() if change.before else None
                raw["after"] = change.after.model_dump() if change.after else None
        return {**plain, "same": not self.waves}


def diff(study: Study, old: str = "previous", new: str = "current") -> Diff:
    """Compare two releases of a study; see `find_release` for what names one.

    Tables whose bytes are the same are not read. No value of a respondent is in the result.
    Raises InputMissingError for an unknown release, StoreError for objects that were changed.
    """
    before, after = find_release(study, old), find_release(study, new)
    waves = dict.fromkeys([*before.release.waves, *after.release.waves])
    keys = {name: table.key for name, table in study.codebook.tables.items()}
    changes = []
    for wave in waves:
        left, right = before.release.waves.get(wave), after.release.waves.get(wave)
        if left != right:
            changes.append(_wave_change(wave, (before, left), (after, right), keys))
    return Diff(before.name, after.name, tuple(changes))


def find_release(study: Study, name: str) -> Named:
    """The release that is called so: `current`, `previous`, a tag, or the path of a lock file.

    Raises InputMissingError when there is none, StoreError when it cannot be read.
    """
    store = study.store
    if name == "current":
        return Named(name, store.release(), (store,))
    if name == "previous":
        previous = store.history.previous(store.release())
        if previous is None:
            raise InputMissingError("no release stood before the current one")
        return Named(name, previous, (store,))
    path = Path(name)
    if path.suffix == ".lock" or "/" in name:
        if not path.is_file():
            raise InputMissingError(f"no file {name}")
        folder = path.resolve().parent
        beside = folder.parent if folder.name in (RELEASES, TAGS) else folder
        return Named(name, load(path), (Store(beside), store))
    return Named(name, store.history.tagged(name), (store,))


Side = tuple[Named, WaveRecord | None]


def _wave_change(wave: str, old: Side, new: Side, keys: Mapping[str, Any]) -> WaveChange:
    left, right = old[1], new[1]
    raw = _raw_changes(left.raw if left else {}, right.raw if right else {})
    tables = []
    mine, theirs = (side.tables if side else {} for side in (left, right))
    for table in dict.fromkeys([*mine, *theirs]):
        records = mine.get(table), theirs.get(table)
        if records[0] != records[1]:
            key = keys.get(table, ())
            tables.append(_table_change(table, (old[0], records[0]), (new[0], records[1]), key))
    if left is None or right is None:
        return WaveChange(wave, "gone" if left else "new", (), raw, tuple(tables))
    causes = {
        "definitions": left.definitions != right.definitions,
        "kinpanel": left.package != right.package,
    }
    told = tuple(name for name, differs in causes.items() if differs)
    return WaveChange(wave, "changed", told, raw, tuple(tables))


def _raw_changes(
    old: Mapping[str, RawRecord], new: Mapping[str, RawRecord]
) -> tuple[RawChange, ...]:
    return tuple(
        RawChange(name, old.get(name), new.get(name))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    )


def _table_change(
    table: str,
    old: tuple[Named, TableRecord | None],
    new: tuple[Named, TableRecord | None],
    key: tuple[str, ...],
) -> TableChange:
    (before, left), (after, right) = old, new
    if left is None or right is None:
        rows = (left.rows if left else None, right.rows if right else None)
        return TableChange(table, "gone" if left else "new", *rows)
    columns = _open(before, left), _open(after, right)
    if columns[0] is None or columns[1] is None:
        return TableChange(table, "changed", left.rows, right.rows, compared=False)
    found = compare_tables(columns[0], columns[1], key)
    return TableChange(table, "changed", left.rows, right.rows, found)


def _open(named: Named, record: TableRecord) -> Columns | None:
    """The table, from the first store that has all its parts; None when none has."""
    for store in named.stores:
        if all((store.folder / part.file).is_file() for part in record.parts):
            return Columns([store.payload(part) for part in record.parts])
    return None
