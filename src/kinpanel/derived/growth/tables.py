"""Growth tables: L, M and S of an indicator by age or by size, for girls and for boys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from kinpanel.derived.growth.ages import whole_days

Floats = npt.NDArray[np.float64]

Indicator = Literal[
    "height_for_age", "weight_for_age", "bmi_for_age", "weight_for_length", "weight_for_height"
]
INDICATORS: tuple[Indicator, ...] = get_args(Indicator)

Step = Literal["day", "month", "cm"]
"""What rows of a table are counted in: days or months of age, or centimetres of size."""
STEPS: Mapping[Step, float] = {"day": 1.0, "month": 1.0, "cm": 0.1}
"""How far apart the rows lie."""

Sex = Literal["female", "male"]
SEXES: tuple[Sex, ...] = get_args(Sex)

FIVE_YEARS = 60
"""Months of age from which tables are by month (WHO 2007), before by day (WHO 2006)."""


@dataclass(frozen=True)
class Curve:
    """Rows of L, M, S (n x 3), evenly apart by `step` from `first` on."""

    first: float
    step: float
    rows: Floats

    @property
    def last(self) -> float:
        """Where the last row stands."""
        return self.first + (len(self.rows) - 1) * self.step

    def at(self, where: Floats) -> Floats:
        """L, M and S (n x 3), each interpolated linearly between rows; NaN outside of them."""
        # A hundred-thousandth of a step is what floating point makes of a row's own place.
        place = np.round((where - self.first) / self.step, 5)
        inside = (place >= 0) & (place <= len(self.rows) - 1)
        index = np.where(inside, place, 0.0)
        low = np.floor(index).astype(np.int64)
        high = np.minimum(low + 1, len(self.rows) - 1)
        share = (index - low)[:, None]
        found = self.rows[low] + share * (self.rows[high] - self.rows[low])
        return np.where(inside[:, None], found, np.nan)


@dataclass(frozen=True)
class GrowthTables:
    """Curves by indicator, step and sex, and where they come from."""

    curves: Mapping[tuple[Indicator, Step, Sex], Curve]
    source: str

    def holds(self, indicator: Indicator) -> bool:
        """Whether there is any curve of the indicator."""
        return any(key[0] == indicator for key in self.curves)

    def by_age(self, indicator: Indicator, sex: Sex, months: Floats) -> Floats:
        """L, M and S (n x 3) at ages in months; NaN where the tables do not reach.

        Under 60 months the row of the day, later between rows of months. Where the latter begin
        at 61 months, the month before is read by day; the last row by day, that of day 1,856,
        also stands for day 1,857, within which that month ends.
        """
        days = whole_days(months)
        by_day = self.curves.get((indicator, "day", sex))
        by_month = self.curves.get((indicator, "month", sex))
        found = np.full((len(months), 3), np.nan)
        daily = months < FIVE_YEARS
        if by_month is not None:
            if by_month.first == FIVE_YEARS + 1:
                daily = months < by_month.first
            found = by_month.at(months)
        if by_day is not None:
            reached = np.where(days == by_day.last + 1, by_day.last, days)
            by_row = by_day.at(np.where(months < FIVE_YEARS, days, reached))
            return np.where(daily[:, None], by_row, found)
        return np.where(daily[:, None], np.nan, found)

    def by_size(self, indicator: Indicator, sex: Sex, size: Floats) -> Floats:
        """L, M and S (n x 3) at sizes in cm; NaN where the tables do not reach."""
        curve = self.curves.get((indicator, "cm", sex))
        return np.full((len(size), 3), np.nan) if curve is None else curve.at(size)


def curve_of(rows: Mapping[float, tuple[float, float, float]], step: Step) -> Curve:
    """The curve of rows by their place. ValueError where rows are missing or cannot be.

    Rows are `STEPS[step]` apart without a gap; M and S are above 0, and the third standard
    deviations on both sides exist (1 + 3 L S and 1 - 3 L S are above 0).
    """
    apart = STEPS[step]
    places = sorted(rows)
    if not places:
        raise ValueError("there are no rows")
    for before, after in pairwise(places):
        if abs(after - before - apart) > apart / 1000:
            raise ValueError(f"rows are {apart:g} {step} apart, but {after:g} follows {before:g}")
    values = np.array([rows[place] for place in places], dtype=float)
    power, median, spread = values.T
    sound = (median > 0) & (spread > 0) & (3 * np.abs(power) * spread < 1)
    sound &= np.isfinite(values).all(axis=1)
    if not sound.all():
        place = places[int(np.flatnonzero(~sound)[0])]
        raise ValueError(f"L, M and S at {place:g} {step} cannot be those of a distribution")
    return Curve(first=float(places[0]), step=apart, rows=values)
