"""Files that are whole or not there, whichever step fails."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading

import pytest

from kinpanel.errors import LockedError, StoreError
from kinpanel.tables.files import held, make_folder, remove, scratch, write_atomically


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_write(tmp_path):
    path = tmp_path / "a" / "b" / "x.txt"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


STEPS = ["tempfile.mkstemp", "os.fdopen", "os.fsync", "os.replace"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", [None, b"old"])
def test_a_step_that_fails(tmp_path, monkeypatch, step, before):
    path = tmp_path / "x.txt"
    if before is not None:
        path.write_bytes(before)

    def fail(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, fail)
    with pytest.raises(
        StoreError, match=r"cannot write x\.txt: No space left on device; what stood"
    ):
        write_atomically(path, b"new")
    assert (path.read_bytes() if path.exists() else None) == before
    assert [p for p in tmp_path.iterdir() if p != path] == []


def test_a_full_disk_tells_how_much_is_needed_and_free(tmp_path, monkeypatch):
    def fail(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(StoreError, match=r"still stands \(3 bytes to write, [0-9,]+ bytes free\)"):
        write_atomically(tmp_path / "x.txt", b"new")


def test_remove(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"")
    remove(path)
    remove(path)
    assert not path.exists()
    path.mkdir()
    with pytest.raises(StoreError, match="cannot remove x"):
        remove(path)


def test_a_scratch_folder_is_gone_afterwards(tmp_path):
    with pytest.raises(ValueError, match="body"), scratch(tmp_path / "a", ".x-") as work:
        (work / "file").write_bytes(b"")
        assert mode(work) == 0o700
        raise ValueError("body")
    assert not list((tmp_path / "a").iterdir())
    (tmp_path / "b").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot make b/"), scratch(tmp_path / "b", ".x-"):
        pass


def test_the_disk_does_not_confirm(tmp_path, monkeypatch):
    """The folder cannot be flushed after the rename: written, but nobody may call it safe."""
    path = tmp_path / "x.txt"
    path.write_bytes(b"old")
    real, calls = os.fsync, []

    def fail(descriptor):
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match="did not confirm it: Input/output error; run the same"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_disk_full_within_the_payload(tmp_path):
    """A real limit on file size, in a process of its own: the old content stands."""
    path = tmp_path / "x.txt"
    path.write_bytes(b"old")
    code = (
        "import resource, signal, sys, pathlib\n"
        "from kinpanel.tables.files import write_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write_atomically(pathlib.Path(sys.argv[1]), b'n' * 100_000)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert "StoreError: cannot write x.txt: File too large" in run.stderr
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot make b/"):
        make_folder(tmp_path / "a" / "b")
    with pytest.raises(StoreError):
        write_atomically(tmp_path / "a" / "x.txt", b"")


def test_only_one_holds_the_lock(tmp_path):
    path = tmp_path / "a" / "lock"
    caught = []

    def other():
        try:
            with held(path, 0.05):
                caught.append("got it")
        except LockedError as error:
            caught.append(error)

    with held(path, 1):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    (error,) = caught
    assert isinstance(error, LockedError)
    assert "try again" in error.message
    other()
    assert caught[1:] == ["got it"]
    assert mode(path) == 0o600


def test_the_lock_is_free_after_an_error(tmp_path):
    with pytest.raises(OSError, match="body"), held(tmp_path / "lock", 1):
        raise OSError("body")
    with held(tmp_path / "lock", 0):
        pass


def test_a_lock_that_cannot_be_made(tmp_path):
    (tmp_path / "lock").mkdir()
    with pytest.raises(StoreError, match="cannot lock"), held(tmp_path / "lock", 0):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path):
    path = tmp_path / "lock"
    code = (
        "import sys, time, pathlib\n"
        "from kinpanel.tables.files import held\n"
        "with held(pathlib.Path(sys.argv[1]), 1):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(LockedError), held(path, 0.05):
            pass
        child.kill()
    with held(path, 5):
        pass
