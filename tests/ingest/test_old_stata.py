"""A file of formats 113 to 115 ends where its last label set ends, and nowhere else."""

from __future__ import annotations

import io

import pandas as pd
import pyreadstat
import pytest

from kinpanel.ingest.old_stata import ends_whole


def content(path, version, *, rows=3, labels=True) -> bytes:
    data = pd.DataFrame({"n": [1.0, 2.0, 3.0], "t": ["a", "bcd", ""], "m": [1.0, 2.0, 3.0]})
    sets = {"n": {1: "one", 2: "two"}, "m": {1: "a longer label"}} if labels else {}
    pyreadstat.write_dta(data.iloc[:rows], path, version=version, variable_value_labels=sets)
    return path.read_bytes()


@pytest.mark.parametrize("version", [8, 10, 12])
@pytest.mark.parametrize("rows", [0, 3])
@pytest.mark.parametrize("labels", [True, False])
def test_whole_and_every_cut(tmp_path, version, rows, labels):
    whole = content(tmp_path / "x.dta", version, rows=rows, labels=labels)
    good = [size for size in range(len(whole) + 1) if ends_whole(io.BytesIO(whole[:size]))]
    # a cut just between two label sets cannot be told from the end
    assert good[-1] == len(whole)
    assert len(good) == (3 if labels else 1)
    assert not ends_whole(io.BytesIO(whole + b"\0"))


def test_the_other_byte_order(tmp_path):
    path = tmp_path / "x.dta"
    data = pd.DataFrame({"n": [1, 2], "t": ["a", "b"]})
    data.to_stata(path, write_index=False, version=114, byteorder=">")
    whole = path.read_bytes()
    assert whole[1] == 1
    assert ends_whole(io.BytesIO(whole))
    assert not ends_whole(io.BytesIO(whole[:-1]))
