"""Tables of waves that landed, or that this call has made, read when somebody asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kinpanel.codebook import TableCodebook
from kinpanel.errors import StoreError
from kinpanel.ingest.likeness import Hashes, key_hashes
from kinpanel.tables.release import TableRecord, WaveRecord
from kinpanel.tables.schema import from_parquet
from kinpanel.tables.store import Store


class Known:
    """The newest tables of every wave; a table that is gone or damaged is as good as not there."""

    def __init__(self, store: Store, landed: Mapping[str, WaveRecord]) -> None:
        self.store = store
        self.records = dict(landed)
        self.payloads: dict[str, bytes] = {}
        self._keys: dict[tuple[str, str], Hashes | None] = {}

    def add(self, wave: str, record: WaveRecord, payloads: Mapping[str, bytes]) -> None:
        """A wave that was made and has not landed yet takes the place of its earlier release."""
        self.records[wave] = record
        self.payloads |= payloads
        self._keys = {place: keys for place, keys in self._keys.items() if place[0] != wave}

    def frame(
        self, wave: str, table: str, columns: Sequence[str] | None = None
    ) -> pd.DataFrame | None:
        """A table of one wave, all columns or those it has of some; None when it is not there."""
        record = self.records[wave].tables.get(table) if wave in self.records else None
        try:
            return None if record is None else self._read(record, columns)
        except StoreError:
            return None

    def keys(self, wave: str, table: TableCodebook, like: pd.DataFrame) -> Hashes | None:
        """The keys of a table of a wave, when they have the types that they have in `like`."""
        place = (wave, table.table)
        if place not in self._keys:
            frame = self.frame(wave, table.table, table.key)
            key = list(table.key)
            fits = frame is not None and set(key) <= set(frame.columns)
            typed = fits and frame is not None and (frame[key].dtypes == like[key].dtypes).all()
            self._keys[place] = key_hashes(frame, key) if typed and frame is not None else None
        return self._keys[place]

    def _read(self, record: TableRecord, columns: Sequence[str] | None) -> pd.DataFrame:
        parts = []
        for part in record.parts:
            payload = self.payloads.get(part.file)
            parts.append(
                from_parquet(self.store.payload(part) if payload is None else payload, columns)
            )
        return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
