"""Files written in blocks of rows have the bytes that pyreadstat writes for all rows at once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.errors import StoreError
from kinpanel.simulate.exports import encode
from kinpanel.simulate.layouts import Column, Layout, Missing
from kinpanel.simulate.stamps import fix_stamp
from kinpanel.simulate.writing import Spill, cells_of, rawfile, write_file

pyreadstat = pytest.importorskip("pyreadstat")

TAGS = Missing({"dont_know": "b", "refused": "c"}, {"b": "Don't know", "c": "Refused"})
NEGATIVE = Missing({"dont_know": -1}, {-1: "Don't know"}, low=-9, high=-1)
ROWS = st.fixed_dictionaries(
    {
        "pid": st.text("0123456789", min_size=1, max_size=10),
        "words": st.one_of(st.text("ab 茶", max_size=20), st.just("村" * 120), st.just("x" * 700)),
        "height": st.one_of(st.floats(-1e6, 1e6), st.just(float("nan"))),
        "shock": st.integers(0, 1),
        "shock__why": st.sampled_from(["", "dont_know", "refused", "inapplicable"]),
        "month": st.integers(0, 760),
    }
)


def layout_of(stata: int | None, missing: Missing) -> Layout:
    columns = (
        Column("pid", "pid", "Child", "text"),
        Column("words", "words", "Remarks", "text"),
        Column("height", "height", "Height"),
        Column("shock", "shock", "Shock", codes={0: 5, 1: 1}, labels={1: "Yes"}, answer=True),
        Column("month", "month", "Month", "stata_month" if stata else "yyyymm"),
    )
    return Layout("w1", "child", "one" + (".dta" if stata else ".sav"), stata, columns, missing)


def in_blocks(folder: Path, layout: Layout, blocks: list[pd.DataFrame]) -> bytes:
    spill = Spill(folder / "rows", stata=layout.stata is not None, encoding=layout.encoding)
    for rows in blocks:
        spill.add(cells_of(rows, layout))
    assert spill.rows == sum(map(len, blocks))
    write_file(folder / layout.file, layout, spill)
    return (folder / layout.file).read_bytes()


def at_once(folder: Path, layout: Layout, rows: pd.DataFrame) -> bytes:
    rawfile._write(folder / layout.file, layout, encode(rows, layout))
    fix_stamp(folder / layout.file)
    return (folder / layout.file).read_bytes()


@settings(max_examples=60)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=12),
    cut=st.integers(0, 12),
    kind=st.sampled_from([(13, NEGATIVE), (14, TAGS), (15, TAGS), (None, NEGATIVE)]),
)
def test_blocks_make_the_same_file_as_all_rows_at_once(rows, cut, kind):
    number = {**rows[0], "shock__why": ""}  # pyreadstat takes a column of letters alone for text
    frame = pd.DataFrame([number, *rows])
    layout = layout_of(*kind)
    blocks = [frame[: 1 + cut], frame[1 + cut :].reset_index(drop=True)]
    with TemporaryDirectory() as folder:
        made = in_blocks(Path(folder), layout, [block for block in blocks if len(block)])
        assert made == at_once(Path(folder), layout, frame)


def frame_of(**columns: list[object]) -> pd.DataFrame:
    row = {"pid": "1", "words": "", "height": 1.5, "shock": 1, "shock__why": "", "month": 700}
    size = len(next(iter(columns.values())))
    return pd.DataFrame({**{name: [cell] * size for name, cell in row.items()}, **columns})


def test_a_column_of_nothing_but_letters_keeps_them(tmp_path):
    layout = layout_of(14, TAGS)
    in_blocks(tmp_path, layout, [frame_of(shock__why=["refused", "dont_know"])] * 2)
    found, _ = pyreadstat.read_dta(tmp_path / layout.file, user_missing=True)
    assert found["shock"].tolist() == ["c", "b", "c", "b"]


def test_a_number_far_behind_letters_moves_to_the_front(tmp_path):
    layout = layout_of(14, TAGS)
    rows = frame_of(pid=[str(at) for at in range(60)], shock__why=["refused"] * 55 + [""] * 5)
    in_blocks(tmp_path, layout, [rows])
    found, _ = pyreadstat.read_dta(tmp_path / layout.file, user_missing=True)
    assert found["pid"].tolist() == ["55", *(str(at) for at in range(60) if at != 55)]


def test_texts_in_another_encoding_lie_in_cells_of_their_width_in_utf_8(tmp_path):
    layout = layout_of(13, NEGATIVE)
    gbk = Layout(*(getattr(layout, name) for name in layout.__dataclass_fields__))
    object.__setattr__(gbk, "encoding", "gbk")
    blocks = [frame_of(words=["茶叶", "a"]), frame_of(words=["村" * 7])]
    plain = in_blocks(tmp_path, layout, blocks)
    (tmp_path / "rows").unlink()
    assert len(in_blocks(tmp_path, gbk, blocks)) == len(plain)
    found, _ = pyreadstat.read_dta(tmp_path / layout.file, encoding="GBK")
    assert found["words"].tolist() == ["茶叶", "a", "村" * 7]


def test_a_text_that_does_not_fit_a_cell_is_refused(tmp_path):
    with pytest.raises(StoreError, match="words"):
        in_blocks(tmp_path, layout_of(14, TAGS), [frame_of(words=["x" * 2045])])
