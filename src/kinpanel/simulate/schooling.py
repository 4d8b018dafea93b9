"""School: entry, grades, boarding, leaving; and what children can do in tests."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from kinpanel.simulate.households import Population
from kinpanel.simulate.months import WAVE_COUNT, month_index
from kinpanel.simulate.parameters import WAVES, SchoolParameters
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams
from kinpanel.simulate.welfare import chance

ENTRY = 6
LAST_GRADE = 12
LEAVES_LAST = 17
TESTED_FROM = 6
DEPRIVED = 0.3


@dataclass(frozen=True)
class School:
    """Per wave and child (5 x N), on 1 September of the wave's year.

    `enrolled` in primary or secondary school; `grade` the last one completed (0 to 12); `repeated`
    a grade so far; `boarding` in the week.
    """

    enrolled: Flags
    grade: Ints
    repeated: Flags
    boarding: Flags


def draw_school(
    streams: Streams, rule: SchoolParameters, people: Population, state: Ints
) -> School:
    """Draw the school life of every child."""
    n = len(people.household)
    september = np.array([month_index(year, 9) for year in WAVES.values()])
    age = (september[:, None] - people.birth) // 12
    rng = streams("schooling")
    entry = ENTRY + (rng.random(n) < rule.late_entry)
    repeats = np.where(rng.random(n) < rule.repeats, rng.integers(1, 7, n), LAST_GRADE + 1)
    leaves = _leaving_age(rng, rule, people)
    enrolled = (age >= entry) & (age < leaves)
    grade = np.clip(np.minimum(age, leaves) - entry, 0, LAST_GRADE)
    repeated = grade > repeats
    grade = grade - repeated
    stage = np.minimum(grade // 3, 3)
    boarding = enrolled & _boards(streams, rule, stage, state)
    return School(enrolled, grade, repeated, boarding)


def _leaving_age(rng: np.random.Generator, rule: SchoolParameters, people: Population) -> Ints:
    """Age at which a child has left school, or 99; earlier for the disadvantaged."""
    n = len(people.household)
    standing = rng.normal(size=n) - DEPRIVED * people.disadvantage[people.household]
    standing /= np.sqrt(1 + DEPRIVED**2)
    result = np.full(n, 99, dtype=np.int64)
    for age, share in reversed([*rule.leaves, (LEAVES_LAST, rule.leaves_last)]):
        result[standing < NormalDist().inv_cdf(share)] = age
    return result


def _boards(streams: Streams, rule: SchoolParameters, stage: Ints, state: Ints) -> Flags:
    rng = streams("boarding")
    share = chance(np.array(rule.boarding)[stage] + np.array(rule.boarding_state)[state])
    # A logistic variable of which most lasts: the sum's spread is that of the logistic.
    lasting, passing = rng.normal(size=stage.shape[1]), rng.normal(size=stage.shape)
    mark = 0.8 * lasting + 0.6 * passing
    return np.asarray(chance(1.702 * mark) < share)


@dataclass(frozen=True)
class Scores:
    """Raw scores per wave and child (5 x N), what the child would reach if tested.

    `words` 0 to 34 and `maths` 0 to 24 with age; `recall` 0 to 10 words, `series` 0 to 15.
    """

    words: Ints
    maths: Ints
    recall: Ints
    series: Ints


_TESTS = {  # top score, age at which half is reached, gain per year, weight of cognition
    "words": (34, 9.5, 0.20, 0.55),
    "maths": (24, 11.0, 0.22, 0.55),
    "recall": (10, 9.0, 0.07, 0.45),
    "series": (15, 10.5, 0.12, 0.50),
}
TEST_NOISE = 0.25


def draw_scores(streams: Streams, people: Population, cognition: Floats) -> Scores:
    """Draw raw scores from latent cognition and age: a probit curve, with noise of its own."""
    age = (people.interview[:, people.household] - people.birth) / 12
    found: dict[str, Ints] = {}
    for name, (top, half, gain, weight) in _TESTS.items():
        noise = streams(f"{name} score").normal(size=(WAVE_COUNT, age.shape[1]))
        standing = gain * (age - half) + weight * cognition + TEST_NOISE * noise
        found[name] = np.round(top * chance(1.702 * standing)).astype(np.int64)
    return Scores(**found)
