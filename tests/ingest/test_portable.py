"""Which columns of a portable file declare missing values."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.portable import declared_missing

FILES = Path(__file__).parents[1] / "quirks" / "files"


@pytest.mark.parametrize(
    ("name", "columns"),
    [("plain", []), ("one", ["Q"]), ("ranges", ["Q"]), ("open", ["Q"]), ("words", ["NAME"])],
)
@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_declarations(name, columns, ends):
    content = (FILES / f"s_{name}.por").read_bytes().replace(b"\r\n", b"\n")
    assert declared_missing(content.replace(b"\n", ends)) == columns


def test_blanks_at_the_end_of_a_line_may_be_left_out():
    content = (FILES / "s_ranges.por").read_bytes()
    lines = [line.rstrip() for line in content.split(b"\n")]
    assert declared_missing(b"\n".join(lines)) == ["Q"]


def test_every_cut_within_the_dictionary_is_refused():
    content = (FILES / "s_ranges.por").read_bytes()
    end = content.index(b"F1/1/C/Ann")
    for size in range(0, end, 7):
        with pytest.raises(DamagedError):
            declared_missing(content[:size])


@pytest.mark.parametrize("place", range(470, 640, 3))
def test_a_changed_byte_is_read_or_refused_and_nothing_else(place):
    content = (FILES / "s_ranges.por").read_bytes()
    for byte in b"/*Z9TF \xff":
        with suppress(DamagedError):
            declared_missing(content[:place] + bytes([byte]) + content[place + 1 :])
