"""The calendar of absence: spells of months that give back exactly the states they come from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.households import FATHER, MOTHER, Population
from kinpanel.simulate.months import DEPARTURES, RETURNS, draw_month
from kinpanel.simulate.states import Paths
from kinpanel.simulate.streams import Flags, Ints, Streams

MIN_MONTHS = 6
"""A parent is away when a spell covers the interview and began at least so long before."""
OPEN = -1
"""End of a spell that is open at the last interview, in arrays."""
SEASONAL = 0.05
"""Share of interviews at which a parent who is home in law has just left for a season."""
DESTINATIONS = (0.12, 0.23, 0.65)
"""Same county, same province, another province."""
REASONS = (0.93, 0.01, 0.03, 0.03)
"""Work or business, study, care for family, other."""


def draw_spells(streams: Streams, people: Population, paths: Paths) -> pd.DataFrame:
    """Every absence of every parent, from before the first point to the last interview.

    They are without breaks; see `breaks.with_breaks`.

    Columns: `parent_pid`, `start_month`, `end_month` (months since January 1960; NA while open at
    the last interview), `destination` (1 same county, 2 same province, 3 another province),
    `reason` (1 work, 2 study, 3 care, 4 other). A parent's spells never touch.
    """
    rng = streams("spells")
    points = points_of(people, paths)
    frames = []
    for line, states in ((FATHER, (1, 3)), (MOTHER, (2, 3))):
        away = np.isin(paths.states, states)
        home, start, end = (
            np.concatenate(part)
            for part in zip(_long(rng, away, points), _seasonal(rng, away, points), strict=True)
        )
        pids = np.array(people.pids(line))
        frames.append(pd.DataFrame({"parent_pid": pids[home], "start_month": start, "end": end}))
    spells = pd.concat(frames).sort_values(["parent_pid", "start_month"], ignore_index=True)
    ends = spells.pop("end").astype("Int64")
    spells["end_month"] = ends.mask(ends == OPEN)
    traits = streams("spell traits")
    spells["destination"] = 1 + traits.choice(3, len(spells), p=DESTINATIONS)
    spells["reason"] = 1 + traits.choice(4, len(spells), p=REASONS)
    return spells


def points_of(people: Population, paths: Paths) -> Ints:
    """The month of every point (13 x H): interviews, and two-year steps back from the first."""
    steps = 24 * np.arange(paths.first_wave, 0, -1)
    return np.concatenate([people.interview[0] - steps[:, None], people.interview])


def _long(rng: np.random.Generator, away: Flags, points: Ints) -> tuple[Ints, Ints, Ints]:
    """One spell per run of points away: household, start and end."""
    ahead = rng.integers(MIN_MONTHS, 25, away.shape[1])
    edge = np.zeros((1, away.shape[1]), dtype=bool)
    leaves = away & ~np.concatenate([edge, away[:-1]])
    stays_last = away & ~np.concatenate([away[1:], edge])
    before = np.concatenate([points[:1] - MIN_MONTHS - ahead - 1, points[:-1]])
    after = np.concatenate([points[1:], points[-1:]])
    # By household, then by point: the n-th departure belongs to the n-th return.
    home, first = np.nonzero(leaves.T)
    _, last = np.nonzero(stays_last.T)
    start = draw_month(rng, before[first, home] + 1, points[first, home] - MIN_MONTHS, DEPARTURES)
    closed = last < len(points) - 1
    end = np.full(len(home), OPEN, dtype=np.int64)
    end[closed] = draw_month(
        rng,
        points[last[closed], home[closed]] + 1,
        after[last[closed], home[closed]] - 1,
        RETURNS,
    )
    return home, start, end


def _seasonal(rng: np.random.Generator, away: Flags, points: Ints) -> tuple[Ints, Ints, Ints]:
    """Short trips that cover a point but began less than six months before it.

    Only parents who are home at the points before and after take them, so that they meet no
    other spell.
    """
    quiet = ~away[1:]
    quiet &= ~away[:-1]
    quiet[:-1] &= ~away[2:]
    point, home = np.nonzero(quiet & (rng.random(quiet.shape) < SEASONAL))
    month = points[point + 1, home]
    start = month - rng.integers(0, MIN_MONTHS, len(home))
    end = month + rng.integers(1, 9, len(home))
    return home.astype(np.int64), start, end
