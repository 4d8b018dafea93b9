"""Damaged files: no crash, no hang, no memory by a false count, nothing past the manifest.

KINPANEL_MUTANTS says how many mutants are made (`make fuzz`: 5,000); every one is told by its
number, which is the seed of all that is random in it.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.ingest.mutants import FILES, KINDS, SEEDS, mutant
from tests.ingest.stata.writer import BYTE, STRL, Field, Maker

from kinpanel.errors import DataError, ExitCode, Finding
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.delivery import Delivery, sha256_of, verify
from kinpanel.ingest.readers import read_export
from kinpanel.ingest.spss.cells import SpssText, read_cells
from kinpanel.ingest.spss.layout import read_layout
from kinpanel.ingest.stata import read_stata

MUTANTS = int(os.environ.get("KINPANEL_MUTANTS", "600"))
THROUGH_CHILD = max(20, MUTANTS // 25)
ROOM = 1 << 30
"""Bytes beyond what the process has that a reader of a few kilobytes may ask for."""
PATIENCE = 60
"""Seconds after which one small file counts as a hang."""


def stopped(*_: object) -> None:
    raise TimeoutError("a reader hangs")


@contextmanager
def limits() -> Iterator[None]:
    """Little memory and an alarm, in place of the limits that the child process has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + ROOM, hard))
    before = signal.signal(signal.SIGALRM, stopped)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def read(content: bytes) -> list[Any]:
    """What our own readers make of some bytes, in a form that can be compared."""
    data = memoryview(content)
    if content.startswith(b"$FL"):
        rows, cells = read_cells(data, read_layout(data))
        return [rows, *(_spss(column) for column in cells)]
    rows, columns = read_stata(data, None)
    return [
        rows,
        *(
            (c.name, c.label, c.form, c.labels, _list(c.cells), c.texts, _list(c.marks))
            for c in columns
        ),
    ]


def _spss(column: Any) -> Any:
    if isinstance(column, SpssText):
        return (_list(column.index), column.texts, column.width)
    return _list(column)


def _list(cells: Any) -> Any:
    return None if cells is None else (cells.dtype.str, cells.tobytes())


def test_the_seeds_are_valid_and_every_kind_comes_up():
    for name in SEEDS:
        assert read((FILES / name).read_bytes())[0] > 0
    assert {mutant(place)[0].split()[-1] for place in range(300)} == {k.__name__ for k in KINDS}
    assert mutant(7) == mutant(7)


def test_mutants_in_process(tmp_path):
    """No exception but DamagedError; what is read is stopped by the manifest, by its sha256."""
    counts = Counter[str]()
    path = tmp_path / "x.dta"
    for place in range(MUTANTS):
        name, valid, changed = mutant(place)
        path.write_bytes(valid)
        true = {"x.dta": Delivery("x.dta", sha256_of(path), len(valid), "")}
        path.write_bytes(changed)
        kept = isinstance(verify(tmp_path, path, true), str)
        try:
            with limits():
                found = read(changed)
        except DamagedError as error:
            assert str(error), name
            counts["refused"] += 1
        except TimeoutError:
            counts["hang"] += 1
        except Exception as error:
            counts["crash"] += 1
            print(f"{name}: {type(error).__name__}")
        else:
            other = found != read(valid)
            counts["other" if other else "same"] += 1
            counts["accepted"] += other and kept
        assert not kept, name
    print(
        f"\n{MUTANTS:,} mutants: {counts['crash']} crashes, {counts['hang']} hangs, "
        f"{counts['accepted']} accepted with changed values under a true manifest; "
        f"{counts['refused']:,} refused by structure, {counts['other']:,} read to other values "
        f"(the sha256 is what stops these), {counts['same']:,} to the same; "
        f"random seeds 0 to {MUTANTS - 1:,}"
    )
    assert not counts["crash"]
    assert not counts["hang"]
    assert not counts["accepted"]
    assert counts["refused"] > MUTANTS // 2


def test_mutants_through_the_child(tmp_path):
    """Whatever a parser does, this side gets a file or a finding, and nothing stays behind."""
    work = tmp_path / "work"
    work.mkdir()
    counts = Counter[str]()
    for place in range(THROUGH_CHILD):
        name, _, changed = mutant(place)
        path = tmp_path / ("x.sav" if changed.startswith(b"$FL") else "x.dta")
        path.write_bytes(changed)
        result = read_export(path, path.name, "0" * 64, work)
        assert not list(work.iterdir()), name
        counts["refused" if isinstance(result, Finding) else "read"] += 1
        if isinstance(result, Finding):
            assert result.rule == "unreadable", name
            assert "reader stopped with code" not in result.message, name
            assert "cannot be parsed" not in result.message, name
    print(f"\n{THROUGH_CHILD} of them through the child process: {dict(counts)}")
    assert counts["refused"]


@pytest.mark.parametrize("name", ["h_plain.sav", "h_bytes.sav", "s_packed.zsav", "p_118.dta"])
def test_the_child_says_what_is_wrong(tmp_path, name):
    """A file is taken apart where it lies; what is refused within must still be told."""
    path = tmp_path / name
    content = (FILES / name).read_bytes()
    path.write_bytes(content[:-9] + content[-1:])
    result = read_export(path, name, "0" * 64, tmp_path)
    assert isinstance(result, Finding)
    assert "damaged" in result.message or "cut off" in result.message


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_mutant_in_data_raw_does_not_land(landed, kind):
    path = landed.raw / "w1" / "child.dta"
    valid = path.read_bytes()
    before = landed.bytes()
    path.write_bytes(kind(random.Random(3), valid) + b"\0")  # noqa: S311
    with pytest.raises(DataError) as caught:
        landed.ingest()
    assert caught.value.exit_code == ExitCode.BAD_DATA == 65
    assert [finding.rule for finding in caught.value.findings] == ["changed-file"]
    assert landed.bytes() == before


def lie(content: bytes, behind: bytes, form: str, value: int, skip: int = 0) -> bytes:
    place = content.index(behind) + len(behind) + skip
    return content[:place] + struct.pack(form, value) + content[place + struct.calcsize(form) :]


@pytest.fixture(scope="module")
def tagged() -> dict[int, bytes]:
    fields = [Field("a", BYTE, [1], labels={1: "one"}), Field("t", STRL, ["long"])]
    return {release: Maker(release).make(fields) for release in (117, 118, 119)}


@pytest.mark.parametrize("huge", [2**31 - 1, 2**31, 2**32 - 1])
@pytest.mark.parametrize("release", [117, 118, 119])
def test_huge_counts_of_stata_are_refused_before_anything_is_made(tagged, release, huge):
    content = tagged[release]
    lies = [
        lie(content, b"<lbl>", "<I", huge),
        lie(content, b"<lbl>", "<I", huge, 4 + (33 if release == 117 else 129) + 3),
        lie(content, b"<lbl>", "<I", huge, 8 + (33 if release == 117 else 129) + 3),
        lie(content, b"GSO", "<I", huge, (8 if release == 117 else 12) + 1),
        lie(content, b"<ch>", "<I", huge),
        lie(content, b"<N>", "<I" if release == 117 else "<Q", huge),
        lie(content, b"<K>", "<I" if release == 119 else "<H", huge % 65536 or 65535),
    ]
    lies += [lie(content, b"<map>", "<Q", huge, 8 * part) for part in range(14)]
    for changed in lies:
        with limits(), pytest.raises(DamagedError):
            read(changed)


@pytest.mark.parametrize("release", [113, 114, 115])
def test_huge_counts_of_old_stata_files(release):
    content = Maker(release).make([Field("a", BYTE, [1], labels={1: "one"})])
    for place, form in ((4, "<H"), (6, "<I")):
        size = struct.calcsize(form)
        changed = content[:place] + b"\xff" * size + content[place + size :]
        with limits(), pytest.raises(DamagedError):
            read(changed)


def test_rows_without_columns_are_refused():
    content = Maker(118, rows=2**60).make([Field("a", BYTE, [])])
    start = content.index(b"<K>") + 3
    with limits(), pytest.raises(DamagedError):
        read(content[:start] + bytes(2) + content[start + 2 :])
    with limits(), pytest.raises(DamagedError, match="no columns"):
        read(bytes([114, 2, 1, 0]) + struct.pack("<HI", 0, 2**31) + bytes(81 + 18 + 2 + 5))


@pytest.mark.parametrize("width", [b"00000000", b"99999999", b"00000256", b"00000001"])
def test_false_widths_of_long_texts_are_refused(width):
    content = (FILES / "h_long.sav").read_bytes()
    start = content.index(b"=", content.index(struct.pack("<III", 7, 14, 1)))
    end = content.index(b"\0", start)
    changed = content[: start + 1] + width[-(end - start - 1) :] + content[end:]
    with limits(), pytest.raises(DamagedError):
        read(changed)


@pytest.mark.parametrize("width", [b"1000000000", b"9" * 5000])
def test_a_long_text_of_absurd_width(width):
    content = (FILES / "h_long.sav").read_bytes()
    record = content.index(struct.pack("<III", 7, 14, 1))
    start = content.index(b"=", record)
    size = struct.unpack("<I", content[record + 12 : record + 16])[0]
    name = content[record + 16 : start + 1]
    rest = content[record + 16 + size :]
    told = name + width + b"\0\t"
    changed = content[:record] + struct.pack("<IIII", 7, 14, 1, len(told)) + told + rest
    with limits(), pytest.raises(DamagedError):
        read(changed)


def packed(blocks: list[tuple[bytes, int]]) -> bytes:
    """The dictionary of a .zsav and blocks of our own: bytes, and what they say to inflate to."""
    valid = (FILES / "s_packed.zsav").read_bytes()
    start = read_layout(memoryview(valid)).data
    entries, plain, place = [], start, start + 24
    for content, size in blocks:
        entries.append(struct.pack("<qqII", plain, place, size, len(content)))
        plain, place = plain + size, place + len(content)
    tail = struct.pack("<qqII", -100, 0, 0x3FF000, len(entries)) + b"".join(entries)
    head = valid[:start] + struct.pack("<qqq", start, place, len(tail))
    return head + b"".join(content for content, _ in blocks) + tail


@pytest.mark.parametrize("filler", [0, 101, 252, 253, 254, 255])
def test_blocks_that_inflate_without_end(filler):
    size = 1 << 26
    bomb = zlib.compress(bytes([filler]) * size, 9)
    with limits(), pytest.raises(DamagedError, match="more than its rows"):
        read(packed([(bomb, size)] * 50))


@pytest.mark.parametrize("size", [0, 8, 1 << 27, 2**32 - 1])
def test_blocks_that_lie_about_their_size(size):
    with limits(), pytest.raises(DamagedError):
        read(packed([(zlib.compress(bytes(16)), size)]))


@pytest.mark.parametrize("place", [64, 68, 72, 80])
def test_false_numbers_in_the_head_of_an_spss_file(place):
    content = (FILES / "s_bytes.sav").read_bytes()
    changed = content[:place] + b"\xfe\xff\xff\x7f" + content[place + 4 :]
    if place == 68:  # the count of words is no promise, and nobody reads it
        assert read(changed) == read(content)
        return
    with limits(), pytest.raises(DamagedError):
        read(changed)


@pytest.mark.parametrize("record", [2, 3, 4, 6, 7])
def test_huge_counts_in_the_dictionary_of_an_spss_file(record):
    content = (FILES / "s_ranges.sav").read_bytes()
    start = 176
    changed = content[:start] + struct.pack("<I", record) + b"\xff" * 12 + content[start + 16 :]
    with limits(), pytest.raises(DamagedError):
        read(changed)


def test_big_endian_is_the_same_file():
    low, high = (read((FILES / f"p_118{end}.dta").read_bytes()) for end in ("", "_big"))
    assert low[0] == high[0]
    assert np.all([a == b for a, b in zip(low[1:], high[1:], strict=True)])
