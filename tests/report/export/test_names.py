from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.report.export.columns import Column
from kinpanel.report.export.names import SPSS, STATA, names_for
from kinpanel.tables.frame import WHY


def column(name: str, of: str | None = None) -> Column:
    empty = np.array([], dtype="int64")
    return Column(name, "integer", empty, empty.astype(bool), empty, "", of=of)


def test_reserved_words_and_long_companions_get_other_names():
    long = "x" * 32
    names, notes = names_for([column("long"), column(long), column(long + WHY, of=long)], STATA)
    assert names == ["long_2", long, "x" * 27 + WHY]
    assert [note.variable for note in notes] == ["long", long + WHY]
    assert names_for([column("ALL"), column("long")], SPSS)[0] == ["ALL_2", "long"]


def test_a_variable_keeps_its_name_before_a_companion():
    names, _ = names_for([column("a__why", of="a"), column("a__why")], STATA)
    assert names == ["a_2__why", "a__why"]


@given(
    st.lists(st.from_regex(r"\A[A-Za-z][A-Za-z0-9_]{0,31}\Z"), unique=True, max_size=8),
    st.sampled_from([STATA, SPSS]),
)
def test_names_are_taken_by_the_format_and_never_twice(wanted, naming):
    columns = [column(name) for name in wanted]
    columns += [column(name + WHY, of=name) for name in wanted]
    names, _ = names_for(columns, naming)
    folded = names if naming.case_matters else [name.lower() for name in names]
    assert len(set(folded)) == len(columns)
    assert all(len(name) <= naming.longest for name in names)
    assert not any(naming.reserved.fullmatch(name) for name in names)
