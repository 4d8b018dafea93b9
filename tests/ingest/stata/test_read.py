"""Files of every format, byte order and type come back as they were written."""

from __future__ import annotations

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ingest.stata.writer import BYTE, DOUBLE, FLOAT, INT, LONG, STRL, Field, Maker

from kinpanel.ingest.columns import TAGS, ReadColumn
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.stata import RELEASES, read_stata

LIMITS = {BYTE: (-127, 100), INT: (-32767, 32740), LONG: (-2147483647, 2147483620)}
TEXTS = st.text(st.characters(codec="cp1252", exclude_characters="\0"), max_size=6)


def read(content: bytes, encoding: str | None = None) -> tuple[int, list[ReadColumn]]:
    return read_stata(memoryview(content), encoding)


def cells(column: ReadColumn) -> list[object]:
    marks = column.marks if column.marks is not None else [0] * len(column.cells)
    values = column.cells.tolist()
    if column.texts is not None:
        values = [column.texts[index] for index in values]
        return ["" if mark else value for value, mark in zip(values, marks, strict=True)]
    return [TAGS[mark - 1] if mark else value for value, mark in zip(values, marks, strict=True)]


def numbers(kind: int) -> st.SearchStrategy[object]:
    if kind in LIMITS:
        return st.integers(*LIMITS[kind])
    if kind == FLOAT:
        return st.floats(-(2.0**126), 2.0**126, width=32)
    return st.floats(-(2.0**1022), 2.0**1022)


@st.composite
def fields(draw: st.DrawFn, release: int) -> list[Field]:
    rows = draw(st.integers(0, 5))
    kinds = [BYTE, INT, LONG, FLOAT, DOUBLE, 24, *([STRL] if release >= 117 else [])]
    made = []
    for place, kind in enumerate(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=5))):
        text = kind in (24, STRL)
        cell = TEXTS if text else st.one_of(numbers(kind), st.sampled_from(TAGS))
        column = draw(st.lists(cell, min_size=rows, max_size=rows))
        labels = {} if text else draw(st.dictionaries(st.integers(-9, 2147483647), TEXTS))
        made.append(Field(f"v{place}", kind, column, draw(TEXTS), "%9.0g", labels))
    return made


def label_code(number: int) -> str:
    return str(number) if number < 2147483621 else TAGS[number - 2147483621]


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("release", RELEASES)
@given(data=st.data())
def test_round_trip(release, order, data):
    made = data.draw(fields(release))
    encoding = "utf-8" if release >= 118 else "cp1252"
    content = Maker(release, order, encoding).make(made)
    rows, found = read(content, encoding)
    assert rows == len(made[0].cells)
    assert [column.name for column in found] == [column.name for column in made]
    for column, back in zip(made, found, strict=True):
        text = column.kind in (24, STRL)
        wanted = [str(c).rstrip() for c in column.cells] if text else column.cells
        assert cells(back) == wanted
        assert back.label == column.label
        assert back.labels == {label_code(n): t for n, t in sorted(column.labels.items())}


def test_stata_13_wrote_no_place_of_the_variable_labels():
    content = Maker(117, zero_place=True, encoding="cp1252").make([Field("a", BYTE, [1], "Age")])
    assert read(content)[1][0].label == "Age"


def test_a_label_on_blank_and_one_on_zero_are_two_labels():
    labels = {0: "No", 2147483621: "blank", 2147483622: "refused"}
    made = [Field("a", BYTE, [0, ".", ".a"], labels=labels)]
    column = read(Maker().make(made))[1][0]
    assert column.labels == {"0": "No", ".": "blank", ".a": "refused"}


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, -math.nan])
@pytest.mark.parametrize("kind", [FLOAT, DOUBLE])
def test_numbers_that_stata_does_not_have(kind, value):
    with pytest.raises(DamagedError, match="number that Stata does not have"):
        read(Maker().make([Field("a", kind, [1.0, value])]))


def test_a_missing_value_beyond_z():
    content = Maker().make([Field("a", DOUBLE, [".z"])])
    beyond = struct.pack("<q", (0x7FE0 << 48) + 27 * (1 << 40))
    with pytest.raises(DamagedError, match="number that Stata does not have"):
        read(content.replace(struct.pack("<q", (0x7FE0 << 48) + 26 * (1 << 40)), beyond))


SAMPLE = [
    Field("id", LONG, [1, 2, 3], "Id"),
    Field("often", BYTE, [1, ".a", 2], "How often", labels={1: "Never", 2: "Always"}),
    Field("note", STRL, ["first", "", "third"]),
]


@pytest.mark.parametrize("release", [117, 118, 119])
def test_every_cut_is_refused(release):
    content = Maker(release).make(SAMPLE)
    read(content)
    for size in range(len(content)):
        with pytest.raises(DamagedError):
            read(content[:size])


@pytest.mark.parametrize("release", [117, 118, 119])
def test_bytes_that_are_doubled_or_lost_within_are_refused(release):
    content = Maker(release).make(SAMPLE)
    for place in range(0, len(content) - 8, 5):
        for changed in (
            content[:place] + content[place : place + 4] + content[place:],
            content[:place] + content[place + 4 :],
        ):
            with pytest.raises(DamagedError):
                read(changed)


@pytest.mark.parametrize("rows", [0, 2, 4, 1 << 31])
def test_a_false_count_of_rows_is_refused(rows):
    with pytest.raises(DamagedError, match=f"counts {rows} rows"):
        read(Maker(118, rows=rows).make(SAMPLE))


@pytest.mark.parametrize("release", [113, 114, 115])
def test_old_files_that_end_within_a_part(release):
    content = Maker(release).make(SAMPLE[:2])
    whole = len(content) - len(Maker(release).label_set("often", SAMPLE[1].labels))
    for size in (*range(1, whole), *range(whole + 1, len(content))):
        with pytest.raises(DamagedError):
            read(content[:size])


def test_two_columns_of_one_name():
    with pytest.raises(DamagedError, match="two columns have one name"):
        read(Maker().make([Field("a", BYTE, [1]), Field("a", BYTE, [1])]))


def test_a_cell_that_names_no_long_text():
    maker = Maker()
    content = maker.make([Field("a", STRL, ["x"])])
    with pytest.raises(DamagedError, match="long text that is not there"):
        read(content.replace(b"GSO" + struct.pack("<IQ", 1, 1), b"GSO" + struct.pack("<IQ", 1, 2)))


def test_binary_long_texts_are_no_answers():
    content = Maker().make([Field("a", STRL, ["xyz"])])
    with pytest.raises(DamagedError, match="binary"):
        read(content.replace(struct.pack("<BI", 130, 4), struct.pack("<BI", 129, 4)))


def test_texts_that_the_default_would_garble():
    words = ["是否外出打工", "父亲", "母亲在外地"]
    content = Maker(115, encoding="gb18030").make([Field("a", 24, words, "孩子的性别")])
    with pytest.raises(DamagedError, match="look like GB18030") as caught:
        read(content)
    assert "encoding: GB18030" in caught.value.advice
    assert cells(read(content, "GB18030")[1][0]) == words


def test_a_text_cut_within_a_character():
    content = Maker(118).make([Field("a", 8, ["父亲母"])])  # nine bytes, room for eight
    column = read(content)[1][0]
    assert (cells(column), column.cut) == (["父亲"], 1)
