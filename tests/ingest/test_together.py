"""Several ingests at once: each lands or is told to wait, and readers see old or new."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from kinpanel.errors import ExitCode

ROUNDS = max(1, int(os.environ.get("KINPANEL_KILLS", "15")) // 100)
AT_ONCE = 3


def rounds(store) -> set[int]:
    seen: set[int] = set()
    for table in ("child", "person"):
        seen |= set(store.read(table)["round"])
    return seen


class Reader(threading.Thread):
    """Reads the child table again and again; one read sees one release."""

    def __init__(self, store) -> None:
        super().__init__()
        self.store, self.done = store, threading.Event()
        self.seen: list[frozenset[int]] = []
        self.wrong: list[Exception] = []

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self.seen.append(frozenset(self.store.read("child", ["round"])["round"]))
            except Exception as error:
                self.wrong.append(error)


def test_ingests_at_once(landed):
    reader = Reader(landed.study.store)
    reader.start()
    for mark in range(2, 2 + ROUNDS):
        landed.deliver_all(mark)
        command = [sys.executable, "-m", "kinpanel", "ingest", "--study", str(landed.root)]
        at_once = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            for _ in range(AT_ONCE)
        ]
        said = [child.communicate()[1].decode() for child in at_once]
        codes = [child.returncode for child in at_once]
        assert set(codes) <= {ExitCode.OK, ExitCode.LOCKED}, said
        assert ExitCode.OK in codes
        assert rounds(landed.study.store) == {mark}
    reader.done.set()
    reader.join()
    assert reader.wrong == []
    assert reader.seen, "it read at all"
    assert all(len(seen) == 1 for seen in reader.seen), "never two rounds mixed"
    order = [next(iter(seen)) for seen in reader.seen]
    assert order == sorted(order), "never back to an older release"
    assert len(landed.study.store.history.entries) == 1 + ROUNDS
