"""release.lock: what the store holds, and from which deliveries and definitions it was made."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

FORMAT = 1


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Format(BaseModel):
    """The format alone, readable whatever else a release of another version holds."""

    model_config = ConfigDict(frozen=True, strict=True, hide_input_in_errors=True)

    format: int


class RawRecord(_Record):
    """One delivered file that went into a wave."""

    file: str
    sha256: str
    rows: int
    release: str = ""


class ObjectRecord(_Record):
    """One table of one wave: its Parquet file below data/processed, hash and rows."""

    file: str
    sha256: str
    rows: int


class WaveRecord(_Record):
    """A wave as it landed: `inputs` is the digest of everything that decides its content."""

    inputs: str
    definitions: str
    package: str
    raw: dict[str, RawRecord]
    tables: dict[str, ObjectRecord]


class Release(_Record):
    """Everything the store holds."""

    format: int = FORMAT
    waves: dict[str, WaveRecord] = {}

    @property
    def files(self) -> frozenset[str]:
        """Every object this release refers to."""
        return frozenset(
            record.file for wave in self.waves.values() for record in wave.tables.values()
        )

    def text(self) -> str:
        """The release as JSON text; the same release gives the same text."""
        return self.model_dump_json(indent=1) + "\n"
