"""Three-valued truth against every way in which the unknown could turn out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from kinpanel.derived.absence.bounds import Bounds

VALUES = (True, False, None)
TRIPLES = list(product(VALUES, repeat=3))


def bounds(values):
    return Bounds.of(pd.Series(list(values), dtype="boolean"))


def read(found):
    column = found.column(pd.RangeIndex(len(found.sure)))
    return [None if value is pd.NA else bool(value) for value in column]


def worlds(*values):
    """Every way to settle what is unknown."""
    return product(*[(True, False) if value is None else (value,) for value in values])


def settled(how, *values):
    """The answer that all worlds give, None where they differ."""
    answers = {how(*world) for world in worlds(*values)}
    return answers.pop() if len(answers) == 1 else None


A, B, C = (bounds(column) for column in zip(*TRIPLES, strict=True))


@pytest.mark.parametrize(
    ("found", "how"),
    [
        (A & B, lambda a, b, c: a and b),
        (A | B, lambda a, b, c: a or b),
        (~A, lambda a, b, c: not a),
        (A.choose(B, C), lambda a, b, c: b if a else c),
        (~(A & B) | C, lambda a, b, c: not (a and b) or c),
    ],
)
def test_what_all_worlds_agree_on_is_known_and_nothing_more(found, how):
    assert read(found) == [settled(how, *triple) for triple in TRIPLES]
    assert not (found.sure & ~found.possible).any()


def test_known_unknown_and_never_part_the_rows():
    assert read(A) == [triple[0] for triple in TRIPLES]
    assert (A.sure.astype(int) + A.unknown + A.never == 1).all()
    assert read(Bounds.nobody_knows(2)) == [None, None]
    assert read(Bounds.known(np.array([True, False]))) == [True, False]


def test_the_column_is_a_copy():
    known = Bounds.known(np.array([True, False]))
    column = known.column(pd.RangeIndex(2))
    column.iloc[0] = False
    assert known.sure.tolist() == [True, False]
