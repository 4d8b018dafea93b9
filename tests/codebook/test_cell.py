from __future__ import annotations

from datetime import date

import pytest

from kinpanel.codebook.cell import cell_value, missing_reason, wrong_cell
from kinpanel.codebook.model import Variable


def variable(kind, **more):
    return Variable(name="v", type=kind, label={"en": "v"}, **more)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("integer", "7", 7),
        ("decimal", "2.50", 2.5),
        ("boolean", "0", 0),
        ("text", "0101", "0101"),
        ("month", "2014-07", date(2014, 7, 1)),
        ("date", "2014-07-31", date(2014, 7, 31)),
        ("month", "missing:refused", None),
    ],
)
def test_sound_cells(kind, written, value):
    assert wrong_cell(written, variable(kind), {"refused"}) is None
    assert cell_value(written, variable(kind)) == value


@pytest.mark.parametrize(
    ("kind", "written", "message"),
    [
        ("integer", "", "is empty"),
        ("text", "", "is empty"),
        ("integer", "7.5", "is not a whole number"),
        ("boolean", "yes", "is not 0 or 1"),
        ("month", "2014-13", "is no month"),
        ("month", "2014-07-01", "is no month"),
        ("date", "2014-02-30", "is no date"),
        ("date", "20140228", "is no date"),
        ("integer", "missing:refusd", "unknown missing reason 'refusd'"),
    ],
)
def test_cells_that_cannot_be(kind, written, message):
    wrong = wrong_cell(written, variable(kind), {"refused"})
    assert wrong is not None
    assert wrong[0] == message
    assert wrong[1]


def test_levels_and_ranges_hold():
    ranged = variable("integer", range=(0, 5))
    assert wrong_cell("6", ranged, None) is not None
    level = {"code": "1", "label": {"en": "Boy"}}
    assert wrong_cell("2", variable("nominal", levels=(level,)), None) is not None
    assert wrong_cell("1", variable("nominal", levels=(level,)), None) is None


def test_reasons_are_looked_up_only_where_they_are_known():
    assert wrong_cell("missing:anything", variable("integer"), None) is None
    assert missing_reason("missing: refused") == "refused"
    assert missing_reason("refused") is None
