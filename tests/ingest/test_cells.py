from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.ingest.cells import with_cells
from kinpanel.tables.frame import reasons_column, typed

COUNT = Variable(name="n", type="integer", label={"en": "n"})
TABLE = TableCodebook(table="t", label={"en": "t"}, unit="t", key=("n",), variables=(COUNT,))
REASONS = ["refused", "dont_know"]


def frame(values, reasons):
    made = pd.DataFrame({"n": typed(COUNT, np.array(values, dtype=object)), "other": range(3)})
    beside = reasons_column(np.array(reasons, dtype=object), "n", REASONS)
    if beside is not None:
        made.insert(1, "n__why", beside)
    return made


def test_reasons_come_and_go_with_the_values():
    whole, holey = frame([1, 2, 3], ["", "", ""]), frame([1, None, 3], ["", "dont_know", ""])
    there = with_cells(whole, TABLE, {"n": ([1], ["missing:dont_know"])}, REASONS)
    pd.testing.assert_frame_equal(there, holey)
    back = with_cells(holey, TABLE, {"n": ([1], ["2"])}, REASONS)
    pd.testing.assert_frame_equal(back, whole)
    pd.testing.assert_frame_equal(whole, frame([1, 2, 3], ["", "", ""]))


def test_one_reason_can_take_the_place_of_another():
    made = with_cells(
        frame([1, None, 3], ["", "dont_know", ""]),
        TABLE,
        {"n": ([1], ["missing:refused"])},
        REASONS,
    )
    pd.testing.assert_frame_equal(made, frame([1, None, 3], ["", "refused", ""]))


def test_nothing_to_set_changes_nothing():
    whole = frame([1, None, 3], ["", "refused", ""])
    pd.testing.assert_frame_equal(with_cells(whole, TABLE, {}, REASONS), whole)
