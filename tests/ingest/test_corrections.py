from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.ledger import Correction
from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.ingest.corrections import apply_corrections
from kinpanel.tables.frame import reasons_column, typed, why

REASONS = ["refused", "dont_know"]
LEVELS = tuple({"code": code, "label": {"en": code}} for code in "123")
KINDS = {
    "n": ("integer", ["1", "-4", "250"], [1, -4, 250]),
    "d": ("decimal", ["0.5", "2", "-1.25"], [0.5, 2.0, -1.25]),
    "b": ("boolean", ["0", "1"], [0, 1]),
    "t": ("text", ["a", "b c", "0101"], ["a", "b c", "0101"]),
    "c": ("nominal", ["1", "2", "3"], ["1", "2", "3"]),
    "m": ("month", ["2014-07", "1999-12"], ["2014-07-01", "1999-12-01"]),
}
TABLE = TableCodebook(
    table="child",
    label={"en": "c"},
    unit="c",
    key=("pid",),
    variables=(
        Variable(name="pid", type="text", label={"en": "id"}),
        *(
            Variable(name=name, type=kind, label={"en": name}, levels=LEVELS if name == "c" else ())
            for name, (kind, _, _) in KINDS.items()
        ),
    ),
)


def value(name, written):
    kind, texts, values = KINDS[name]
    found = values[texts.index(written)]
    return np.datetime64(found) if kind == "month" else found


def build(cells):
    """A typed table; `cells` hold for every row and variable a text, or a reason as `missing:x`."""
    pids = [f"p{row}" for row in range(len(cells))]
    columns = [typed(TABLE.variables[0], np.array([*pids, None], dtype=object)[:-1])]
    for variable in TABLE.variables[1:]:
        written = [row[variable.name] for row in cells]
        reason = [text[8:] if text.startswith("missing:") else "" for text in written]
        held = [
            None if r else value(variable.name, t) for r, t in zip(reason, written, strict=True)
        ]
        columns.append(typed(variable, np.array([*held, None], dtype=object)[:-1]))
        beside = reasons_column(
            np.array([*reason, None], dtype=object)[:-1], variable.name, REASONS
        )
        if beside is not None:
            columns.append(beside)
    return pd.concat(columns, axis=1)


def correction(row, name, was, now):
    about = ("why", "form", "Li Na", "2024-05-02", "codebooks/corrections.csv", 2)
    return Correction("child", f"p{row}", "w1", name, was, now, *about)


def cell(name):
    return st.sampled_from([*KINDS[name][1], *(f"missing:{reason}" for reason in REASONS)])


ROWS = st.lists(st.fixed_dictionaries({name: cell(name) for name in KINDS}), min_size=1, max_size=5)


@st.composite
def decided(draw):
    """A table and corrections that fit it, at most one for a cell."""
    cells = draw(ROWS)
    found = []
    for row, held in enumerate(cells):
        for name in KINDS:
            now = draw(st.none() | cell(name))
            if now is not None and now != held[name]:
                found.append(correction(row, name, held[name], now))
    return cells, draw(st.permutations(found))


@given(decided())
def test_corrections_set_what_they_say_and_their_inverses_restore_the_table(case):
    cells, corrections = case
    frame = build(cells)
    kept = frame.copy()
    changed, findings = apply_corrections(frame, TABLE, corrections, REASONS)
    assert findings == []
    pd.testing.assert_frame_equal(frame, kept)
    wanted = [dict(row) for row in cells]
    for one in corrections:
        wanted[int(one.key[1:])][one.variable] = one.now
    pd.testing.assert_frame_equal(changed, build(wanted))
    inverse = [replace(one, was=one.now, now=one.was) for one in corrections]
    restored, findings = apply_corrections(changed, TABLE, inverse, REASONS)
    assert findings == []
    pd.testing.assert_frame_equal(restored, frame)


@given(decided(), st.data())
def test_one_that_does_not_fit_keeps_all_from_being_set(case, data):
    cells, corrections = case
    frame = build(cells)
    row = data.draw(st.integers(0, len(cells) - 1))
    name = data.draw(st.sampled_from(sorted(KINDS)))
    was = data.draw(cell(name).filter(lambda text: text != cells[row][name]))
    others = [one for one in corrections if (one.key, one.variable) != (f"p{row}", name)]
    wrong = replace(correction(row, name, was, cells[row][name]), line=9)
    same, (finding,) = apply_corrections(frame, TABLE, [*others, wrong], REASONS)
    assert same is frame
    assert finding.line == 9
    assert f"p{row}" not in finding.message


ONE = {name: texts[0] for name, (_, texts, _) in KINDS.items()}


def test_values_are_compared_and_not_their_spelling():
    changed, findings = apply_corrections(
        build([ONE]), TABLE, [correction(0, "d", "0.50", "2.0")], REASONS
    )
    assert findings == []
    assert changed["d"].tolist() == [2.0]


def test_the_last_reason_that_goes_takes_its_column_along():
    frame = build([{**ONE, "n": "missing:refused"}])
    changed, _ = apply_corrections(
        frame, TABLE, [correction(0, "n", "missing:refused", "1")], REASONS
    )
    assert why("n") in frame
    assert why("n") not in changed


@pytest.mark.parametrize(
    ("rows", "message"),
    [(["p1"], "no row of the wave has its key"), (["p0", "p0"], "its key is that of 2 rows")],
)
def test_a_key_of_no_row_or_of_several(rows, message):
    frame = build([ONE] * len(rows)).assign(pid=pd.array(rows, dtype="string"))
    _, (finding,) = apply_corrections(frame, TABLE, [correction(0, "n", "1", "-4")], REASONS)
    assert finding.message == message


def test_a_variable_that_the_frame_lacks():
    frame = build([ONE]).drop(columns="n")
    _, (finding,) = apply_corrections(frame, TABLE, [correction(0, "n", "1", "-4")], REASONS)
    assert finding.message == "the table of this wave lacks the variable"
