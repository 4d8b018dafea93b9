"""The kernel fails the n-th call of a publish: readers see the old release or the new one.

KINPANEL_FAULTS=1 fails every call; by default every third, each with one error.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from kinpanel.errors import ExitCode, KinpanelError
from kinpanel.tables.release import ObjectRecord, TableRecord, WaveRecord
from kinpanel.tables.store import Store

CALLS = ("openat", "write", "rename", "fsync")
ERRORS = ("EIO", "ENOSPC", "EACCES")
EVERY = int(os.environ.get("KINPANEL_FAULTS", "3"))
ANYONE = -1
SET_PTRACER = 0x59616D61


def publish(store: Store, mark: str) -> None:
    """Two waves of two tables; the store does not ask what is in the objects."""
    waves, payloads = {}, {}
    for wave in ("w1", "w2"):
        tables = {}
        for table in ("child", "person"):
            payload = f"{mark} {wave} {table}".encode()
            digest = hashlib.sha256(payload).hexdigest()
            part = ObjectRecord(file=f"{table}/{wave}-{digest[:16]}.parquet", sha256=digest, rows=1)
            tables[table] = TableRecord(parts=(part,))
            payloads[part.file] = payload
        waves[wave] = WaveRecord(inputs=mark, definitions="d", package="p", raw={}, tables=tables)
    store.publish(waves, payloads, ["w1", "w2"])


def marks(store: Store) -> set[str]:
    """The marks that readers see; every object must be there, and whole."""
    return {store.payload(part).decode().split()[0] for part in store.release().objects}


@dataclass(frozen=True)
class Ended:
    """A publish under strace: its exit code and the calls it made, by name."""

    code: int
    calls: tuple[str, ...]


def traced(folder: Path, mark: str, *options: str) -> Ended:
    """Publish in a process of its own that strace holds from its first step on."""
    ready, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(go)
        _publish_and_exit(ready, folder, mark)
    os.close(ready)
    log = folder.parent / "strace.log"
    trace = f"trace={','.join(CALLS)}"
    command = ["strace", "-f", "-o", str(log), "-e", trace, *options, "-p", str(pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        said = tracer.stderr.readline()
        os.close(go)
        _, status = os.waitpid(pid, 0)
        tracer.communicate()
    if "attached" not in said:
        raise PermissionError(said)
    calls = re.findall(r"^\d+ +(\w+)\(", log.read_text(errors="replace"), re.MULTILINE)
    return Ended(os.waitstatus_to_exitcode(status), tuple(calls))


def _publish_and_exit(ready: int, folder: Path, mark: str) -> None:
    code = int(ExitCode.INTERNAL)
    try:
        ctypes.CDLL(None).prctl(SET_PTRACER, ctypes.c_ulong(ANYONE), 0, 0, 0)
        os.read(ready, 1)
        publish(Store(folder), mark)
        code = 0
    except KinpanelError as error:
        code = int(error.exit_code)
    finally:
        os._exit(code)


@pytest.fixture(scope="module")
def standing(tmp_path_factory) -> Path:
    """A store in which a first release stands."""
    folder = tmp_path_factory.mktemp("faults") / "processed"
    publish(Store(folder), "zero")
    publish(Store(folder), "old")
    return folder


@pytest.fixture(scope="module")
def calls(standing, tmp_path_factory) -> tuple[str, ...]:
    """The calls of a publish that nothing disturbs; skipped where strace cannot watch one."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not there")
    folder = tmp_path_factory.mktemp("calm") / "processed"
    shutil.copytree(standing, folder)
    try:
        ended = traced(folder, "new", "-e", "inject=fsync:error=EIO:when=9999")
    except PermissionError as error:
        pytest.skip(f"strace may not watch other processes here: {error}")
    assert ended.code == 0
    assert marks(Store(folder)) == {"new"}
    return ended.calls


def judged(folder: Path, ended: Ended, where: str) -> None:
    """Old or new, never both; 0 only where the new release stands; the same command heals it."""
    store = Store(folder)
    assert marks(store) in ({"old"}, {"new"}), where
    if ended.code == 0:
        assert marks(store) == {"new"}, f"{where}: said to be there, but is not"
    assert ended.code in (0, ExitCode.CANNOT_WRITE), where
    publish(store, "new")
    publish(store, "newer")
    assert marks(store) == {"newer"}
    assert not [*folder.rglob(".*.parquet.*"), *folder.rglob(".*.lock.*")], where
    previous = store.history.previous(store.release())
    assert previous is not None
    assert all((folder / file).exists() for file in previous.files)


@pytest.mark.parametrize("call", CALLS)
def test_the_nth_call_fails(standing, calls, tmp_path, call):
    many = calls.count(call)
    assert many >= 6, f"four objects, the history and the lock need {call}"
    steps: Sequence[int] = range(1, many + 1)
    failed = 0
    for at in steps[:: EVERY if call != "rename" else 1]:
        folder = tmp_path / str(at) / "processed"
        shutil.copytree(standing, folder)
        error = ERRORS[at % len(ERRORS)]
        ended = traced(folder, "new", "-e", f"inject={call}:error={error}:when={at}")
        judged(folder, ended, f"{call} {at} of {many}, {error}")
        failed += ended.code != 0
    assert failed, "a failed call is told by the exit code"
