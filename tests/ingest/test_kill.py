"""kill -9 at any instant of an ingest: the store is readable, unmixed, and heals by itself."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from kinpanel.tables.store import Store

KILLS = 15
INGEST = (
    "import sys; from pathlib import Path\n"
    "from kinpanel.pipeline.handle import Study\n"
    "from kinpanel.pipeline.ingest import ingest\n"
    "print('go', flush=True)\n"
    "ingest(Study.open(Path(sys.argv[1])))\n"
)


def rounds(store: Store) -> set[int]:
    """The rounds of delivery that readers see, over both waves and both tables."""
    seen: set[int] = set()
    for table, rows in (("child", 3), ("person", 2)):
        frame = store.read(table)
        assert frame["wave"].tolist() == ["w1"] * rows + ["w2"] * rows
        seen |= set(frame["round"])
    return seen


def objects(landed) -> set[str]:
    return {str(path) for t in ("child", "person") for path in (landed.store / t).iterdir()}


def start_and_kill(landed, delay: float, *, at_the_swap: bool) -> None:
    """Start an ingest and kill it `delay` seconds after it began, or began to write objects."""
    before = objects(landed)
    with subprocess.Popen(
        [sys.executable, "-c", INGEST, str(landed.root)], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"go\n"
        while at_the_swap and child.poll() is None:
            if objects(landed) - before:
                break
        time.sleep(delay)
        child.kill()


@pytest.mark.parametrize("part", range(3))
def test_killed_ingests(landed, part):
    chance = random.Random(part)  # noqa: S311
    store = landed.study.store
    standing = {1}
    for kill in range(KILLS // 3):
        mark = kill + 2
        landed.deliver_all(mark)
        at_the_swap = kill % 2 == 0
        delay = chance.uniform(0, 0.01) if at_the_swap else chance.uniform(0, 1.2)
        start_and_kill(landed, delay, at_the_swap=at_the_swap)
        seen = rounds(store)
        assert seen in (standing, {mark}), "two rounds mixed, or one lost"
        standing = seen
    landed.deliver_all(99)
    landed.ingest()
    assert rounds(store) == {99}
    kept = store.release().files
    assert not list(landed.store.glob("*/.*.parquet.*")), "half-written files are collected"
    assert len(list(landed.store.glob("*/*.parquet"))) <= 2 * len(kept)
