"""Latent depression, cognition and height of every child at every wave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinpanel.simulate.economy import log_sent
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
    """What outcomes depend on, per wave and child (5 x N); `early` and `girl` per child (N).

    `soon`: both parents are home or one is, and both will be away at the next wave; `sent` is the
    log of one plus the year's remittance in thousands of yuan.
    """

    state: Ints
    shock: Flags
    video: Flags
    years: Floats
    early: Flags
    girl: Flags
    soon: Flags
    sent: Floats


def draw_lives(
    streams: Streams,
    parameters: Parameters,
    people: Population,
    paths: Paths,
    remittance: Floats,
) -> Lives:
    """Carry states, shocks and remittance (5 x H) to the children; draw video contact."""
    state = paths.at_waves[:, people.household]
    soon = np.zeros(state.shape, dtype=bool)
    soon[:-1] = (state[1:] == BOTH_AWAY) & (state[:-1] != BOTH_AWAY)
    weekly = streams("video").random(state.shape) < np.array(parameters.video)[:, None]
    return Lives(
        state=state,
        shock=paths.shocks[:, people.household],
        video=weekly & (state == BOTH_AWAY),
        years=years_both_away(people, paths),
        early=early_absence(people, paths),
        girl=people.girl,
        soon=soon,
        sent=log_sent(remittance)[:, people.household],
    )


def effect(rule: OutcomeParameters, lives: Lives) -> Floats:
    """The causal effect of absence, now, next or past, on the latent outcome (5 x N).

    Of today's only, but for the options `remains`, `lead` and `remittance`.
    """
    both = lives.state == BOTH_AWAY
    now = np.array(rule.current)[lives.state]
    been = ~both & (lives.years > 0)
    options = (
        rule.remains * been * (rule.current[BOTH_AWAY] - now)
        + rule.lead * lives.soon
        + rule.remittance * lives.sent
    )
    extra = np.clip(lives.years - FREE_YEARS, 0, MOST_YEARS)
    while_away = rule.girl * lives.girl + rule.year * extra + rule.video * lives.video
    return np.asarray(now + both * while_away + options)


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
        + rule.early_boy * (lives.early & ~lives.girl)
    )
    moving = occasion * _autocorrelated(rng, n, rule.memory)
    return np.asarray(fixed + moving + rule.shock * lives.shock + effect(rule, lives))


def _autocorrelated(rng: np.random.Generator, n: int, memory: float) -> Floats:
    """A stationary AR(1) of variance 1 over the waves (5 x n)."""
    noise = rng.normal(size=(WAVE_COUNT, n))
    for wave in range(1, WAVE_COUNT):
        noise[wave] = memory * noise[wave - 1] + np.sqrt(1 - memory**2) * noise[wave]
    return noise
