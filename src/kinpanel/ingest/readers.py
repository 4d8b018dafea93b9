"""The one door to delivered files: a child process reads, this side checks and unpacks."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kinpanel.errors import Finding, StoreError
from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.labels import code_text

SECONDS = 900
MEMORY_BASE = 4 * 2**30
MEMORY_PER_BYTE = 24


def read_export(
    path: Path, name: str, sha256: str, work: Path, *, encoding: str | None = None
) -> RawFile | Finding:
    """Read one .dta, .sav or .zsav file in a child process with limits on memory and time.

    `name` is the file as shown in messages; `work` a private folder for the child's answer.
    A file that cannot be read, whatever it does to the parser, is a finding; StoreError where
    there is no room in `work`.
    """
    out = work / "cells.arrow"
    request = {
        "path": str(path.resolve()),
        "encoding": encoding,
        "out": str(out),
        "memory": MEMORY_BASE + MEMORY_PER_BYTE * path.stat().st_size,
        "seconds": SECONDS,
    }
    try:
        child = subprocess.run(
            # -P: a file beside the data must not be taken for a module
            [sys.executable, "-P", "-m", "kinpanel.ingest.reader_process"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _unreadable(name, f"reading took longer than {SECONDS} seconds")
    if child.returncode != 0:
        return _unreadable(name, _death(child.returncode))
    try:
        answer = json.loads(child.stdout)
        if "cannot_write" in answer:
            raise StoreError(
                f"no room beside the tables to read {name}: {answer['cannot_write']}; "
                "what stood there still stands"
            )
        if "error" in answer:
            return _unreadable(name, answer["error"], answer.get("advice", ""))
        return _unpack(out, name, sha256, answer)
    except (ValueError, KeyError, OSError):  # its text may quote cells
        return _unreadable(name, "the reader's answer makes no sense")
    finally:
        out.unlink(missing_ok=True)


def _unreadable(name: str, why: str, advice: str = "") -> Finding:
    return Finding(
        rule="unreadable",
        message=f"the file cannot be read: {why}",
        file=name,
        advice=advice or "compare it with the delivery, or ask for it again",
    )


def _death(code: int) -> str:
    if code < 0:
        return f"the reader died of {signal.Signals(-code).name}, so the file is damaged"
    return f"the reader stopped with code {code}, so the file is damaged"


def _unpack(out: Path, name: str, sha256: str, answer: dict[str, Any]) -> RawFile:
    with pa.memory_map(str(out)) as source:
        table = pa.ipc.open_file(source).read_all()
    columns: dict[str, RawColumn] = {}
    for place, meta in enumerate(answer["columns"]):
        marked = f"m{place}" in table.column_names
        cells, texts = _cells(table[f"v{place}"])
        columns[meta["name"]] = RawColumn(
            name=meta["name"],
            label=meta["label"],
            storage=meta["storage"],
            format=meta["format"],
            cells=cells,
            marks=table[f"m{place}"].to_numpy() if marked else np.zeros(len(cells), np.int8),
            texts=texts,
            value_labels={str(code_text(code)): text for code, text in meta["value_labels"]},
            declared=tuple((_bound(low), _bound(high)) for low, high in meta["declared"]),
            cut=meta["cut"],
        )
    return RawFile(name, sha256, answer["rows"], columns)


def _cells(column: pa.ChunkedArray) -> tuple[np.ndarray[Any, Any], tuple[str, ...]]:
    """Numbers as they were stored, or an index and the texts it leads to."""
    if not pa.types.is_dictionary(column.type):
        return column.to_numpy(), ()
    whole = column.combine_chunks()
    return whole.indices.to_numpy(), tuple(whole.dictionary.to_pylist())


def _bound(value: Any) -> Any:
    return float(value) if value in ("inf", "-inf") else value
