"""Our own readers against pyreadstat's dict output, on every file beside; its faults by name."""

from __future__ import annotations

import math
import struct
from pathlib import Path

import pyreadstat
import pytest

from kinpanel.errors import Finding
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.readers import read_export

FOLDER = Path(__file__).parent / "files"
FILES = sorted(p for p in FOLDER.iterdir() if p.suffix in {".dta", ".sav", ".zsav"})
ENCODINGS = {
    "b_gb18030_113.dta": "GB18030",
    "b_gb18030_115.dta": "GB18030",
    "b_gb18030_117.dta": "GB18030",
    "b_big5_114.dta": "Big5",
    "b_utf8_117.dta": "utf-8",
    "b_cp1251_114.dta": "cp1251",
    "b_cut_label_117.dta": "utf-8",
    "b_gbk_called_utf8.sav": "GB18030",
}
"""Files whose encoding must be declared."""
MIXED = {path.name for path in FILES if path.name.startswith("b_mixed")}
"""Files that no encoding reads."""
LABEL_ON_BLANK = {"b_label_on_blank_118.dta"}
"""pyreadstat puts the label of `.` on code 0, over the label that 0 has."""


def cell(value: object, storage: str) -> object:
    """A cell of pyreadstat as ours: its value, or its missing tag."""
    if storage == "text":
        return str(value or "").rstrip() or "."
    if isinstance(value, str):
        return f".{value}"
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "."
    return value


def told(path: Path) -> tuple[dict[str, list[object]], object]:
    reader = pyreadstat.read_dta if path.suffix == ".dta" else pyreadstat.read_sav
    encoding = ENCODINGS.get(path.name)
    if encoding is None and path.suffix == ".dta":
        release = path.read_bytes()[:40]
        western = not release.startswith(b"<stata_dta>") or b"<release>117" in release
        encoding = "cp1252" if western else None
    return reader(
        str(path),
        user_missing=True,
        output_format="dict",
        disable_datetime_conversion=True,
        encoding=encoding,
    )


def ours(path: Path, work: Path) -> RawFile | Finding:
    return read_export(path, path.name, "0" * 64, work, encoding=ENCODINGS.get(path.name))


def test_there_are_enough_files_of_other_programs():
    names = [path.name for path in FOLDER.iterdir() if path.suffix not in {".py", ".R", ".md"}]
    others = [name for name in names if name.startswith(("p_", "h_", "s_")) and "sps" not in name]
    assert len(others) >= 30
    described = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if name not in described] == []
    assert all(path.stat().st_size < 6000 for path in FOLDER.iterdir() if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_same_values_labels_and_declarations(path, tmp_path):
    found = ours(path, tmp_path)
    if path.name in MIXED:
        assert isinstance(found, Finding)
        return
    assert isinstance(found, RawFile), found
    cells, meta = told(path)
    assert list(found.columns) == list(meta.column_names)
    assert found.rows == (len(next(iter(cells.values()))) if cells else 0)
    for place, (name, column) in enumerate(found.columns.items()):
        wanted = [cell(value, column.storage) for value in cells[name]]
        shown = [
            tag or value for value, tag in zip(column.values.tolist(), column.tags, strict=True)
        ]
        assert shown == wanted, name
        labels = meta.variable_value_labels.get(name, {})
        if path.name not in LABEL_ON_BLANK:
            assert list(column.value_labels.values()) == list(labels.values()), name
        assert [tuple(pair) for pair in column.declared] == [
            (r["lo"], r["hi"]) for r in meta.missing_ranges.get(name, [])
        ]
        if path.name != "b_cut_label_117.dta":
            assert column.label == (meta.column_labels[place] or ""), name
        assert column.format == (meta.original_variable_types.get(name) or ""), name


def test_pyreadstat_puts_the_label_of_blank_on_zero(tmp_path):
    path = FOLDER / "b_label_on_blank_118.dta"
    assert told(path)[1].variable_value_labels["q"][0] == "blank"  # "No" is lost
    found = ours(path, tmp_path)
    assert isinstance(found, RawFile)
    labels = found.columns["q"].value_labels
    assert labels == {"0": "No", "1": "Yes", ".": "blank", ".a": "refused"}


def test_pyreadstat_loses_the_days_of_durations(tmp_path):
    path = FOLDER / "s_times.sav"
    cells, _ = pyreadstat.read_sav(str(path), output_format="dict")
    assert str(cells["lasts"][0]) == "04:05:06"  # of three days, four hours, ...
    found = ours(path, tmp_path)
    assert isinstance(found, RawFile)
    seconds = ((3 * 24 + 4) * 60 + 5) * 60 + 6
    assert found.columns["lasts"].values.tolist() == [seconds, 1.0]


def test_pyreadstat_takes_declared_missing_values_of_por_for_blanks(tmp_path):
    path = FOLDER / "s_ranges.por"
    cells, meta = pyreadstat.read_por(str(path), output_format="dict")
    assert cells["Q"] == [1.0, None, None, None, None]
    assert not meta.missing_ranges
    found = ours(path, tmp_path)
    assert isinstance(found, Finding)
    assert "Q" in found.message


def test_pyreadstat_takes_minus_infinity_for_a_value(tmp_path):
    content = (FOLDER / "p_118.dta").read_bytes()
    path = tmp_path / "x.dta"
    path.write_bytes(content.replace(struct.pack("<d", -3.25), struct.pack("<d", -math.inf)))
    assert -math.inf in told(path)[0]["real"]
    found = ours(path, tmp_path)
    assert isinstance(found, Finding)
    assert "a number that Stata does not have" in found.message
