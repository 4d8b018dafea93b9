"""Months away as a calendar: one row per child, one column per month up to the reference."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kinpanel.derived.absence.bounds import Mask

Months = npt.NDArray[np.float64]


def covered(rows: npt.NDArray[np.intp], start: Months, stop: Months, at: Months, span: int) -> Mask:
    """Which months are in a spell: `span` months before the reference, and that month, last.

    `rows` leads from each spell to its place in `at`; a spell covers its start and not its stop,
    either of which may be infinite. Spells may overlap; one that stops before it starts covers
    nothing. Months before an unknown reference (NaN) are not covered.
    """
    first = at[rows] - span
    low = np.clip(np.nan_to_num(start - first, nan=0, neginf=0), 0, span + 1)
    high = np.clip(np.nan_to_num(stop - first, nan=0, posinf=span + 1), 0, span + 1)
    use = high > low
    change = np.zeros((len(at), span + 2), dtype=np.int32)
    np.add.at(change, (rows[use], low[use].astype(np.intp)), 1)
    np.add.at(change, (rows[use], high[use].astype(np.intp)), -1)
    found: Mask = np.cumsum(change, axis=1)[:, :-1] > 0
    return found


def longest(calendar: Mask) -> npt.NDArray[np.int64]:
    """The longest run of months in each row."""
    run = np.zeros(len(calendar), dtype=np.int64)
    best = run.copy()
    for month in calendar.T:
        run = (run + 1) * month
        np.maximum(best, run, out=best)
    return best


def trailing(calendar: Mask) -> npt.NDArray[np.int64]:
    """The run of months that ends with the last column; 0 where that month is none."""
    width = calendar.shape[1]
    backwards = ~calendar[:, ::-1]
    run = np.where(backwards.any(axis=1), backwards.argmax(axis=1), width) if width else 0
    return np.broadcast_to(np.asarray(run, dtype=np.int64), (len(calendar),))


def runs(calendar: Mask) -> npt.NDArray[np.int64]:
    """How many runs of months there are in each row."""
    before = np.zeros_like(calendar)
    before[:, 1:] = calendar[:, :-1]
    return np.asarray((calendar & ~before).sum(axis=1), dtype=np.int64)
