"""SPSS files: what pyreadstat writes comes back, and every structural damage is refused."""

from __future__ import annotations

import math
import struct
import zlib
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.ingest.columns import ReadColumn
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.spss import read_spss

KINDS = ("bytes", "plain", "zlib")
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9)
NUMBERS = st.one_of(
    st.none(), st.integers(-99, 151), st.floats(-1e300, 1e300, allow_subnormal=False)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("spss")


def written(folder: Path, frame: pd.DataFrame, kind: str) -> Path:
    path = folder / f"x-{kind}.sav"
    options = {"bytes": {"row_compress": True}, "plain": {}, "zlib": {"compress": True}}
    pyreadstat.write_sav(frame, str(path), **options[kind])
    return path


def read(path: Path, content: bytes | None = None) -> tuple[int, list[ReadColumn]]:
    return read_spss(path, memoryview(path.read_bytes() if content is None else content), None)


def cells(column: ReadColumn) -> list[object]:
    marks = column.marks if column.marks is not None else [0] * len(column.cells)
    values = column.cells.tolist()
    if column.texts is not None:
        values = [column.texts[index] for index in values]
    return [None if mark else value for value, mark in zip(values, marks, strict=True)]


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(st.integers(1, 40))
    columns: dict[str, object] = {}
    for place in range(draw(st.integers(1, 12))):
        if draw(st.booleans()):
            cell = st.one_of(TEXTS, st.text("a字", min_size=250, max_size=600)) if place else TEXTS
            columns[f"t{place}"] = draw(st.lists(cell, min_size=rows, max_size=rows))
        else:
            values = draw(st.lists(NUMBERS, min_size=rows, max_size=rows))
            columns[f"n{place}"] = pd.Series(values, dtype="float64")
    return pd.DataFrame(columns)


@pytest.mark.parametrize("kind", KINDS)
@given(frame=frames())
def test_round_trip(folder, kind, frame):
    rows, found = read(written(folder, frame, kind))
    assert rows == len(frame)
    assert [column.name for column in found] == list(frame.columns)
    for column in found:
        wanted = [
            (cell.rstrip() or None) if isinstance(cell, str) else None if math.isnan(cell) else cell
            for cell in frame[column.name]
        ]
        assert cells(column) == wanted


@pytest.fixture(scope="module", params=KINDS)
def sample(request, folder) -> Path:
    frame = pd.DataFrame(
        {
            "id": [100_000.0 + n for n in range(30)],
            "code": [float(n % 5) for n in range(30)],
            "half": [n + 0.5 for n in range(30)],
            "note": ["", "short", "x" * 300] * 10,
        }
    )
    return written(folder, frame, request.param)


def test_every_cut_within_the_cells_is_refused(sample):
    content = sample.read_bytes()
    read(sample)
    for size in range(300, len(content), 7):
        with pytest.raises(DamagedError):
            read(sample, content[:size])


def test_words_that_are_doubled_or_lost_are_refused(sample):
    content = sample.read_bytes()
    start = content.index(struct.pack("<ii", 999, 0)) + 8
    for place in range(start, len(content) - 16, 8):
        for changed in (
            content[:place] + content[place : place + 8] + content[place:],
            content[:place] + content[place + 8 :],
        ):
            with pytest.raises(DamagedError):
                read(sample, changed)


@pytest.mark.parametrize("cases", [0, 29, 31])
def test_a_false_count_of_cases_is_refused(sample, cases):
    content = bytearray(sample.read_bytes())
    assert struct.unpack_from("<i", content, 80) == (30,)
    struct.pack_into("<i", content, 80, cases)
    with pytest.raises(DamagedError, match="counts"):
        read(sample, bytes(content))


def test_a_file_may_not_know_its_cases(sample):
    content = bytearray(sample.read_bytes())
    struct.pack_into("<i", content, 80, -1)
    at = content.find(struct.pack("<iiii", 7, 16, 8, 2))
    if at >= 0:
        struct.pack_into("<q", content, at + 24, -1)
    assert read(sample, bytes(content))[0] == 30


def test_a_block_that_inflates_to_more_than_it_says(folder):
    path = written(folder, pd.DataFrame({"a": [1.5] * 100}), "zlib")
    content = path.read_bytes()
    at = content.index(struct.pack("<ii", 999, 0)) + 8 + 24
    trailer = struct.unpack_from("<q", content, at - 16)[0]
    bomb = zlib.compress(bytes(10_000_000))
    head = content[: at - 24] + struct.pack("<qqq", at - 24, at + len(bomb), 48)
    changed = head + bomb + bytearray(content[trailer:])
    changed = bytearray(changed)
    struct.pack_into("<i", changed, len(changed) - 4, len(bomb))
    with pytest.raises(DamagedError, match="another size"):
        read(path, bytes(changed))
