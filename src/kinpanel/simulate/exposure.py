"""Months away in the year before each interview, counted from the spells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinpanel.simulate.households import Population
from kinpanel.simulate.journeys import Absences
from kinpanel.simulate.streams import Flags, Ints

YEAR = 12


@dataclass(frozen=True)
class Exposure:
    """Of one parent, per wave and household (5 x H), in the twelve months before the interview.

    `months` are the months away, `longest` those of the longest absence without a break, `away`
    says month by month, by calendar month (5 x 12 x H). The month of departure counts as away,
    the month of return as home.
    """

    months: Ints
    longest: Ints
    away: Flags


def exposure(people: Population, spells: Absences) -> Exposure:
    """Count the months of one parent's spells."""
    shape = people.interview.shape
    months, longest = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    away = np.zeros((shape[0], YEAR, shape[1]), dtype=bool)
    for wave, interview in enumerate(people.interview):
        at = interview[spells.home]
        first = np.maximum(spells.start, at - YEAR)
        length = np.maximum(np.minimum(spells.end, at) - first, 0)
        np.add.at(months[wave], spells.home, length)
        np.maximum.at(longest[wave], spells.home, length)
        for offset in range(YEAR):
            there = offset < length
            month = (first[there] + offset) % YEAR
            away[wave, month, spells.home[there]] = True
    return Exposure(months, longest, away)
