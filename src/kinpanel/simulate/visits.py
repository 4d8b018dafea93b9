"""Parents at home month by month: who is not away, and visits of those who are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kinpanel.simulate.exposure import YEAR, Exposure
from kinpanel.simulate.households import Population
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.parameters import BOTH_AWAY, WAVES, VisitParameters
from kinpanel.simulate.streams import Flags, Ints, Streams

MONTH = 30
"""Days of a month in the calendar of presence."""
NEW_YEARS = {2014: (1, 31), 2016: (2, 8), 2018: (2, 16), 2020: (1, 25), 2022: (2, 1)}
"""Month and day of the Lunar New Year before each interview."""
ARRIVES_BEFORE = 6
SHUTDOWN = 2020


@dataclass(frozen=True)
class Visits:
    """Per wave and household (5 x H), of the twelve months before the interview.

    `number` of visits of those away at the interview, `new_year` whether they came for the Lunar
    New Year; `father` and `mother` are days at home by calendar month (5 x 12 x H, of 30 each);
    `since` are days since the parent longest gone was last at home, 0 where both are home.
    """

    number: Ints
    new_year: Flags
    father: Ints
    mother: Ints
    since: Ints

    def together(self, parent: Ints) -> Ints:
        """Days of the year at home (5 x H, 0 to 365) from days by month."""
        year = parent.sum(axis=1) * (365 / (YEAR * MONTH))
        return np.asarray(np.round(year), dtype=np.int64)

    def until(self, people: Population, died: tuple[Ints, Ints]) -> Visits:
        """The same without the days after the deaths of fathers and mothers (months, H)."""
        last = people.interview[:, None] - 1
        month = last - (last - np.arange(YEAR)[:, None]) % YEAR
        father = np.where(month < died[0], self.father, 0)
        return replace(self, father=father, mother=np.where(month < died[1], self.mother, 0))


def draw_visits(
    streams: Streams,
    rule: VisitParameters,
    people: Population,
    state: Ints,
    near: Flags,
    parents: tuple[Exposure, Exposure],
) -> Visits:
    """Draw visits given states (5 x H) and whether who is away is within the province (5 x H).

    A New Year at home between two absences counts as a visit.
    """
    away = state > 0
    gone = (np.isin(state, (1, BOTH_AWAY)), np.isin(state, (2, BOTH_AWAY)))
    comes = streams("new year visits").random(state.shape) < rule.new_year
    new_year = away & (comes | _between_absences(parents, gone))
    rng = streams("other visits")
    rate = rule.other + rule.other_single * (away & (state != BOTH_AWAY))
    share = near[away].mean() if away.any() else 0.0
    others = rng.poisson(rate * np.where(near, rule.near, 1.0) / (1 + (rule.near - 1) * share))
    others[~away] = 0
    days = _new_year_days(streams, rule, new_year) + _other_days(streams, rule, others)
    father, mother = (
        np.where(of.away, np.minimum(days * left[:, None], MONTH), MONTH)
        for of, left in zip(parents, gone, strict=True)
    )
    last = np.where(gone[0][:, None], father, MONTH)
    last = np.where(gone[1][:, None], np.minimum(last, mother), last)
    since = np.where(away, _since(streams, people, last), 0)
    return Visits(new_year.astype(np.int64) + others, new_year, father, mother, since)


def _between_absences(parents: tuple[Exposure, Exposure], gone: tuple[Flags, Flags]) -> Flags:
    """Whether all who are gone at the interview lived at home in the month of the New Year."""
    home = np.ones(gone[0].shape, dtype=bool)
    for wave, year in enumerate(WAVES.values()):
        month = NEW_YEARS[year][0] - 1
        for of, left in zip(parents, gone, strict=True):
            home[wave] &= ~(of.away[wave, month] & left[wave])
    return home


def _new_year_days(streams: Streams, rule: VisitParameters, new_year: Flags) -> Ints:
    """Days of the New Year's stay by calendar month (5 x 12 x H)."""
    rng = streams("new year stays")
    least, more = rule.new_year_days
    length = least + rng.poisson(more, new_year.shape).astype(float)
    critical = rng.random(new_year.shape[1]) < rule.critical
    longer = rng.normal(rule.shutdown, rule.shutdown_spread, new_year.shape[1])
    longer = np.maximum(longer, 0.0) * (1 - rule.critical_cut * critical)
    days = np.zeros((WAVE_COUNT, YEAR, new_year.shape[1]), dtype=np.int64)
    for wave, year in enumerate(WAVES.values()):
        month, day = NEW_YEARS[year]
        start = (month - 1) * MONTH + min(day, MONTH) - ARRIVES_BEFORE
        stay = length[wave] + longer * (year == SHUTDOWN)
        end = start + np.round(stay * new_year[wave]).astype(np.int64)
        for place in range(YEAR):
            low, high = place * MONTH, (place + 1) * MONTH
            days[wave, place] = np.clip(np.minimum(end, high) - max(start, low), 0, MONTH)
    return days


def _other_days(streams: Streams, rule: VisitParameters, others: Ints) -> Ints:
    """Days of other visits by calendar month (5 x 12 x H)."""
    rng = streams("other stays")
    least, more = rule.other_days
    days = np.zeros((WAVE_COUNT, YEAR, others.shape[1]), dtype=np.int64)
    for visit in range(int(others.max(initial=0))):
        wave, home = np.nonzero(others > visit)
        month = rng.integers(0, YEAR, len(home))
        days[wave, month, home] += least + rng.poisson(more, len(home))
    return days


def _since(streams: Streams, people: Population, days: Ints) -> Ints:
    """Days since the last month with a day at home; more than a year where there is none."""
    back = np.arange(1, YEAR + 1)[:, None]
    day = streams("days since reunion").integers(1, MONTH + 1, days[:, 0].shape)
    result = YEAR * MONTH + 6 * day
    for wave, interview in enumerate(people.interview):
        seen = np.take_along_axis(days[wave], (interview - back) % YEAR, axis=0) > 0
        ever = seen.any(axis=0)
        result[wave, ever] = (MONTH * seen.argmax(axis=0) + day[wave])[ever]
    return np.asarray(result, dtype=np.int64)


def presence_frame(people: Population, visits: Visits) -> pd.DataFrame:
    """Days at home by parent and calendar month, one row per household and wave; see `Truth`."""
    columns = {
        f"{name}_{month + 1:02d}": days[:, month].ravel().astype(np.int8)
        for name, days in (("father", visits.father), ("mother", visits.mother))
        for month in range(YEAR)
    }
    return pd.DataFrame(
        {
            "hhid": np.tile(np.array(people.hhid), WAVE_COUNT),
            "wave": np.repeat(np.array(list(WAVES)), people.households),
            **columns,
        }
    )
