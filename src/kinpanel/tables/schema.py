"""Typed frames to Parquet bytes and back, with labels, units and concepts in the Arrow schema."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.labels import Labels, text
from kinpanel.tables.frame import WHY

_ARROW = {
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "boolean": pa.bool_(),
    "text": pa.string(),
    "date": pa.timestamp("s"),
    "month": pa.timestamp("s"),
    "nominal": pa.dictionary(pa.int16(), pa.string()),
    "ordinal": pa.dictionary(pa.int16(), pa.string(), ordered=True),
}
_REASON = pa.dictionary(pa.int8(), pa.string())
_PANDAS: dict[Any, Any] = {
    pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(),
}


def to_parquet(frame: pd.DataFrame, table: TableCodebook, reasons: Mapping[str, Labels]) -> bytes:
    """A typed frame as Parquet bytes; the same frame gives the same bytes.

    Variables carry their codebook entry, reason columns the labels of the reasons, as JSON in
    the field metadata under `kinpanel`.
    """
    fields, arrays = [], []
    for name in frame.columns:
        kind, about = _describe(str(name), table, reasons)
        if pa.types.is_dictionary(kind):
            about["categories"] = list(frame[name].cat.categories)
        arrays.append(pa.Array.from_pandas(frame[name], type=kind))
        metadata = {"kinpanel": json.dumps(about, ensure_ascii=False, sort_keys=True)}
        fields.append(pa.field(str(name), kind, metadata=metadata))
    about_table = {
        "table": table.table,
        "unit": table.unit,
        "label": table.label,
        "key": list(table.key),
    }
    schema = pa.schema(
        fields, metadata={"kinpanel": json.dumps(about_table, ensure_ascii=False, sort_keys=True)}
    )
    sink = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=schema),
        sink,
        compression="zstd",
        compression_level=1,
        **_encodings(schema),
    )
    return sink.getvalue()


def _encodings(schema: pa.Schema) -> dict[str, Any]:
    """How each column is laid out: what is quickest to write, and smaller than plain values.

    The bounds of a categorical's codes serve nobody and cost half of its writing.
    """
    floats = [field.name for field in schema if pa.types.is_floating(field.type)]
    whole = [field.name for field in schema if pa.types.is_integer(field.type)]
    coded = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    others = [name for name in schema.names if name not in {*floats, *whole, *coded}]
    return {
        "use_dictionary": [*coded, *others],
        "column_encoding": dict.fromkeys(whole, "DELTA_BINARY_PACKED"),
        "write_statistics": [*floats, *whole, *others],
    }


def arrow_type(variable: Variable) -> pa.DataType:
    """The Arrow type in which a variable is written."""
    return _ARROW[variable.type]


def _describe(
    name: str, table: TableCodebook, reasons: Mapping[str, Labels]
) -> tuple[pa.DataType, dict[str, Any]]:
    variable = table.variable(name)
    if variable is not None:
        return arrow_type(variable), variable.model_dump(exclude_defaults=True)
    if name.endswith(WHY):
        return _REASON, {"reasons": dict(reasons)}
    return pa.dictionary(pa.int8(), pa.string(), ordered=True), {"role": name}


def from_parquet(payload: bytes, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Parquet bytes as a typed frame, categories as codes; all columns, or those it has of some."""
    return columns_of(pq.ParquetFile(io.BytesIO(payload)), columns)


def columns_of(file: pq.ParquetFile, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """The columns of an open Parquet file as a typed frame; see `from_parquet`."""
    known = file.schema_arrow.names
    wanted = known if columns is None else [name for name in columns if name in known]
    if not wanted:
        return pd.DataFrame(index=pd.RangeIndex(file.metadata.num_rows))
    source: pa.Table = file.read(columns=wanted)
    frame: pd.DataFrame = source.to_pandas(types_mapper=_PANDAS.get, ignore_metadata=True)
    for field in source.schema:
        if pa.types.is_timestamp(field.type):
            frame[field.name] = frame[field.name].astype("datetime64[s]")  # Parquet keeps ms
        if pa.types.is_dictionary(field.type):
            # Parquet keeps only the categories that occur; the declared ones stand beside.
            about = json.loads(field.metadata[b"kinpanel"])
            kind = pd.CategoricalDtype(about["categories"], ordered=field.type.ordered)
            frame[field.name] = frame[field.name].astype(kind)
    return frame


def labelled(frame: pd.DataFrame, table: TableCodebook, language: str) -> pd.DataFrame:
    """The frame with category codes replaced by their labels in one language.

    Two codes that share a label keep their codes in brackets, so that they stay two.
    """
    shown = frame.copy()
    for variable in table.variables:
        if variable.levels and variable.name in shown:
            names = _level_names(variable, language)
            shown[variable.name] = shown[variable.name].cat.rename_categories(names)
    return shown


def _level_names(variable: Variable, language: str) -> dict[str, str]:
    names = {level.code: text(level.label, language) or level.code for level in variable.levels}
    used = list(names.values())
    return {
        code: name if used.count(name) == 1 else f"{name} [{code}]" for code, name in names.items()
    }
