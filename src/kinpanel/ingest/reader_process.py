"""The child process that opens a delivered file; nothing else in kinpanel parses raw bytes.

A damaged header can crash the parser or make it ask for all memory, so it runs apart, under
limits, and answers with an Arrow file for the cells and JSON for the metadata. The request
comes as JSON on standard input.
"""

from __future__ import annotations

import json
import math
import mmap
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kinpanel.ingest.columns import ReadColumn
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.foreign import read_whole
from kinpanel.ingest.spss import read_spss
from kinpanel.ingest.stata import RELEASES, read_stata

STATA_TAIL = b"</stata_dta>"
PORTABLE = b"SPSSPORT"
HEAD = 600
"""Bytes within which a portable file, whatever its line ends, shows its mark."""
OWN = ("stata", "spss")
"""Kinds of files that our own readers read; the others are pyreadstat's words for its readers."""


def main() -> int:
    """Read the file named in the request; print the metadata, or why it cannot be read."""
    request = json.load(sys.stdin)
    # Whatever a parser prints must not mix with the answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit(resource.RLIMIT_AS, request["memory"])
    _limit(resource.RLIMIT_CPU, request["seconds"])
    _limit(resource.RLIMIT_CORE, 0)  # a core dump would hold the answers of respondents
    try:
        answer = _read(Path(request["path"]), request["encoding"], Path(request["out"]))
    except DamagedError as error:
        answer = {"error": str(error), "advice": error.advice}
    except HandOverError as error:
        answer = {"cannot_write": str(error)}
    except MemoryError:
        answer = {"error": "it asks for more memory than its size allows"}
    except Exception as error:  # the text of a foreign error can quote cells: only known ones pass
        answer = {"error": _known(error)}
    with answers:
        json.dump(answer, answers)
    return 0


def _limit(kind: int, most: int) -> None:
    """Lower a limit of this process; one that is already lower stays."""
    _, hard = resource.getrlimit(kind)
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (value, value))


class HandOverError(Exception):
    """The cells were read, but there is no room to hand them over."""


def sniff(head: bytes, tail: bytes) -> str:
    """Who reads a file, by its first bytes: "stata", "spss", or pyreadstat's "dta" or "por".

    Raises DamagedError when the bytes are those of none, or a Stata file is cut.
    """
    if head.startswith(b"<stata_dta>"):
        if not tail.endswith(STATA_TAIL):
            raise DamagedError("the file is cut off: its closing mark is missing")
        return "stata"
    if head.startswith((b"$FL2", b"$FL3")):
        return "spss"
    if head[:1] and 104 <= head[0] <= 115 and head[1:2] in (b"\x01", b"\x02"):
        return "stata" if head[0] in RELEASES else "dta"
    if PORTABLE in head:
        return "por"
    raise DamagedError("its first bytes are those of no Stata or SPSS file")


def _known(error: Exception) -> str:
    text = str(error)
    if "encoding" in text or isinstance(error, UnicodeError):
        return "its text does not fit the encoding"
    if "character set" in text:
        return "its encoding is not known"
    if type(error).__name__ == "ReadstatError":
        return f"the file is damaged ({text.partition(chr(10))[0][:120]})"
    if isinstance(error, OSError):
        return f"its cells cannot be handed over ({error.strerror})"
    return f"it cannot be parsed ({type(error).__name__})"


def _read(path: Path, encoding: str | None, out: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = file.read(HEAD)
        file.seek(max(0, size - len(STATA_TAIL)))
        kind = sniff(head, file.read())
        if kind in OWN:
            # Never closed: frames of an error hold views of it, and this process ends soon.
            data = memoryview(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ))
            rows, columns = _own(kind, path, data, encoding)
        else:
            rows, columns = read_whole(path, kind, encoding)
    _hand_over(columns, out)
    return {"rows": rows, "columns": [_about(column) for column in columns]}


def _own(
    kind: str, path: Path, data: memoryview, encoding: str | None
) -> tuple[int, list[ReadColumn]]:
    if kind == "stata":
        return read_stata(data, encoding)
    return read_spss(path, data, encoding)


def _hand_over(columns: Sequence[ReadColumn], out: Path) -> None:
    """Write the cells as one Arrow file: v0, v1, ... and, where some are missing, m0, m1, ..."""
    import pyarrow as pa

    arrays: dict[str, Any] = {}
    for place, column in enumerate(columns):
        cells = pa.array(column.cells)
        if column.texts is not None:
            cells = pa.DictionaryArray.from_arrays(cells, pa.array(column.texts, pa.string()))
        arrays[f"v{place}"] = cells
        if column.marks is not None:
            arrays[f"m{place}"] = pa.array(column.marks)
    table = pa.table(arrays) if arrays else pa.table({})
    try:
        with pa.OSFile(str(out), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    except OSError as error:
        raise HandOverError(os.strerror(error.errno) if error.errno else "") from error


def _about(column: ReadColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "label": column.label,
        "storage": column.storage,
        "format": column.form,
        "value_labels": list(column.labels.items()),
        "declared": [[_bound(low), _bound(high)] for low, high in column.declared],
        "cut": column.cut,
    }


def _bound(value: Any) -> Any:
    """Infinite ends of a range as text, which JSON can carry."""
    if isinstance(value, float) and math.isinf(value):
        return "-inf" if value < 0 else "inf"
    return value


if __name__ == "__main__":
    sys.exit(main())
