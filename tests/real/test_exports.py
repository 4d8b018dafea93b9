"""Every real .dta, .sav and .zsav is read to what pyreadstat's dict output holds, or refused."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pyreadstat
import pytest

from kinpanel.errors import Finding
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.readers import read_export

pytestmark = pytest.mark.real

FOLDER = os.environ.get("KINPANEL_REAL_DATA")
if not FOLDER:
    pytest.skip("KINPANEL_REAL_DATA names no folder of real data", allow_module_level=True)
CORPORA = ("readstat-corpus", "haven-tests", "pyreadstat-tests")
FILES = sorted(
    path
    for corpus in CORPORA
    for path in (Path(FOLDER) / corpus).rglob("*")
    if path.suffix in {".dta", ".sav", ".zsav"}
)


def same(name: str, cells: list[object], file: RawFile) -> None:
    column = file.columns[name]
    assert len(cells) == len(column.values) == len(column.tags)
    for cell, value, tag in zip(cells, column.values.tolist(), column.tags, strict=True):
        if column.storage == "text":
            text = str(cell or "").rstrip()
            assert (value, tag) == (text, "" if text else ".")
        elif isinstance(cell, str):
            assert tag == f".{cell}"
        elif cell is None or (isinstance(cell, float) and math.isnan(cell)):
            assert tag == "."
        else:
            assert (value, tag) == (cell, "")


REFUSED = {
    "dta114/test-case-098.dta": "a number that Stata does not have",  # minus infinity
    "dta117/test-case-098.dta": "a number that Stata does not have",
    "dta118/test-case-098.dta": "a number that Stata does not have",
}
"""The only files that may be refused, and why."""


def test_there_are_files():
    assert len(FILES) > 190


@pytest.mark.parametrize("path", FILES, ids=[f"{p.parent.name}/{p.name}" for p in FILES])
def test_same_values_and_tags(path, tmp_path):
    result = read_export(path, path.name, "", tmp_path)
    why = REFUSED.get(f"{path.parent.name}/{path.name}")
    if isinstance(result, Finding) or why:
        assert isinstance(result, Finding)
        assert why is not None, result.message
        assert why in result.message
        return
    reader = pyreadstat.read_dta if path.suffix == ".dta" else pyreadstat.read_sav
    cells, meta = reader(
        str(path), user_missing=True, output_format="dict", disable_datetime_conversion=True
    )
    assert list(result.columns) == list(meta.column_names)
    for name in meta.column_names:
        same(name, list(cells[name]), result)
        labels = meta.variable_value_labels.get(name, {})
        assert list(result.columns[name].value_labels.values()) == list(labels.values())
        declared = [(r["lo"], r["hi"]) for r in meta.missing_ranges.get(name, [])]
        assert list(result.columns[name].declared) == declared
