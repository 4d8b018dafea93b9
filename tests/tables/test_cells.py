from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.tables.cells import cell_texts, key_texts, written_cells
from kinpanel.tables.frame import reasons_column, typed


def variable(name, kind):
    return Variable(name=name, type=kind, label={"en": name})


MONTH, COUNT, YES = variable("m", "month"), variable("n", "integer"), variable("y", "boolean")
TABLE = TableCodebook(
    table="spell", label={"en": "s"}, unit="s", key=("n", "m"), variables=(MONTH, COUNT, YES)
)


def frame():
    days = np.array([np.datetime64("2014-07-01"), None, np.datetime64("2016-12-01")], dtype=object)
    return pd.DataFrame(
        {
            "n": typed(COUNT, np.array([7, 8, None], dtype=object)),
            "n__why": reasons_column(np.array(["", "", "refused"], dtype=object), "n", ["refused"]),
            "m": typed(MONTH, days),
            "y": typed(YES, np.array([1, 0, None], dtype=object)),
        }
    )


def test_cells_as_people_write_them():
    assert cell_texts(frame()["n"], COUNT) == ["7", "8", ""]
    assert cell_texts(frame()["m"], MONTH) == ["2014-07", "", "2016-12"]
    assert cell_texts(frame()["m"], None)[0] == "2014-07-01"
    assert cell_texts(frame()["y"], YES) == ["1", "0", ""]


def test_missing_cells_are_written_with_their_reasons():
    assert written_cells(frame(), "n", COUNT, [2, 0]) == ["missing:refused", "7"]
    assert written_cells(frame(), "y", YES, [2]) == ["missing:"]


def test_keys_are_in_the_order_of_the_codebook_and_parted_by_commas():
    assert key_texts(frame(), TABLE).tolist() == ["7,2014-07", "8,", ",2016-12"]
    assert key_texts(frame().drop(columns="m"), TABLE).tolist() == ["7", "8", ""]
    assert key_texts(frame().iloc[:0], TABLE).tolist() == []
