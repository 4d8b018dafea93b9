"""Villages, households and the people in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinpanel.simulate.months import FIELDWORK_START, WAVE_COUNT, month_index
from kinpanel.simulate.parameters import WAVES, Parameters
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams

COUNTIES = 12
COUNTIES_PER_PROVINCE = 3
YOUNGEST_AGE, OLDEST_AGE = -48, 190
"""Months of age at the start of wave 1; nobody is 16 before its last interview."""
SPACING = 11
HEAD, FATHER, MOTHER, FIRST_CHILD = 1, 2, 3, 4
"""Line numbers in the roster; the grandparent is the head."""
MALE, FEMALE = 1, 2
RELATIONS = {HEAD: 1, FATHER: 3, MOTHER: 4, FIRST_CHILD: 5}
"""Relation to the head by line: head, child, child-in-law, grandchild."""


@dataclass(frozen=True)
class Population:
    """Households and children as arrays, with the fixed traits of both.

    `village` is per household (H), `household` per child (N); `interview` is the month of
    interview per wave and household (5 x H); `age` is in months at the start of wave 1 and
    negative for children born later.
    """

    village: Ints
    hhid: list[str]
    village_code: list[str]
    disadvantage: Floats
    network: Floats
    weight: Floats
    interview: Ints
    household: Ints
    line: Ints
    age: Ints
    girl: Flags

    @property
    def households(self) -> int:
        """Number of households."""
        return len(self.village)

    def pids(self, line: int) -> list[str]:
        """The person in that line of every household."""
        return [f"{hhid}{line:02d}" for hhid in self.hhid]

    @property
    def birth(self) -> Ints:
        """Month of birth of every child."""
        return month_index(WAVES["w1"], FIELDWORK_START) - self.age


def draw_population(
    streams: Streams, parameters: Parameters, villages: int, per_village: int, numbered: int = 0
) -> Population:
    """Draw villages, households and children; every county has `numbered` villages elsewhere."""
    codes = _village_codes(villages, numbered)
    village = np.repeat(np.arange(villages), per_village)
    number = np.tile(np.arange(1, per_village + 1), villages)
    rng = streams("children")
    size = rng.choice([1, 2, 3], len(village), p=parameters.children)
    household = np.repeat(np.arange(len(village)), size)
    born_before = np.concatenate([np.arange(n) for n in size])
    month = streams("fieldwork months").integers(0, 3, (WAVE_COUNT, villages))
    start = np.array([month_index(year, FIELDWORK_START) for year in WAVES.values()])
    weight = streams("weights").gamma(9.0, 1 / 9.0, villages)
    return Population(
        village=village,
        hhid=[f"{codes[v]}{n:03d}" for v, n in zip(village, number, strict=True)],
        village_code=[codes[v] for v in village],
        disadvantage=streams("disadvantage").normal(size=len(village)),
        network=streams("network").normal(size=villages)[village],
        weight=np.round(weight / weight.mean(), 4)[village],
        interview=(start[:, None] + month)[:, village],
        household=household,
        line=FIRST_CHILD + born_before,
        age=_ages(rng, household, born_before),
        girl=rng.random(len(household)) < parameters.girls,
    )


def _ages(rng: np.random.Generator, household: Ints, born_before: Ints) -> Ints:
    """Months of age at the start of wave 1, elder siblings first, none closer than `SPACING`."""
    age = rng.integers(YOUNGEST_AGE, OLDEST_AGE, len(household))
    age = age[np.lexsort((-age, household))]
    for order in range(1, int(born_before.max()) + 1):
        here = np.flatnonzero(born_before == order)
        age[here] = np.minimum(age[here], age[here - 1] - SPACING)
    return np.asarray(age, dtype=np.int64)


def _village_codes(villages: int, numbered: int) -> list[str]:
    """County (three digits, the first 0) and number in the county, e.g. `01203`."""
    county = np.arange(villages) * COUNTIES // villages
    codes, seen = [], dict.fromkeys(range(COUNTIES), numbered)
    for place in county.tolist():
        seen[place] += 1
        province, within = divmod(place, COUNTIES_PER_PROVINCE)
        codes.append(f"0{province + 1}{within + 1}{seen[place]:02d}")
    return codes


def draw_persons(streams: Streams, people: Population) -> pd.DataFrame:
    """The roster of every household: grandparent, father, mother, children.

    Columns: `pid`, `hhid`, `line`, `sex` (1 male, 2 female), `birth_month` (months since January
    1960), `relation` (1 head, 3 child, 4 child-in-law, 5 grandchild).
    """
    rng = streams("roster")
    oldest = np.full(people.households, np.iinfo(np.int64).max)
    np.minimum.at(oldest, people.household, people.birth)
    n = people.households
    mother = oldest - rng.integers(20 * 12, 27 * 12, n)
    father = mother - rng.integers(-12, 5 * 12, n)
    head = np.minimum(father, mother) - rng.integers(21 * 12, 30 * 12, n)
    adults = [
        _persons(people, HEAD, np.where(rng.random(n) < 0.45, MALE, FEMALE), head),
        _persons(people, FATHER, np.full(n, MALE), father),
        _persons(people, MOTHER, np.full(n, FEMALE), mother),
    ]
    children = pd.DataFrame(
        {
            "pid": child_pids(people),
            "hhid": [people.hhid[h] for h in people.household],
            "line": people.line,
            "sex": np.where(people.girl, FEMALE, MALE),
            "birth_month": people.birth,
            "relation": RELATIONS[FIRST_CHILD],
        }
    )
    return pd.concat([*adults, children]).sort_values("pid", ignore_index=True)


def child_pids(people: Population) -> list[str]:
    """The pid of every child."""
    pairs = zip(people.household, people.line, strict=True)
    return [f"{people.hhid[h]}{line:02d}" for h, line in pairs]


def _persons(people: Population, line: int, sex: Ints, birth: Ints) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pid": people.pids(line),
            "hhid": people.hhid,
            "line": line,
            "sex": sex,
            "birth_month": birth,
            "relation": RELATIONS[line],
        }
    )
