"""Deaths, schooling and marriage of the adults in the roster."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.households import FATHER, FIRST_CHILD, HEAD, MOTHER, Population
from kinpanel.simulate.journeys import FOREVER, Absences
from kinpanel.simulate.parameters import WelfareParameters
from kinpanel.simulate.streams import Floats, Ints, Streams

NEVER_MARRIED, MARRIED, DIVORCED, WIDOWED = 1, 2, 3, 4
EDUCATION = ("none", "primary", "junior secondary", "senior secondary", "college")
"""Codes 1 to 5."""
_GRANDPARENTS = (0.42, 0.47, 0.10, 0.01, 0.00)
_PARENTS = (0.03, 0.22, 0.57, 0.14, 0.04)
LEFT = 4
"""Code of `reason_detail`: divorced or left."""
DEPRIVED = 0.4
"""How far disadvantage lowers the latent schooling of parents."""
DIVORCES = 0.02
WIDOWED_HEADS = 0.20
BEFORE_FIRST = 120
"""Parents may have died so many months before the first interview."""
EARLY = 2.5
"""Power of the uniform draw of the month of death: above one, more deaths are early."""
FATHERS = 0.7
"""Share of fathers among the parents who die."""


def draw_deaths(
    streams: Streams,
    rule: WelfareParameters,
    people: Population,
    persons: pd.DataFrame,
    spells: Absences,
) -> pd.Series[int]:
    """Month of death of everybody in the roster, `FOREVER` where alive at the last interview.

    A parent dies at home, after the last return and the birth of the youngest child; heads by a
    hazard that grows with age, after the first interview.
    """
    rng = streams("deaths")
    died = pd.Series(FOREVER, index=persons["pid"], dtype="int64")
    struck = rng.random(people.households) < rule.parent_dies
    father = rng.random(people.households) < FATHERS
    youngest = np.full(people.households, -FOREVER)
    np.maximum.at(youngest, people.household, people.birth)
    for line in (FATHER, MOTHER):
        own = spells.of(line)
        low = np.maximum(youngest, people.interview[0] - BEFORE_FIRST)
        np.maximum.at(low, own.home, np.minimum(own.end, people.interview[-1, own.home]))
        low += 1
        high = people.interview[-1]
        chosen = struck & (father == (line == FATHER)) & (low < high)
        mark = rng.random(people.households) ** EARLY
        at = low + np.floor(mark * np.maximum(high - low, 0))
        pids = np.array(people.pids(line))[chosen]
        died.loc[pids] = at[chosen].astype(np.int64)
    died.loc[people.pids(HEAD)] = _heads(rng, people, persons)
    return died


def _heads(rng: np.random.Generator, people: Population, persons: pd.DataFrame) -> Ints:
    """Month of death of the heads (H): the yearly hazard is .8 % at 60 and grows 9 % a year."""
    birth = persons.set_index("pid")["birth_month"].loc[people.pids(HEAD)].to_numpy()
    first, last = people.interview[0], people.interview[-1]
    age = (first - birth) / 12
    # The survival of a Gompertz hazard, inverted.
    hazard = 0.008 * np.exp(0.09 * (age - 60))
    years = np.log1p(0.09 * rng.exponential(size=len(age)) / hazard) / 0.09
    month = first + 1 + np.floor(12 * years).astype(np.int64)
    return np.asarray(np.where(month < last, month, FOREVER))


def parent_deaths(people: Population, died: pd.Series[int]) -> tuple[Ints, Ints]:
    """Month of death of fathers and mothers (H), `FOREVER` where alive at the last interview."""
    father, mother = (
        np.asarray(died.loc[people.pids(line)], dtype=np.int64) for line in (FATHER, MOTHER)
    )
    return father, mother


def with_lifetimes(
    streams: Streams,
    people: Population,
    persons: pd.DataFrame,
    spells: pd.DataFrame,
    died: pd.Series[int],
) -> pd.DataFrame:
    """The roster with `alive`, `death_month`, `education` and `marital`; see `Truth`."""
    month = died.loc[persons["pid"]].to_numpy()
    gone = (spells["reason_detail"] == LEFT) & spells["end_month"].isna()
    left = spells.loc[gone, "parent_pid"].str[:8]
    return persons.assign(
        alive=month == FOREVER,
        death_month=pd.array(month, dtype="Int64"),
        education=draw_education(streams, people, persons),
        marital=draw_marital(
            streams, people, persons, died, pd.Index(people.hhid).get_indexer(pd.Index(left))
        ),
    ).assign(death_month=lambda rows: rows["death_month"].mask(rows["alive"]))


def draw_education(streams: Streams, people: Population, persons: pd.DataFrame) -> pd.Series[int]:
    """Highest schooling of the adults, codes of `EDUCATION`; NA for children."""
    latent = streams("education").normal(size=len(persons))
    line = persons["line"].to_numpy()
    home = pd.Index(people.hhid).get_indexer(pd.Index(persons["hhid"]))
    parent = (line > HEAD) & (line < FIRST_CHILD)
    standing = (latent - DEPRIVED * people.disadvantage[home]) / np.sqrt(1 + DEPRIVED**2)
    code = np.where(parent, _cut(standing, _PARENTS), _cut(latent, _GRANDPARENTS))
    codes: pd.Series[int] = pd.Series(code, index=persons.index, dtype="Int64")
    return codes.mask(line >= FIRST_CHILD)


def _cut(latent: Floats, shares: tuple[float, ...]) -> Ints:
    edges = np.quantile(latent, np.minimum(np.cumsum(shares)[:-1], 1.0))
    return np.asarray(1 + np.searchsorted(edges, latent), dtype=np.int64)


def draw_marital(
    streams: Streams, people: Population, persons: pd.DataFrame, died: pd.Series[int], left: Ints
) -> Ints:
    """Marital status at the last interview, per person: never, married, divorced, widowed.

    `left` are the households which a parent has left for good, or after a divorce.
    """
    draw = streams("marital").random(people.households)
    line = persons["line"].to_numpy()
    home = pd.Index(people.hhid).get_indexer(pd.Index(persons["hhid"]))
    divorced = draw < DIVORCES
    divorced[left] = True
    gone = {at: died.loc[people.pids(at)].to_numpy() < FOREVER for at in (FATHER, MOTHER)}
    widowed = ((line == FATHER) & gone[MOTHER][home]) | ((line == MOTHER) & gone[FATHER][home])
    widowed |= (line == HEAD) & (draw[home] > 1 - WIDOWED_HEADS)
    parent = np.isin(line, (FATHER, MOTHER))
    return np.asarray(
        np.select(
            [line >= FIRST_CHILD, widowed, parent & divorced[home]],
            [NEVER_MARRIED, WIDOWED, DIVORCED],
            MARRIED,
        )
    )
