"""Whether a Parquet file is what the codebook says of its table."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq

from kinpanel.codebook import TableCodebook
from kinpanel.tables.columns import Columns
from kinpanel.tables.frame import WHY
from kinpanel.tables.release import ObjectRecord
from kinpanel.tables.schema import arrow_type


def misfits(
    payload: bytes, record: ObjectRecord, table: TableCodebook | None
) -> list[tuple[str, str]]:
    """What is wrong with an object, as pairs of variable ("" for the whole) and message.

    Compared are the rows with the record and, where `table` is given, names, types, labels and
    levels with the codebook. A variable that the file lacks is none: not every wave has each,
    but it must have the key.
    """
    try:
        schema = pq.read_schema(io.BytesIO(payload))
        columns = Columns([payload])
    except (pa.ArrowException, OSError):
        return [("", "it is no Parquet file")]
    found = []
    if columns.rows != record.rows:
        found.append(("", f"it holds {columns.rows:,} rows, the release says {record.rows:,}"))
    if table is None:
        return found
    found += [(name, "the key is missing") for name in table.key if name not in schema.names]
    for name, about in columns.variables.items():
        variable = table.variable(name)
        if variable is None:
            found.append((name, "the codebook has no such variable"))
            continue
        if not _fits(schema.field(name).type, arrow_type(variable)):
            found.append((name, f"its type is not that of {variable.type} variables"))
        said = {key: value for key, value in about.items() if key != "categories"}
        if said != variable.model_dump(mode="json", exclude_defaults=True):
            found.append((name, "its entry is not that of the codebook"))
    known = set(columns.variables)
    for name in schema.names:
        if name.endswith(WHY) and name.removesuffix(WHY) not in known:
            found.append((name, "it gives reasons for no variable"))
    return found


def _fits(mine: pa.DataType, declared: pa.DataType) -> bool:
    if pa.types.is_dictionary(declared):
        return bool(pa.types.is_dictionary(mine) and mine.ordered == declared.ordered)
    if pa.types.is_timestamp(declared):
        return bool(pa.types.is_timestamp(mine))  # Parquet keeps ms
    return bool(mine == declared)
