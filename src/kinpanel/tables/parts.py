"""A table of a wave as one Parquet file, or as several that are encoded side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pandas as pd

from kinpanel.codebook import TableCodebook
from kinpanel.labels import Labels
from kinpanel.tables.release import ObjectRecord, TableRecord
from kinpanel.tables.schema import to_parquet

PART_ROWS = 250_000
"""Rows of a part. Parts depend on rows alone, so the bytes do not depend on the workers."""
WORKERS = 2


def encode(
    frame: pd.DataFrame, table: TableCodebook, wave: str, reasons: Mapping[str, Labels]
) -> tuple[TableRecord, dict[str, bytes]]:
    """A typed frame as Parquet parts of at most `PART_ROWS` rows, at least one part.

    Returns the record and the bytes of every part by its file name. The same frame gives the
    same bytes.
    """
    starts = range(0, max(len(frame), 1), PART_ROWS)
    slices = [frame.iloc[start : start + PART_ROWS] for start in starts]

    def one(part: pd.DataFrame) -> bytes:
        return to_parquet(part, table, reasons)

    if len(slices) == 1:
        payloads = [one(slices[0])]
    else:
        with ThreadPoolExecutor(max_workers=WORKERS) as pool:
            payloads = list(pool.map(one, slices))
    rows = [len(part) for part in slices]
    record = table_record(table.table, wave, payloads, rows)
    files = [part.file for part in record.parts]
    return record, dict(zip(files, payloads, strict=True))


def table_record(
    table: str, wave: str, payloads: Sequence[bytes], rows: Sequence[int]
) -> TableRecord:
    """The record of a table of a wave; the names of its files carry the hashes of their content."""
    parts = []
    for place, (payload, count) in enumerate(zip(payloads, rows, strict=True), start=1):
        digest = hashlib.sha256(payload).hexdigest()
        stem = wave if len(payloads) == 1 else f"{wave}-part{place}"
        file = f"{table}/{stem}-{digest[:16]}.parquet"
        parts.append(ObjectRecord(file=file, sha256=digest, rows=count))
    return TableRecord(parts=tuple(parts))
