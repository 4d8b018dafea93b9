"""One table of one wave, read column by column, so that wide tables need little memory."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kinpanel.tables.frame import WHY, why
from kinpanel.tables.schema import columns_of


class Columns:
    """The Parquet parts of a table of a wave; categories stay codes."""

    def __init__(self, payloads: Sequence[bytes]) -> None:
        self.files = [pq.ParquetFile(io.BytesIO(payload)) for payload in payloads]
        self.schema: pa.Schema = self.files[0].schema_arrow

    @property
    def rows(self) -> int:
        """Rows of all parts."""
        return sum(int(file.metadata.num_rows) for file in self.files)

    @property
    def about(self) -> Mapping[str, Any]:
        """What the file says of the table: name, unit, label and, in newer files, key."""
        return _read_about(self.schema.metadata)

    @property
    def variables(self) -> Mapping[str, Mapping[str, Any]]:
        """What the file says of each variable, without reasons and without the wave."""
        found = {}
        for field in self.schema:
            about = _read_about(field.metadata)
            if not field.name.endswith(WHY) and "role" not in about:
                found[field.name] = about
        return found

    def column(self, name: str) -> pd.Series[Any]:
        """A column over all parts."""
        parts = [columns_of(file, [name])[name] for file in self.files]
        return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)

    def reasons(self, name: str) -> pd.Series[Any]:
        """Why values of a variable are missing; all NA where the table has no reasons for it."""
        if why(name) in self.schema.names:
            return self.column(why(name))
        empty = pd.CategoricalDtype([])
        return pd.Series(pd.NA, index=pd.RangeIndex(self.rows), dtype=empty, name=why(name))


def _read_about(metadata: Mapping[bytes, bytes] | None) -> dict[str, Any]:
    try:
        about = json.loads((metadata or {}).get(b"kinpanel", b"{}"))
    except ValueError:
        return {}
    return about if isinstance(about, dict) else {}
