"""A chain of steps followed from its start, many stretches of it at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

STRETCH = 256
"""Places of a stretch; each is walked on its own."""
ROUNDS = 8
"""How often the stretches are walked again before the rest is walked one step after the other."""


def walk(steps: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.int64], int]:
    """The places that are reached from place 0 by steps of at least one, and where they lead.

    `steps` says how far it is from each place to the next. The second answer is the first place
    reached that lies behind the last one, so at least `len(steps)`.

    Where a stretch is entered is known only when those before it were walked. But chains that
    start apart soon meet, so each is walked from a guess at first, and again from where the one
    before it truly ends until nothing changes: then each was entered where it should be.
    """
    count = len(steps)
    starts = np.arange(0, count, STRETCH)
    ends = np.minimum(starts + STRETCH, count)
    entries, exits = starts.copy(), np.zeros_like(starts)
    reached = np.zeros(count, dtype=bool)
    stale = np.arange(len(starts))
    for _ in range(ROUNDS):
        if not len(stale):
            break
        _clear(reached, starts[stale])
        exits[stale] = _walked(steps, reached, entries[stale], ends[stale])
        true = np.concatenate([[0], exits[:-1]]) if len(exits) else entries
        stale = np.flatnonzero(true != entries)
        entries = true
    if len(stale):
        first = int(stale[0])
        reached[starts[first] :] = False
        end = _plodded(steps, reached, int(entries[first]))
    else:
        end = int(exits[-1]) if len(exits) else 0
    return np.flatnonzero(reached), end


def _clear(reached: npt.NDArray[np.bool_], starts: npt.NDArray[np.int64]) -> None:
    if len(starts) * STRETCH >= len(reached):
        reached[:] = False
        return
    for start in starts:
        reached[start : start + STRETCH] = False


def _walked(
    steps: npt.NDArray[np.uint8],
    reached: npt.NDArray[np.bool_],
    entries: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Mark what is reached in some stretches; where each is left."""
    places = entries.copy()
    within = np.flatnonzero(places < ends)
    while len(within):
        here = places[within]
        reached[here] = True
        here = here + steps[here]
        places[within] = here
        within = within[here < ends[within]]
    return places


def _plodded(steps: npt.NDArray[np.uint8], reached: npt.NDArray[np.bool_], place: int) -> int:
    """The same for one stretch that goes to the end, one step after the other."""
    each = steps.tobytes()
    places = []
    while place < len(each):
        places.append(place)
        place += each[place]
    reached[places] = True
    return place
