"""Breaks of absences: stays at home between a return and the next departure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.households import Population
from kinpanel.simulate.journeys import FOREVER, Absences, absences, along
from kinpanel.simulate.months import DEPARTURES, RETURNS, draw_month
from kinpanel.simulate.parameters import BreakParameters
from kinpanel.simulate.spells import MIN_MONTHS
from kinpanel.simulate.streams import Flags, Ints, Streams

SHORTEST = 3
"""Months at least from the first departure of an absence to a return, and from one to its end."""
BROKEN = 3
"""The last code of `reason_detail` whose absences are broken: work, study and care."""

Stretches = tuple[Ints, Ints, Ints]
"""Absences by their place, and two months of each: from and to."""


def with_breaks(
    streams: Streams,
    rule: BreakParameters,
    people: Population,
    points: Ints,
    spells: pd.DataFrame,
    in_origin: Flags,
) -> pd.DataFrame:
    """One row per stretch away without a break, of absences that are one row each.

    Added: `run`, the place of the absence among `spells`. All stretches of an absence have its
    traits, but that a child is along on those which cover an interview outside of the origin
    household (`in_origin`, 5 x N). At every one of `points` (13 x H) parents are away as before:
    no break lies within six months before a point, so that the states stay what they were.
    """
    runs = absences(people, spells)
    free = spells["reason_detail"].to_numpy() <= BROKEN
    cut, back, again = _breaks(streams("breaks of absences"), rule, runs, points, free)
    trip, left, came = _earlier(streams("earlier seasons"), rule, runs, points, free)
    every = np.arange(len(spells))
    run, start = _in_order((every, cut, trip), (runs.start, again, left))
    _, end = _in_order((every, cut, trip), (runs.end, back, came))
    ends = pd.Series(end, dtype="Int64")
    stretches = spells.iloc[run].reset_index(drop=True)
    stretches = stretches.assign(start_month=start, end_month=ends.mask(ends == FOREVER), run=run)
    before = runs.end[run] <= people.interview[0, runs.home[run]]
    also = along(people, absences(people, stretches), in_origin, before)
    return stretches.assign(with_child=stretches["with_child"] & also)


def _in_order(runs: tuple[Ints, ...], months: tuple[Ints, ...]) -> tuple[Ints, Ints]:
    """Absences and months, by absence and by month: the n-th departure has the n-th return."""
    run, month = np.concatenate(runs), np.concatenate(months)
    order = np.lexsort((month, run))
    return run[order], month[order]


def _breaks(
    rng: np.random.Generator, rule: BreakParameters, runs: Absences, points: Ints, free: Flags
) -> Stretches:
    """The months of return and of the next departure, one break between two points at most."""
    found: list[Stretches] = []
    begun = np.full(points.shape[1], np.iinfo(np.int64).min)
    for lower, upper in zip([begun, *points[:-1]], points, strict=True):
        low, high = lower[runs.home], upper[runs.home]
        first = np.maximum(runs.start + SHORTEST, low + 1)
        last = np.where(high < runs.end, high - MIN_MONTHS, runs.end - SHORTEST)
        away = np.minimum(runs.end, high) - np.maximum(runs.start, low)
        chance = -np.expm1(-np.maximum(away, 0) / rule.apart)
        hit = free & (first < last) & (rng.random(len(chance)) < chance)
        back = draw_month(rng, first[hit], last[hit] - 1, RETURNS)
        latest = np.minimum(back + rule.stay, last[hit])
        found.append((np.flatnonzero(hit), back, draw_month(rng, back + 1, latest, DEPARTURES)))
    run, back, again = (np.concatenate(part) for part in zip(*found, strict=True))
    return run, back, again


def _earlier(
    rng: np.random.Generator, rule: BreakParameters, runs: Absences, points: Ints, free: Flags
) -> Stretches:
    """Trips of a season before those which began less than six months before a point."""
    at = points[:, runs.home]
    short = ((runs.start <= at) & (at < runs.end) & (runs.start > at - MIN_MONTHS)).any(axis=0)
    end = runs.start - rng.integers(1, rule.between + 1, len(at[0]))
    start = end - rng.integers(rule.season[0], rule.season[1] + 1, len(at[0]))
    same = (np.diff(runs.home) == 0) & (np.diff(runs.mother.astype(np.int64)) == 0)
    clear = np.ones(len(start), dtype=bool)
    clear[1:] = ~same | (start[1:] > runs.end[:-1])
    chosen = free & short & clear & (rng.random(len(start)) < rule.earlier)
    return np.flatnonzero(chosen), start[chosen], end[chosen]
