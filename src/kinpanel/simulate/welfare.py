"""Ideation, what children say about their parents, and bullying."""

from __future__ import annotations

import numpy as np

from kinpanel.simulate.households import Population
from kinpanel.simulate.parameters import BOTH_AWAY, WelfareParameters
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams

ASKED_FROM = 10
"""Age in years from which children are asked about ideation and about their parents."""


def chance(log_odds: Floats) -> Floats:
    """Probabilities from log-odds."""
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def draw_ideation(streams: Streams, rule: WelfareParameters, depression: Floats) -> Flags:
    """Whether a child thought of suicide in the last twelve months (5 x N), whatever its age."""
    base, slope = rule.ideation
    draw = streams("ideation").random(depression.shape)
    return np.asarray(draw < chance(base + slope * depression))


def draw_says_dead(
    streams: Streams,
    rule: WelfareParameters,
    people: Population,
    state: Ints,
    dead: tuple[Flags, Flags],
) -> tuple[Flags, Flags]:
    """Whether a child says that the father, or the mother, is dead (5 x N).

    True of the dead. Of the living, children say so of the parent who is away; with both away, or
    both home, of one of them or at times of both.
    """
    rng = streams("says dead")
    says = rng.random(state.shape) < np.array(rule.says_dead)[state]
    which = rng.random(state.shape)
    both = which < rule.says_both
    first = which < (1 + rule.says_both) / 2
    pair = (state == 0) | (state == BOTH_AWAY)
    father = says & np.where(pair, both | first, state == 1)
    mother = says & np.where(pair, both | ~first, state == 2)
    return father | dead[0][:, people.household], mother | dead[1][:, people.household]


def draw_bullied(
    streams: Streams, rule: WelfareParameters, state: Ints, boarding: Flags, returned: Flags
) -> Flags:
    """Whether a child was bullied at school in the last twelve months (5 x N)."""
    log_odds = (
        rule.bullied
        + rule.bullied_both_away * (state == BOTH_AWAY)
        + rule.bullied_boarding * boarding
        + rule.bullied_returned * returned
    )
    return np.asarray(streams("bullied").random(state.shape) < chance(log_odds))
