"""Growth tables of one's own, read strictly."""

from __future__ import annotations

import numpy as np
import pytest

from kinpanel.derived.growth import read_growth_tables
from kinpanel.errors import DefinitionError

HEAD = "indicator,sex,by,at,l,m,s"
GOOD = [
    HEAD,
    "height_for_age,female,month,62,1,111,0.05",
    "height_for_age,female,month,61,1,110,0.04",
    "weight_for_height,male,cm,65.0,-0.35,7.4,0.08",
    "weight_for_height,male,cm,65.1,-0.35,7.5,0.08",
]


def written(tmp_path, lines):
    path = tmp_path / "lms.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_file_becomes_tables(tmp_path):
    tables = read_growth_tables(written(tmp_path, GOOD))
    assert tables.source == "lms.csv"
    found = tables.by_age("height_for_age", "female", np.array([61.5]))
    assert found.tolist() == [[1, 110.5, pytest.approx(0.045)]]
    size = tables.by_size("weight_for_height", "male", np.array([65.05]))
    assert size[0, 1] == pytest.approx(7.45)
    assert not tables.holds("bmi_for_age")


@pytest.mark.parametrize(
    ("lines", "line", "message", "advice"),
    [
        ([HEAD], 1, "there are no rows", "one row"),
        ([HEAD.removesuffix(",s")], 1, "column 's' is missing", "add it"),
        (
            [*GOOD, "height_for_agee,male,month,61,1,110,0.04"],
            6,
            "unknown indicator 'height_for_agee'",
            "did you mean 'height_for_age'?",
        ),
        ([*GOOD, "height_for_age,m,month,61,1,110,0.04"], 6, "unknown sex 'm'", "known: female"),
        ([*GOOD, "height_for_age,male,week,61,1,110,0.04"], 6, "unknown by 'week'", "known: cm"),
        ([*GOOD, "height_for_age,male,month,61,1,1e2,0.04"], 6, "m is not a number", "digits"),
        (
            [*GOOD, "height_for_age,male,month,61.5,1,110,0.04"],
            6,
            "61.5 is no whole month",
            "whole days",
        ),
        (
            [*GOOD, "weight_for_height,male,month,61,1,110,0.04"],
            6,
            "weight_for_height does not go by month",
            "write cm",
        ),
        ([*GOOD, GOOD[1]], 6, "stands twice (first in line 2)", "keep one"),
        (
            [*GOOD, "height_for_age,female,month,64,1,112,0.04"],
            3,
            "height_for_age, female, by month: rows are 1 month apart, but 64 follows 62",
            "any order",
        ),
        (
            [*GOOD, "height_for_age,male,day,0,1,-50,0.04"],
            6,
            "L, M and S at 0 day cannot be those of a distribution",
            "look at the rows",
        ),
    ],
)
def test_what_is_wrong_is_told_by_line(tmp_path, lines, line, message, advice):
    with pytest.raises(DefinitionError, match=r"lms\.csv cannot be used") as caught:
        read_growth_tables(written(tmp_path, lines))
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("lms.csv", line)
    assert message in finding.message
    assert advice in finding.advice


def test_everything_is_told_at_once(tmp_path):
    lines = [*GOOD, "height,male,month,61,1,110,0.04", "height_for_age,male,month,x,1,y,0.04"]
    with pytest.raises(DefinitionError) as caught:
        read_growth_tables(written(tmp_path, lines))
    assert [finding.line for finding in caught.value.findings] == [6, 7, 7]
