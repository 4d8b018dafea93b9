"""release.lock: what the store holds, and from which deliveries and definitions it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

FORMAT = 2
FORMATS = (1, 2)
"""Formats that are read; the last is written. In format 1 every table was one file."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Format(BaseModel):
    """The format alone, readable whatever else a release of another version holds."""

    model_config = ConfigDict(frozen=True, strict=True, hide_input_in_errors=True)

    format: int


class RawRecord(_Record):
    """One delivered file that went into a wave.

    `accepted` says what it looks like, when somebody let it land nevertheless; it is written only
    then, so that the text of other releases stays what it was.
    """

    file: str
    sha256: str
    rows: int
    release: str = ""
    accepted: str = ""

    @model_serializer(mode="wrap")
    def _without_blank(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields: dict[str, Any] = plain(self)
        if not self.accepted:
            del fields["accepted"]
        return fields


class ObjectRecord(_Record):
    """One Parquet file below data/processed: its name, hash and rows."""

    file: str
    sha256: str
    rows: int


class TableRecord(_Record):
    """One table of one wave: its rows, in one Parquet file or in several, in this order."""

    parts: tuple[ObjectRecord, ...] = Field(min_length=1)

    @property
    def rows(self) -> int:
        """Rows of all parts."""
        return sum(part.rows for part in self.parts)

    @property
    def file(self) -> str:
        """The first part, which in most tables is the only one."""
        return self.parts[0].file

    @property
    def sha256(self) -> str:
        """The hash of the only part; of several, the sha256 over their hashes in order."""
        if len(self.parts) == 1:
            return self.parts[0].sha256
        return hashlib.sha256("\n".join(part.sha256 for part in self.parts).encode()).hexdigest()


class WaveRecord(_Record):
    """A wave as it landed: `inputs` is the digest of everything that decides its content."""

    inputs: str
    definitions: str
    package: str
    raw: dict[str, RawRecord]
    tables: dict[str, TableRecord]


class Release(_Record):
    """Everything the store holds."""

    format: int = FORMAT
    waves: dict[str, WaveRecord] = {}

    @property
    def objects(self) -> Iterator[ObjectRecord]:
        """Every object this release refers to, wave by wave and table by table."""
        for wave in self.waves.values():
            for table in wave.tables.values():
                yield from table.parts

    @property
    def files(self) -> frozenset[str]:
        """The names of every object this release refers to."""
        return frozenset(part.file for part in self.objects)

    def text(self) -> str:
        """The release as JSON text; the same release gives the same text."""
        return self.model_dump_json(indent=1) + "\n"

    @property
    def digest(self) -> str:
        """The sha256 of its text."""
        return hashlib.sha256(self.text().encode("utf-8")).hexdigest()


class _Wave1(_Record):
    inputs: str
    definitions: str
    package: str
    raw: dict[str, RawRecord]
    tables: dict[str, ObjectRecord]


class _Release1(_Record):
    format: int
    waves: dict[str, _Wave1] = {}


def read_release(text: str) -> Release | None:
    """A release from its text, of format 1 too; None when it is of a format to come.

    Raises pydantic's ValidationError for text that is no release.
    """
    form = Format.model_validate_json(text).format
    if form not in FORMATS:
        return None
    if form == FORMAT:
        return Release.model_validate_json(text)
    old = _Release1.model_validate_json(text)
    return Release(waves={name: _of_format_1(wave) for name, wave in old.waves.items()})


def _of_format_1(wave: _Wave1) -> WaveRecord:
    return WaveRecord(
        inputs=wave.inputs,
        definitions=wave.definitions,
        package=wave.package,
        raw=wave.raw,
        tables={name: TableRecord(parts=(record,)) for name, record in wave.tables.items()},
    )
