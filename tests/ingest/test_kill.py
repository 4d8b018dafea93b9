"""kill -9 at any instant of an ingest: the store is readable, unmixed, and heals by itself.

KINPANEL_KILLS says how many; `make kill-test` kills 300 times and prints what became of them.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter

import pytest

from kinpanel.errors import KinpanelError
from kinpanel.tables.store import Store

KILLS = int(os.environ.get("KINPANEL_KILLS", "9"))
PARTS = 3
INGEST = (
    "import sys; from pathlib import Path\n"
    "from kinpanel.pipeline.handle import Study\n"
    "from kinpanel.pipeline.ingest import ingest\n"
    "print('go', flush=True)\n"
    "ingest(Study.open(Path(sys.argv[1])))\n"
)


@pytest.fixture(scope="module")
def tally():
    """What became of the store after each kill; told at the end."""
    counts: Counter[str] = Counter()
    yield counts
    told = ", ".join(f"{counts[what]} {what}" for what in ("unreadable", "mixed", "lost"))
    print(f"\n{counts['kills']} kills: {told}")


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


def start(landed) -> subprocess.Popen[bytes]:
    """An ingest in a process of its own, at its first step."""
    child = subprocess.Popen(
        [sys.executable, "-c", INGEST, str(landed.root)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"go\n"
    return child


def start_and_kill(landed, delay: float, *, at_the_swap: bool) -> None:
    """Start an ingest and kill it `delay` seconds after it began, or began to write objects."""
    before = objects(landed)
    with start(landed) as child:
        while at_the_swap and child.poll() is None:
            if objects(landed) - before:
                break
        time.sleep(delay)
        child.kill()


def seconds_of_an_ingest(landed) -> float:
    """How long an ingest takes here and now, so that kills fall on all of it."""
    landed.deliver_all(2)
    with start(landed) as child:
        begun = time.monotonic()
        assert child.wait() == 0
        return time.monotonic() - begun


def judge(store: Store, allowed: tuple[set[int], ...]) -> tuple[str, set[int]]:
    """What became of the store: whole, unreadable, mixed or lost; and what readers see."""
    try:
        seen = rounds(store)
    except KinpanelError:
        return "unreadable", set()
    if len(seen) != 1:
        return "mixed", seen
    return ("whole" if seen in allowed else "lost"), seen


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_ingests(landed, part, tally):
    chance = random.Random(part)  # noqa: S311
    store = landed.study.store
    window = seconds_of_an_ingest(landed)
    standing = rounds(store)
    for kill in range(KILLS // PARTS):
        mark = kill + 3
        landed.deliver_all(mark)
        at_the_swap = kill % 2 == 0
        delay = chance.uniform(0, 0.01 if at_the_swap else window)
        start_and_kill(landed, delay, at_the_swap=at_the_swap)
        what, seen = judge(store, (standing, {mark}))
        tally["kills"] += 1
        tally[what] += 1
        assert what == "whole", f"{seen} after {standing} and {mark}"
        standing = seen
        if kill % 3 == 0:  # else the next one is killed in what this one left
            landed.ingest()
            standing = rounds(store)
            assert standing == {mark}, "the next ingest needs nobody's help"
    landed.deliver_all(99_999)
    landed.ingest()
    assert rounds(store) == {99_999}
    kept = store.release().files
    assert not list(landed.store.glob("*/.*.parquet.*")), "half-written files are collected"
    assert not list(landed.store.glob("**/.*.lock.*"))
    assert len(list(landed.store.glob("*/*.parquet"))) <= 2 * len(kept)
    assert store.history.previous(store.release()) is not None
