"""What stands around the rows of a file counts them."""

from __future__ import annotations

import pandas as pd
import pytest

from kinpanel.errors import StoreError
from kinpanel.simulate.writing.shell import shell_of

pyreadstat = pytest.importorskip("pyreadstat")


def raw(path, rows):
    frame = pd.DataFrame({"a": [1.5] * rows})
    if path.suffix == ".sav":
        pyreadstat.write_sav(frame, path)
    else:
        pyreadstat.write_dta(frame, path, version=13)
    return path.read_bytes()


@pytest.mark.parametrize("name", ["one.dta", "one.sav"])
def test_a_shell_counts_rows_and_holds_no_more_than_the_format(tmp_path, name):
    shell = shell_of(raw(tmp_path / name, 1))
    assert shell.record == 8
    head, tail = shell.around(3)
    cells = raw(tmp_path / name, 3)[len(head) : len(head) + 24]
    (tmp_path / name).write_bytes(head + cells + tail)
    read = pyreadstat.read_sav if name.endswith("sav") else pyreadstat.read_dta
    found, meta = read(tmp_path / name)
    assert meta.number_rows == 3
    assert found["a"].tolist() == [1.5] * 3
    with pytest.raises(StoreError, match="5,000,000,000"):
        shell.around(5_000_000_000)


@pytest.mark.parametrize("name", ["one.dta", "one.sav"])
def test_a_file_of_two_rows_has_no_shell(tmp_path, name):
    with pytest.raises(StoreError, match="one row"):
        shell_of(raw(tmp_path / name, 2))
