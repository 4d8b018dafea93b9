"""A full disk: what stood there stands, exit 74, the message says why, nothing is left over."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kinpanel.errors import ExitCode

PAGE = 4096


def ingest(landed, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """The verb in a process of its own; no file it writes may be larger than `limit` bytes."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-B", "-m", "kinpanel", "ingest", "--study", str(landed.root)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
    )


def refused(landed, done, before) -> None:
    assert done.returncode == ExitCode.CANNOT_WRITE, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert landed.current() | before == before, "what stood there stands, nothing half written"
    assert not list(landed.store.glob(".reading-*"))
    assert not [*landed.store.rglob(".*.parquet.*"), *landed.store.rglob(".*.lock.*")]


def heals(landed) -> None:
    landed.ingest()
    assert set(landed.study.table("child")["round"]) == {2}


@pytest.mark.parametrize("share", [0.02, 0.9])
def test_files_that_may_not_grow(landed, share):
    """The cells handed over by the reader do not fit, or the largest table does not."""
    before = landed.current()
    most = max(path.stat().st_size for path in landed.store.glob("child/*.parquet"))
    landed.deliver_all(2)
    done = ingest(landed, int(most * share))
    assert "File too large" in done.stderr
    assert "what stood there still stands" in done.stderr
    kept = landed.study.store.release().files
    for path in landed.store.glob("*/*.parquet"):  # whole, but nothing refers to it
        if path.relative_to(landed.store).as_posix() not in kept:
            path.unlink()
    refused(landed, done, before)
    heals(landed)


@pytest.fixture
def small_disk(landed):
    """The tables on a disk of their own of 1 MB; skipped where none can be mounted."""
    aside = landed.root / "aside"
    landed.store.rename(aside)
    landed.store.mkdir(mode=0o700)
    mount = shutil.which("mount")
    command = [
        mount or "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=1m,mode=700",
        "tmpfs",
        str(landed.store),
    ]
    if os.geteuid() != 0 or mount is None or subprocess.run(command, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        shutil.copytree(aside, landed.store, dirs_exist_ok=True)
        yield landed
    finally:
        subprocess.run(["umount", str(landed.store)], check=True)


def fill(folder: Path, pages: int) -> Path:
    """A file that leaves so many pages of the disk free."""
    ballast = folder / "ballast"
    free = os.statvfs(folder).f_bavail
    ballast.write_bytes(b"x" * (free - pages) * PAGE)
    assert os.statvfs(folder).f_bavail == pages
    return ballast


@pytest.mark.parametrize("pages", [0, 3])
def test_a_full_disk(small_disk, pages):
    """No room at all, or none for what the reader hands over and the objects."""
    landed = small_disk
    before = landed.study.store.release()
    landed.deliver_all(2)
    ballast = fill(landed.store, pages)
    done = ingest(landed)
    assert done.returncode == ExitCode.CANNOT_WRITE, (done.stdout, done.stderr)
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert landed.study.store.release() == before
    assert set(landed.study.table("child")["round"]) == {1}
    assert not list(landed.store.glob(".reading-*"))
    assert not [*landed.store.rglob(".*.parquet.*"), *landed.store.rglob(".*.lock.*")]
    ballast.unlink()
    heals(landed)
