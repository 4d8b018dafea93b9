"""The child process that opens a delivered file; nothing else in kinpanel parses raw bytes.

A damaged header can crash the parser or make it ask for all memory, so it runs apart, under
limits, and answers with an Arrow file for the cells and JSON for the metadata. The request
comes as JSON on standard input.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
from pathlib import Path
from typing import Any

from kinpanel.ingest import old_stata

STATA_TAIL = b"</stata_dta>"


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
        answer = {"error": str(error)}
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


class DamagedError(Exception):
    """The file is not what its name says, or not whole."""


def sniff(head: bytes, tail: bytes) -> str:
    """The format by its first bytes, "dta", "sav" or "zsav"; DamagedError when none or cut."""
    if head.startswith(b"<stata_dta>"):
        if not tail.endswith(STATA_TAIL):
            raise DamagedError("the file is cut off: its closing mark is missing")
        return "dta"
    if head.startswith(b"$FL2"):
        return "sav"
    if head.startswith(b"$FL3"):
        return "zsav"
    if head[:1] and 102 <= head[0] <= 115 and head[1:2] in (b"\x01", b"\x02"):
        return "dta"
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
    import pyarrow as pa
    import pyreadstat

    with path.open("rb") as file:
        head = file.read(64)
        file.seek(max(0, path.stat().st_size - len(STATA_TAIL)))
        kind = sniff(head, file.read())
        if head[0] in old_stata.FORMATS and not old_stata.ends_whole(file):
            raise DamagedError("the file is cut off: its last part does not end where it ends")
    reader = pyreadstat.read_dta if kind == "dta" else pyreadstat.read_sav
    # The dict output: the default one returns uninitialised memory beside tagged missings.
    cells: Any
    meta: Any
    cells, meta = reader(
        str(path),
        user_missing=True,
        output_format="dict",
        disable_datetime_conversion=True,
        encoding=encoding,
    )
    arrays: dict[str, Any] = {}
    columns = []
    for place, name in enumerate(meta.column_names):
        storage = _storage(meta.readstat_variable_types[name])
        values, tags = _split(cells.pop(name), storage)
        arrays[f"v{place}"], arrays[f"t{place}"] = values, tags
        columns.append(
            {
                "name": name,
                "label": meta.column_labels[place] or "",
                "storage": storage,
                "format": meta.original_variable_types.get(name) or "",
                "value_labels": _labels(meta.variable_value_labels.get(name, {}), storage),
                "declared": [
                    [_bound(r["lo"]), _bound(r["hi"])] for r in meta.missing_ranges.get(name, [])
                ],
            }
        )
    rows = len(next(iter(arrays.values()))) if arrays else 0
    if meta.number_rows not in (None, -1, rows):
        raise DamagedError(f"its header counts {meta.number_rows} rows, it holds {rows}")
    table = pa.table(arrays) if arrays else pa.table({})
    with pa.OSFile(str(out), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return {"rows": rows, "columns": columns}


def _storage(kind: str) -> str:
    if kind == "string":
        return "text"
    return kind if kind in ("float", "double") else "integer"


def _split(cells: Any, storage: str) -> tuple[Any, Any]:
    """Values (null where missing) and tags (null where there is a value)."""
    import pyarrow as pa

    if storage == "text":
        texts = [cell.rstrip() if isinstance(cell, str) else "" for cell in cells]
        values = pa.array([text or None for text in texts], pa.string())
        tags = pa.array([None if text else "." for text in texts], pa.string())
        return values, tags.dictionary_encode()
    numbers: list[Any] = []
    marks: list[str | None] = []
    for cell in cells:
        if isinstance(cell, str):
            numbers.append(None)
            marks.append(f".{cell}")
        elif cell is None or (isinstance(cell, float) and math.isnan(cell)):
            numbers.append(None)
            marks.append(".")
        else:
            numbers.append(cell)
            marks.append(None)
    kind = pa.int64() if storage == "integer" else pa.float64()
    return pa.array(numbers, kind), pa.array(marks, pa.string()).dictionary_encode()


def _labels(labels: dict[Any, str], storage: str) -> list[list[Any]]:
    """Pairs of code and label; a label on a tagged missing has the code `.a`."""
    tagged = storage != "text"
    return [
        [f".{code}" if tagged and isinstance(code, str) else code, text]
        for code, text in labels.items()
    ]


def _bound(value: Any) -> Any:
    """Infinite ends of a range as text, which JSON can carry."""
    if isinstance(value, float) and math.isinf(value):
        return "-inf" if value < 0 else "inf"
    return value


if __name__ == "__main__":
    sys.exit(main())
