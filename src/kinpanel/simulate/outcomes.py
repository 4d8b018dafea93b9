"""Latent depression and cognition of every child at every wave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinpanel.simulate.households import Population
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.parameters import BOTH_AWAY, OutcomeParameters, Parameters
from kinpanel.simulate.states import Paths, early_absence, years_both_away
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams

FREE_YEARS = 2.0
MOST_YEARS = 6.0
"""Duration counts beyond two years of both away, for at most six."""


@dataclass(frozen=True)
class Lives:
    """What outcomes depend on, per wave and child (5 x N); `early` and `girl` per child (N)."""

    state: Ints
    shock: Flags
    video: Flags
    years: Floats
    early: Flags
    girl: Flags


def draw_lives(streams: Streams, parameters: Parameters, people: Population, paths: Paths) -> Lives:
    """Carry the states and shocks of households to their children; draw video contact."""
    state = paths.at_waves[:, people.household]
    weekly = streams("video").random(state.shape) < np.array(parameters.video)[:, None]
    return Lives(
        state=state,
        shock=paths.shocks[:, people.household],
        video=weekly & (state == BOTH_AWAY),
        years=years_both_away(people, paths),
        early=early_absence(people, paths),
        girl=people.girl,
    )


def effect(rule: OutcomeParameters, lives: Lives) -> Floats:
    """The causal effect of today's absence on the latent outcome, per wave and child (5 x N)."""
    both = lives.state == BOTH_AWAY
    extra = np.clip(lives.years - FREE_YEARS, 0, MOST_YEARS)
    while_away = rule.girl * lives.girl + rule.year * extra + rule.video * lives.video
    return np.asarray(np.array(rule.current)[lives.state] + both * while_away)


def draw_outcome(
    rng: np.random.Generator, rule: OutcomeParameters, people: Population, lives: Lives
) -> Floats:
    """The latent outcome in standard deviations, per wave and child (5 x N)."""
    village, household, child, occasion = np.sqrt(rule.shares)
    n = len(people.household)
    fixed = (
        village * rng.normal(size=int(people.village.max()) + 1)[people.village[people.household]]
        + household * rng.normal(size=people.households)[people.household]
        + child * rng.normal(size=n)
        + rule.disadvantage * people.disadvantage[people.household]
        + rule.early * lives.early
    )
    moving = occasion * _autocorrelated(rng, n, rule.memory)
    return np.asarray(fixed + moving + rule.shock * lives.shock + effect(rule, lives))


def _autocorrelated(rng: np.random.Generator, n: int, memory: float) -> Floats:
    """A stationary AR(1) of variance 1 over the waves (5 x n)."""
    noise = rng.normal(size=(WAVE_COUNT, n))
    for wave in range(1, WAVE_COUNT):
        noise[wave] = memory * noise[wave - 1] + np.sqrt(1 - memory**2) * noise[wave]
    return noise
