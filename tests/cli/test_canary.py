"""No answer and no id leaves data/: not in a result, a message, JSON, a page or a lock file.

`trace` of a text or an id is left out: to show that one answer is what it is for.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from tests.cli.canary_study import CANARY, build, child, person
from tests.folders import deliver
from tests.folders import edit as edited

from kinpanel.cli.app import main
from kinpanel.errors import ExitCode

MODEL = "sad ~ read | pid + wave"
SUCCESSES = (
    "check",
    "register",
    "ingest",
    "ingest --dry-run",
    "status",
    "fsck",
    "tag one",
    "tag",
    "diff one current",
    "describe waves",
    "describe missingness",
    "describe questions sex",
    "describe questions remark",
    "compare w1 w2 --all",
    "codebook",
    "draft w1/child.dta --wave w1",
    "draft w2/child.sav --wave w2",
    "form w1 {out}/form.xlsx",
    "schemas {out}/schemas",
    "trace child sad CNRY-100 w1",
    "link --wave w2",
    "link --wave w2 --out data/processed/links.csv",
    "audit --html {out}/audit.html --corrections data/processed/proposed.csv",
    "audit --rule L01",
    f"estimate '{MODEL}' --cluster village",
    f"estimate '{MODEL}' --cluster hhid --vcov CRV1",
    f"estimate '{MODEL}' --vcov hetero",
    f"estimate '{MODEL}' --cluster remark",
    "export --make-key {key}",
    "export {out}/child.dta --key {key}",
    "export {out}/child.sav --key {key}",
    "export {out}/child.csv --key {key}",
    "export {out}/child.parquet --key {key}",
    "export {out}/people.csv --table person --key {key} --for-people --labels",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study with everything landed once; never changed."""
    root = build(tmp_path_factory.mktemp("canary") / "study")
    told = pytest.MonkeyPatch()
    for verb in ("register", "ingest"):
        told.setattr(sys, "argv", ["kinpanel", verb, "--quiet", "--study", str(root)])
        try:
            main()
        except SystemExit as end:
            assert end.code in (0, None)
    told.undo()
    return root


@pytest.fixture
def canary(built: Path, tmp_path: Path, monkeypatch, capfd) -> SimpleNamespace:
    """A copy of the study, and how to run a verb on it and look for canaries afterwards."""
    root = Path(shutil.copytree(built, tmp_path / "study"))
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "300")

    def run(command: str) -> int:
        import shlex

        given = {p: p.stat().st_mtime_ns for p in root.rglob("*") if p.is_file()}
        line = command.format(out=out, key=tmp_path / "panel.key")
        monkeypatch.setattr(sys, "argv", ["kinpanel", *shlex.split(line)])
        capfd.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        said = capfd.readouterr()
        for text in (said.out, said.err):
            lines = [line for line in text.splitlines() if CANARY in line]
            assert not lines, (command, lines[:3])
        assert "internal error" not in said.err, said.err
        assert "Traceback" not in said.err
        for path in [*root.rglob("*"), *out.rglob("*")]:
            kept = path.relative_to(root).parts[0] == "data" if root in path.parents else False
            if kept or not path.is_file() or given.get(path) == path.stat().st_mtime_ns:
                continue
            assert CANARY.encode() not in path.read_bytes(), (command, path.name)
        for lock in [*root.glob("data/raw/*.csv"), *root.glob("data/processed/**/*.lock")]:
            assert CANARY.encode() not in lock.read_bytes(), (command, lock.name)
        assert isinstance(code, int), code
        return code

    return SimpleNamespace(root=root, out=out, run=run)


@pytest.mark.parametrize("json", ["", " --json"])
def test_commands_that_succeed(canary, json):
    for command in SUCCESSES:
        code = canary.run(command + json)
        assert code in (ExitCode.OK, ExitCode.FINDINGS), (command, code)
        if "make-key" in command:
            continue
        if command.startswith("export") and json:
            canary.run(command + " --force" + json)


def test_identifiers_leave_only_when_somebody_asks(canary):
    canary.run("export --make-key {key}")
    assert canary.run("export {out}/child.csv --key {key}") == 0
    assert CANARY not in (canary.out / "child.csv").read_text(encoding="utf-8")


Change = Callable[[Path], object]


def data(name: str, change: Callable[[pd.DataFrame], pd.DataFrame], **options: object) -> Change:
    """The file delivered anew after a change of its frame."""

    def run(root: Path) -> None:
        wave = int(name[1])
        frame = child(wave) if "child" in name else person(wave)
        deliver(root, name, change(frame), **options)

    return run


def cell(column: str, value: object, row: int = 3) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def run(frame: pd.DataFrame) -> pd.DataFrame:
        frame[column] = frame[column].astype(object)
        frame.loc[row, column] = value
        return frame.infer_objects()

    return run


def texts(column: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda frame: frame.assign(**{column: frame["pid"]})


def put(name: str, text: str) -> Change:
    def run(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return run


def edit(name: str, old: str, new: str) -> Change:
    def run(root: Path) -> None:
        edited(root, name, old, new)

    return run


def cut(name: str, share: float) -> Change:
    def run(root: Path) -> None:
        path = root / "data" / "raw" / name
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    return run


def swap(name: str, source: str) -> Change:
    return lambda root: shutil.copy(root / "data/raw" / source, root / "data/raw" / name)


def poke(name: str, old: bytes, new: bytes) -> Change:
    """Bytes replaced within a delivered file."""

    def run(root: Path) -> None:
        path = root / "data" / "raw" / name
        assert old in path.read_bytes()
        path.write_bytes(path.read_bytes().replace(old, new))

    return run


C1, C2, P1, P2 = "w1/child.dta", "w2/child.sav", "w1/person.dta", "w2/person.dta"
CORRECTIONS = "table,variable,wave,key,was,becomes,why,by,date\n"
LINKS = "table,raw_id,uid,why,by,date\n"

DELIVERIES: dict[str, Change] = {
    "undeclared code": data(C1, cell("sex", 7.0)),
    "codes are texts": data(C1, texts("sex")),
    "missing column": data(C1, lambda frame: frame.drop(columns="sad")),
    "missing key column": data(C1, lambda frame: frame.drop(columns="pid")),
    "missing column, spss": data(C2, lambda frame: frame.drop(columns=["sad", "sex"])),
    "duplicated key": data(C1, cell("pid", f"{CANARY}100")),
    "duplicated key, spss": data(C2, cell("pid", f"{CANARY}100")),
    "missing key": data(C1, cell("pid", "")),
    "out of range": data(C1, cell("age", 99.0)),
    "far out of range": data(C2, cell("sad", 12345.0)),
    "text in a number": data(C1, texts("age")),
    "text in a number, spss": data(C2, texts("sad")),
    "text in an open number": data(C1, texts("read")),
    "not whole": data(C1, cell("read", 2.5)),
    "bad month": data(C1, cell("month", 201413.0)),
    "bad month, spss": data(C2, cell("month", 999999.0)),
    "month is a text": data(C1, texts("month")),
    "birth is a text": data(P1, texts("birth")),
    "answer out of turn": data(C1, cell("age", 3.0)),
    "blank": data(C1, cell("sad", np.nan)),
    "empty file": data(C1, lambda frame: frame.iloc[:0]),
    "half the rows": data(C1, lambda frame: frame.iloc[:20]),
    "other people": data(C1, lambda frame: frame.assign(pid=frame["name"])),
    "labels of canaries": data(
        C1, lambda frame: frame, variable_value_labels={"sex": {1: "CNRY-L", 9: "CNRY-M"}}
    ),
    "truncated": cut(C1, 0.9),
    "truncated early": cut(C1, 0.2),
    "truncated, spss": cut(C2, 0.8),
    "empty bytes": cut(C1, 0.0),
    "wrong encoding": poke(C1, b"CNRY-1000", b"CNRY-\xff\xfe\xfd0"),
    "wrong encoding, spss": poke(C2, b"CNRY-2000", b"CNRY-\xff\xfe\xfd0"),
    "household file as child file": swap(C1, P1),
    "child file as household file": swap(P1, C1),
    "spss file named stata": swap(C1, C2),
    "the other wave's bytes": swap(P2, P1),
    "not a data file": lambda root: (root / "data/raw" / C1).write_text(f"{CANARY}1\n" * 99),
}


@pytest.mark.parametrize("name", DELIVERIES)
def test_deliveries_that_are_wrong(canary, name):
    DELIVERIES[name](canary.root)
    assert canary.run("register --replace") == 0
    landed = canary.run("ingest --json")
    assert landed in (ExitCode.OK, ExitCode.BAD_DATA)
    if landed:
        assert canary.run("ingest --dry-run --accept w1/child") in (ExitCode.OK, ExitCode.BAD_DATA)
        assert canary.run("draft w1/child.dta --wave w1") in (ExitCode.OK, ExitCode.BAD_DATA)


DEFINITIONS: dict[str, Change] = {
    "text table variable as number": edit(
        "codebooks/child.yaml", "remark, type: text", "remark, type: integer"
    ),
    "text variable as month": edit(
        "codebooks/child.yaml", "remark, type: text", "remark, type: month"
    ),
    "text question as number": edit(
        "questionnaires/w1.yaml", "child.remark, type: text", "child.remark, type: integer"
    ),
    "text question as date": edit(
        "questionnaires/w1.yaml", "child.remark, type: text", "child.remark, type: date"
    ),
    "text question as choice": edit(
        "questionnaires/w1.yaml", "child.remark, type: text", "child.remark, type: select_one sex@1"
    ),
    "text question as choices": edit(
        "questionnaires/w1.yaml",
        "child.remark, type: text",
        "child.remark, type: select_multiple sex@1",
    ),
    "a key that repeats": edit("questionnaires/w1.yaml", "key: [c_pid]", "key: [c_village]"),
    "a table key that repeats": edit("codebooks/child.yaml", "key: [pid]", "key: [village]"),
    "a correction of nobody": put(
        "codebooks/corrections.csv",
        CORRECTIONS + f"child,sad,w1,{CANARY}999,3,4,why,RK,2026-01-01\n",
    ),
    "a correction of what was not": put(
        "codebooks/corrections.csv",
        CORRECTIONS + f"child,sad,w1,{CANARY}100,77,4,why,RK,2026-01-01\n",
    ),
    "a correction of a text": put(
        "codebooks/corrections.csv",
        CORRECTIONS + f"child,remark,w1,{CANARY}100,{CANARY}7,{CANARY}8,why,RK,2026-01-01\n",
    ),
    "a correction to no number": put(
        "codebooks/corrections.csv",
        CORRECTIONS + f"child,sad,w1,{CANARY}100,3,{CANARY}8,why,RK,2026-01-01\n",
    ),
    "a correction twice": put(
        "codebooks/corrections.csv",
        CORRECTIONS + f"child,sad,w1,{CANARY}100,3,4,why,RK,2026-01-01\n" * 2,
    ),
    "a correction without a date": put(
        "codebooks/corrections.csv", CORRECTIONS + f"child,sad,w1,{CANARY}100,3,4,why,RK,x\n"
    ),
    "a correction of an unknown table": put(
        "codebooks/corrections.csv", CORRECTIONS + f"chld,sad,w1,{CANARY}100,3,4,w,RK,2026-01-01\n"
    ),
    "a link of nobody": put(
        "codebooks/links/w2.csv", LINKS + f"person,{CANARY}999,{CANARY}100,why,RK,2026-01-01\n"
    ),
    "a link to oneself": put(
        "codebooks/links/w2.csv", LINKS + f"person,{CANARY}100,{CANARY}100,why,RK,2026-01-01\n"
    ),
    "two links of one id": put(
        "codebooks/links/w2.csv", LINKS + f"person,{CANARY}408,{CANARY}404,why,RK,2026-01-01\n" * 2
    ),
    "two persons become one": put(
        "codebooks/links/w2.csv", LINKS + f"person,{CANARY}100,{CANARY}101,why,RK,2026-01-01\n"
    ),
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_definitions_that_do_not_fit_the_data(canary, name):
    DEFINITIONS[name](canary.root)
    wrong = (ExitCode.OK, ExitCode.BAD_DATA, ExitCode.BAD_DEFINITIONS)
    for command in ("check", "ingest --json", "audit"):
        assert canary.run(command) in (*wrong, ExitCode.FINDINGS)


FAILURES = {
    "trace child sad CNRY-77 w1": None,
    "trace child sad CNRY-77,CNRY-78 w1": None,
    "trace child saad CNRY-100 w1": ExitCode.USAGE,
    "trace chidl sad CNRY-100 w1": ExitCode.USAGE,
    "trace child sad CNRY-100 w9": ExitCode.NO_INPUT,
    "ingest w9": ExitCode.USAGE,
    "ingest --accept w1/chidl": ExitCode.USAGE,
    "describe remark": ExitCode.USAGE,
    "describe questions pidd": None,
    "describe states": None,
    "estimate 'sad ~ remark | pid + wave'": None,
    "estimate 'remark ~ sad | pid + wave'": None,
    "estimate 'sad ~ pid | wave'": None,
    "estimate 'sad ~ i(village) | pid'": None,
    "describe transitions": ExitCode.USAGE,
    "estimate 'sad ~ read | pid + wave' --weights name": None,
    "estimate 'sad ~ read | pid +'": ExitCode.USAGE,
    "estimate 'sad ~ age | pid + wave'": ExitCode.BAD_DATA,
    "export {out}/child.csv": ExitCode.REFUSED,
    "export {out}/child.csv --include nme": None,
    "export {out}/child.txt": ExitCode.USAGE,
    "diff one two": None,
    "tag CNRY-1 nothing": None,
    "fsck --nonsense": ExitCode.USAGE,
    "register nothing.dta": ExitCode.NO_INPUT,
    "codebook nonsense": ExitCode.USAGE,
    "audit --rule L99": ExitCode.USAGE,
    "audit --corrections {out}/proposed.csv": ExitCode.REFUSED,
    "link --wave w9": ExitCode.USAGE,
}


@pytest.mark.parametrize("command", FAILURES)
def test_calls_that_are_wrong(canary, command):
    expected = FAILURES[command]
    for json in ("", " --json"):
        code = canary.run(command + json)
        assert code not in (ExitCode.OK, ExitCode.INTERNAL)
        assert expected is None or code == expected


def test_duplicates_in_what_is_estimated(canary):
    edit("codebooks/child.yaml", "key: [pid]", "key: [pid, remark]")(canary.root)
    data(C1, cell("pid", f"{CANARY}100"))(canary.root)
    edit("questionnaires/w1.yaml", "key: [c_pid]", "key: [c_pid, c_remark]")(canary.root)
    canary.run("register --replace")
    assert canary.run("ingest --accept w1/child") == 0
    assert canary.run(f"estimate '{MODEL}'") != ExitCode.INTERNAL
    assert canary.run("audit") != ExitCode.INTERNAL


def test_a_locked_store(canary, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr("kinpanel.tables.store.LOCK_SECONDS", 0.1)
    data(C1, cell("sad", 4.0))(canary.root)
    canary.run("register --replace")
    with FileLock(canary.root / "data/processed/.writing.lock"):
        assert canary.run("ingest") == ExitCode.LOCKED


def test_no_space(canary, monkeypatch):
    def full(path, content):
        from kinpanel.errors import StoreError

        raise StoreError("no space left")

    data(C1, cell("sad", 4.0))(canary.root)
    canary.run("register --replace")
    monkeypatch.setattr("kinpanel.tables.store.write_atomically", full)
    assert canary.run("ingest") == ExitCode.CANNOT_WRITE


@pytest.mark.parametrize("harm", ["gone", "changed", "lock damaged"])
def test_a_harmed_store(canary, harm):
    store = canary.root / "data" / "processed"
    if harm == "lock damaged":
        (store / "release.lock").write_text(f"{{{CANARY}1", encoding="utf-8")
    else:
        part = next(store.glob("child/*.parquet"))
        part.chmod(0o600)
        part.unlink() if harm == "gone" else part.write_bytes(part.read_bytes()[:-9])
    for command in ("status", "fsck", "describe waves", "audit", f"estimate '{MODEL}'"):
        if harm == "lock damaged":
            (store / "release.lock").touch()
        assert canary_ok(canary, command) != ExitCode.INTERNAL


def canary_ok(canary: SimpleNamespace, command: str) -> int:
    lock = canary.root / "data" / "processed" / "release.lock"
    if CANARY in lock.read_text(encoding="utf-8"):
        lock.write_text("{", encoding="utf-8")
    return int(canary.run(command))
