"""The parental state of every household on a two-year grid, from 16 years before wave 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kinpanel.simulate.households import Population
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.parameters import BOTH_AWAY, WAVES, Parameters, StateParameters
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams, pick


@dataclass(frozen=True)
class Paths:
    """States (13 points x H, wave 1 at `first_wave`) and shocks (5 waves x H)."""

    states: Ints
    shocks: Flags
    first_wave: int

    @property
    def at_waves(self) -> Ints:
        """States at the interviews (5 x H)."""
        return self.states[self.first_wave :]


Distress = Callable[[Paths, int], Floats]
"""Mean depression of each household's children at a wave (H), given the states up to it."""


def draw_paths(
    streams: Streams, parameters: Parameters, people: Population, shift: Floats, distress: Distress
) -> Paths:
    """Draw the state of every household at every point, and the shocks of the waves.

    `shift` are log-odds of each state that households have of their own (H x 4); `distress` is
    asked only where parents come home because of it.
    """
    rule, rng = parameters.states, streams("states")
    shocks = _shocks(streams, parameters, people)
    initial = np.tile(np.array(rule.initial), (people.households, 1))
    states = [pick(rng, initial)]
    for _ in range(rule.history):
        quiet = np.zeros(people.households)
        states.append(_step(rng, rule, people, states[-1], quiet, shift, False))
    for place, wave in enumerate(WAVES):
        if place > 0:
            struck = shocks[place].astype(float)
            pull = shift
            if rule.feedback:
                pull = shift.copy()
                so_far = _lasting(states, shocks, rule)
                away = states[-1] == BOTH_AWAY
                pull[:, 0] += rule.feedback * distress(so_far, place - 1) * away
            policy = wave in rule.policy_waves
            states.append(_step(rng, rule, people, states[-1], struck, pull, policy))
    return Paths(np.array(states), shocks, rule.history)


def _lasting(states: list[Ints], shocks: Flags, rule: StateParameters) -> Paths:
    """The paths as if the last state drawn went on for ever."""
    missing = rule.history + WAVE_COUNT - len(states)
    return Paths(np.array([*states, *[states[-1]] * missing]), shocks, rule.history)


def _shocks(streams: Streams, parameters: Parameters, people: Population) -> Flags:
    rng = streams("shocks")
    villages = int(people.village.max()) + 1
    struck = rng.random((WAVE_COUNT, villages)) < parameters.shock_villages
    hit = rng.random((WAVE_COUNT, people.households)) < parameters.shock_households
    return np.asarray(struck[:, people.village] & hit)


def _step(
    rng: np.random.Generator,
    rule: StateParameters,
    people: Population,
    state: Ints,
    shock: Floats,
    shift: Floats,
    policy: bool,
) -> Ints:
    push = rule.disadvantage * people.disadvantage + rule.network * people.network
    log_odds = (push + rule.shock * shock)[:, None] * np.array(rule.push) + shift
    if policy:
        home = np.log([1 / rule.policy_leaving_odds, *[rule.policy_return_odds] * 3])
        log_odds[:, 0] += home[state]
    return pick(rng, np.array(rule.transitions)[state] * np.exp(log_odds))


def early_absence(people: Population, paths: Paths) -> Flags:
    """Whether the mother, or both, were away in the first years of life, per child.

    Counted in the two intervals of two years that cover birth to age three; the state of an
    interval is the one at its end.
    """
    away = np.isin(paths.states, (2, 3))
    first = paths.first_wave + 1 - np.ceil((people.age // 12) / 2).astype(np.int64)
    result = np.zeros(len(people.age), dtype=bool)
    for interval in (first, first + 1):
        within = interval < len(away)
        result[within] |= away[interval[within], people.household[within]]
    return result


def years_both_away(people: Population, paths: Paths) -> Floats:
    """Years of life with both parents away up to each wave (5 x N), by intervals of two years."""
    both = paths.states[1:] == 3
    end_age = people.age / 12 + 2.0 * (np.arange(1, len(paths.states)) - paths.first_wave)[:, None]
    lived = np.clip(end_age, 0, 2)
    years = np.cumsum(both[:, people.household] * lived, axis=0)
    return np.asarray(years[paths.first_wave - 1 :], dtype=np.float64)
