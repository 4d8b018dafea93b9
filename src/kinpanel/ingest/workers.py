"""Columns worked on side by side: numpy leaves the interpreter free while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

WORKERS = 2
MANY_ROWS = 50_000
"""Below this many rows the threads cost more than they spare."""

Item = TypeVar("Item")
Made = TypeVar("Made")
_END = object()


def side_by_side(make: Callable[[Item], Made], items: Iterable[Item], rows: int) -> list[Made]:
    """What `make` makes of each item, in their order; by two threads where rows are many."""
    if rows < MANY_ROWS:
        return [make(item) for item in items]
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        return list(pool.map(make, items))


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items; while one is used, a thread makes the next. Errors come in their turn."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, items, _END)
        while (made := coming.result()) is not _END:
            coming = pool.submit(next, items, _END)
            yield made  # type: ignore[misc]
