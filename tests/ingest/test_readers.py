"""The door to delivered files: what comes through, and how what cannot be read is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from kinpanel.errors import Finding
from kinpanel.ingest import readers
from kinpanel.ingest.raw import RawFile

CANARY = "CNRY7f3a"
STATA = {8: 113, 10: 114, 12: 115, 13: 117, 14: 118, 15: 119}


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "whole": np.array([1, 2, 3], "int32"),
            "tagged": [1, "a", "z"],
            "real": [1.5, np.nan, -3.0],
            "text": ["  a b  ", "", f"{CANARY}"],
            "empty": [np.nan, np.nan, np.nan],
            "blank": ["", "", ""],
        }
    )


def write_stata(path: Path, version: int = 15, data: pd.DataFrame | None = None) -> Path:
    pyreadstat.write_dta(
        frame() if data is None else data,
        path,
        version=version,
        column_labels={"whole": "A label"},
        missing_user_values={"tagged": ["a", "z"]},
        variable_value_labels={"tagged": {1: "one", "a": "don't know"}},
    )
    return path


def write_spss(path: Path, data: pd.DataFrame | None = None) -> Path:
    default = pd.DataFrame(
        {
            "coded": [1.0, -8.0, 99.0, np.nan, 2.5],
            "text": ["a  ", "", "ZZ", "long text of many words", "b"],
            "empty": [np.nan] * 5,
        }
    )
    pyreadstat.write_sav(
        default if data is None else data,
        path,
        compress=path.suffix == ".zsav",
        missing_ranges={"coded": [{"lo": -9, "hi": -1}, 99], "text": ["ZZ"]},
        variable_value_labels={"coded": {1: "one", -8: "not asked", 2.5: "between"}},
    )
    return path


def raw(result: RawFile | Finding) -> RawFile:
    assert isinstance(result, RawFile), result
    return result


def refused(result: RawFile | Finding) -> Finding:
    assert isinstance(result, Finding)
    assert result.rule == "unreadable"
    assert result.severity == "error"
    assert result.advice
    assert CANARY not in str(result.as_dict())
    return result


@pytest.mark.parametrize("version", STATA)
def test_stata_of_every_version(tmp_path, read, version):
    file = raw(read(write_stata(tmp_path / "x.dta", version)))
    assert file.rows == 3
    assert list(file.columns) == list(frame().columns)
    whole, tagged, real = (file.columns[name] for name in ("whole", "tagged", "real"))
    assert (whole.storage, whole.label) == ("integer", "A label")
    assert whole.values.tolist() == [1, 2, 3]
    assert tagged.values[0] == 1
    assert tagged.tags.tolist() == ["", ".a", ".z"]
    assert tagged.value_labels == {"1": "one", ".a": "don't know"}
    assert real.values[[0, 2]].tolist() == [1.5, -3.0]
    assert real.tags.tolist() == ["", ".", ""]
    assert file.columns["text"].values.tolist() == ["  a b", "", CANARY]
    assert file.columns["text"].tags.tolist() == ["", ".", ""]
    assert file.columns["empty"].tags.tolist() == ["."] * 3
    assert file.columns["blank"].missing.all()


@pytest.mark.parametrize("suffix", ["sav", "zsav"])
def test_spss_keeps_user_missing_values_as_values(tmp_path, read, suffix):
    file = raw(read(write_spss(tmp_path / f"x.{suffix}")))
    coded, text = file.columns["coded"], file.columns["text"]
    assert coded.values[[0, 1, 2, 4]].tolist() == [1.0, -8.0, 99.0, 2.5]
    assert coded.tags.tolist() == ["", "", "", ".", ""]
    assert coded.declared == ((-9.0, -1.0), (99.0, 99.0))
    assert [coded.is_declared_missing(v) for v in (-9.5, -9, -1, 0, 99)] == [0, 1, 1, 0, 1]
    assert coded.value_labels == {"1": "one", "-8": "not asked", "2.5": "between"}
    assert text.values.tolist() == ["a", "", "ZZ", "long text of many words", "b"]
    assert text.is_declared_missing("ZZ")
    assert not text.is_declared_missing("a")
    assert file.columns["empty"].missing.all()


def test_spss_ranges_without_an_end(tmp_path, read):
    data = pd.DataFrame({"x": [-100.0, -1.0, 5.0]})
    path = tmp_path / "x.sav"
    pyreadstat.write_sav(data, path, missing_ranges={"x": [{"lo": float("-inf"), "hi": -1}]})
    x = raw(read(path)).columns["x"]
    assert [x.is_declared_missing(v) for v in x.values.tolist()] == [True, True, False]


@pytest.mark.parametrize("name", ["x.dta", "x.sav", "x.zsav"])
def test_no_rows(tmp_path, read, name):
    data = pd.DataFrame({"tagged": [1.0], "whole": [1.0], "t": ["a"]}).iloc[:0]
    path = tmp_path / name
    if name.endswith("dta"):
        pyreadstat.write_dta(data, path)
    else:
        pyreadstat.write_sav(data, path, compress=name.endswith("zsav"))
    file = raw(read(path))
    assert file.rows == 0
    assert list(file.columns) == ["tagged", "whole", "t"]
    assert all(len(c.values) == len(c.tags) == 0 for c in file.columns.values())


def test_names_that_differ_in_case_stay_two(tmp_path, read):
    path = tmp_path / "x.dta"
    pyreadstat.write_dta(pd.DataFrame({"Q1": [1.0], "q1": [2.0]}), path)
    file = raw(read(path))
    assert (file.columns["Q1"].values[0], file.columns["q1"].values[0]) == (1.0, 2.0)


def test_storage_tells_floats_from_doubles(tmp_path, read):
    path = tmp_path / "x.dta"
    ids = pd.DataFrame({"f": np.array([110001101], "float32"), "d": np.array([2.0**53 + 2])})
    ids.to_stata(path, write_index=False, version=118)
    file = raw(read(path))
    assert (file.columns["f"].storage, file.columns["d"].storage) == ("float", "double")
    assert file.columns["f"].values[0] == 110001104  # what the file holds, not what was meant
    assert file.columns["d"].code_at(0) == repr(2.0**53 + 2)


def old_stata(path: Path, encoding: str) -> Path:
    """A format 114 file whose one text is written in a national encoding."""
    word = "是否外出".encode(encoding)
    pyreadstat.write_dta(pd.DataFrame({"t": ["x" * len(word)]}), path, version=10)
    path.write_bytes(path.read_bytes().replace(b"x" * len(word), word))
    return path


def test_encoding_is_the_declared_one(tmp_path, read):
    path = old_stata(tmp_path / "x.dta", "GB18030")
    assert raw(read(path, encoding="GB18030")).columns["t"].values.tolist() == ["是否外出"]


def test_text_that_does_not_fit_the_encoding(tmp_path, read):
    finding = refused(read(old_stata(tmp_path / "x.dta", "GB18030"), encoding="UTF-8"))
    assert "does not fit the encoding" in finding.message
    assert "GB18030" in finding.advice


def test_unknown_encoding(tmp_path, read):
    finding = refused(read(old_stata(tmp_path / "x.dta", "GB18030"), encoding="NO-SUCH"))
    assert "encoding" in finding.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.dta", b""),
        ("empty.sav", b""),
        ("text.dta", f"pid,age\n{CANARY},7\n".encode()),
        ("cut_magic.dta", b"<stata_d"),
        ("byte.dta", b"\x72"),
        ("zip.sav", b"PK\x03\x04" + CANARY.encode()),
        ("old.dta", b"\x72\x02" + CANARY.encode() * 9),
        ("header.sav", b"$FL2@(#) " + CANARY.encode() * 40),
        ("header.zsav", b"$FL3@(#) " + CANARY.encode() * 40),
    ],
)
def test_files_that_are_something_else(tmp_path, read, name, content):
    (tmp_path / name).write_bytes(content)
    finding = refused(read(tmp_path / name))
    assert finding.file == name


def test_magic_bytes_count_not_the_extension(tmp_path, read):
    path = write_spss(tmp_path / "x.sav").rename(tmp_path / "really_spss.dta")
    assert raw(read(path)).rows == 5


CUTS = [("x.dta", 8), ("x.dta", 12), ("x.dta", 13), ("x.dta", 15), ("x.sav", 0), ("x.zsav", 0)]


@pytest.mark.parametrize(("name", "version"), CUTS)
@pytest.mark.parametrize("share", [0.2, 0.97])
def test_truncated_file(tmp_path, read, name, version, share):
    path = tmp_path / name
    if version:
        write_stata(path, version)
    else:
        write_spss(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    refused(read(path))


PARSERS = {
    "dies": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "stops": "raise SystemExit(3)",
    "prints and dies": f"import os; print('{CANARY}', flush=True); os.abort()",
    "raises": f"raise RuntimeError('cell {CANARY} is odd')",
    "asks for all memory": "raise MemoryError",
    "cannot write": f"raise OSError(28, 'No space left on device', '/x/{CANARY}')",
}
EXPECTED = {
    "dies": "died of SIGSEGV",
    "stops": "stopped with code 3",
    "prints and dies": "died of SIGABRT",
    "raises": "cannot be parsed (RuntimeError)",
    "asks for all memory": "more memory than its size allows",
    "cannot write": "No space left on device",
}


def foreign_stata(path: Path) -> Path:
    """A file of a format that pyreadstat reads, by its first bytes."""
    path.write_bytes(bytes([112, 2, 1, 0]) + bytes(700))
    return path


def replace_parser(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Let the child find a pyreadstat whose read functions run `body`."""
    folder.mkdir()
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    text = f"def read_dta(*args, **options):\n{lines}\nread_sav = read_dta\n"
    (folder / "pyreadstat.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))


@pytest.mark.parametrize("how", PARSERS)
def test_parser_that_misbehaves(tmp_path, read, monkeypatch, capfd, how):
    path = foreign_stata(tmp_path / "x.dta")
    replace_parser(monkeypatch, tmp_path / "modules", PARSERS[how])
    finding = refused(read(path))
    assert EXPECTED[how] in finding.message
    assert CANARY not in "".join(capfd.readouterr())


CHATTY = f"""import os
print('{CANARY}', flush=True)
os.write(1, b'{CANARY}')
from types import SimpleNamespace
return {{'a': [1]}}, SimpleNamespace(
    column_names=['a'], readstat_variable_types={{'a': 'int8'}}, column_labels=[None],
    original_variable_types={{}}, variable_value_labels={{}}, missing_ranges={{}}, number_rows=1)"""


def test_parser_that_prints_is_still_understood(tmp_path, read, monkeypatch, capfd):
    path = foreign_stata(tmp_path / "x.dta")
    replace_parser(monkeypatch, tmp_path / "modules", CHATTY)
    assert raw(read(path)).columns["a"].values.tolist() == [1]
    assert CANARY not in "".join(capfd.readouterr())


def test_rows_that_contradict_the_header(tmp_path, read, monkeypatch):
    path = foreign_stata(tmp_path / "x.dta")
    lying = CHATTY.replace("number_rows=1", "number_rows=2")
    replace_parser(monkeypatch, tmp_path / "modules", lying)
    assert "counts 2 rows, it holds 1" in refused(read(path)).message


@pytest.mark.parametrize("answer", [b"", CANARY.encode(), b"[1]", b'{"rows": 1}'])
def test_answer_that_makes_no_sense(tmp_path, read, monkeypatch, answer):
    def child(*args, **options):
        return subprocess.CompletedProcess(args, 0, stdout=answer, stderr=CANARY.encode())

    monkeypatch.setattr(readers.subprocess, "run", child)
    finding = refused(read(write_stata(tmp_path / "x.dta")))
    assert "makes no sense" in finding.message


def test_reader_that_never_ends(tmp_path, read, monkeypatch):
    path = foreign_stata(tmp_path / "x.dta")
    replace_parser(monkeypatch, tmp_path / "modules", "import time; time.sleep(60)")
    monkeypatch.setattr(readers, "SECONDS", 2)
    assert "longer than 2 seconds" in refused(read(path)).message


def test_a_file_in_the_working_folder_is_no_module(tmp_path, read, monkeypatch):
    path = write_stata(tmp_path / "x.dta")
    (tmp_path / "pyreadstat.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert raw(read(path)).rows == 3


def test_limits_that_are_already_lower(tmp_path):
    path = write_stata(tmp_path / "x.dta")
    code = (
        "import resource, sys, pathlib\n"
        "resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))\n"
        "from kinpanel.ingest.readers import read_export\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "print(read_export(path, 'x', '', path.parent).rows)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert run.stdout == "3\n", run.stderr
