"""Who is interviewed: eligibility, children who join their parents, attrition and return."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinpanel.simulate.households import Population
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.outcomes import Lives
from kinpanel.simulate.parameters import BOTH_AWAY, FieldworkParameters
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams

YOUNGEST, OLDEST = 3, 17
TEENAGER = 13


@dataclass(frozen=True)
class Fieldwork:
    """Per wave and child (5 x N): age in years, and whether the child was there.

    `tracked` children were reached wherever they live; `responded` means interviewed with the
    child questionnaire, which is done in the origin household only.
    """

    age: Ints
    eligible: Flags
    in_origin: Flags
    tracked: Flags

    @property
    def responded(self) -> Flags:
        """Reached, and living in the origin household."""
        return self.tracked & self.in_origin


def draw_fieldwork(
    streams: Streams,
    rule: FieldworkParameters,
    people: Population,
    lives: Lives,
    depression: Floats,
) -> Fieldwork:
    """Draw where children live and who is reached, wave after wave."""
    age = (people.interview[:, people.household] - people.birth) // 12
    eligible = (age >= YOUNGEST) & (age <= OLDEST)
    in_origin = _residence(streams, rule, lives)
    found = streams("tracking").random(age.shape) < rule.tracked
    chance = streams("response").random(age.shape)
    comes_back = streams("return").random(age.shape) < rule.comes_back
    drop = _dropping(rule, age, lives, depression)
    tracked = np.zeros(age.shape, dtype=bool)
    ever = np.zeros(age.shape[1], dtype=bool)
    for wave in range(WAVE_COUNT):
        if wave == 0:
            takes_part = chance[0] >= rule.first_refusal
        else:
            stays = np.where(ever, comes_back[wave], True)
            takes_part = np.where(tracked[wave - 1], chance[wave] >= drop[wave], stays)
        tracked[wave] = eligible[wave] & takes_part & (in_origin[wave] | found[wave])
        ever |= tracked[wave]
    return Fieldwork(age, eligible, in_origin, tracked)


def _residence(streams: Streams, rule: FieldworkParameters, lives: Lives) -> Flags:
    """False from the wave in which a child has joined the parents until the return."""
    rng = streams("residence")
    joins = rng.random(lives.state.shape) < np.array(rule.joins_parents)[lives.state]
    leaves = rng.random(lives.state.shape) < rule.leaves_parents
    city = np.zeros(lives.state.shape, dtype=bool)
    for wave in range(1, WAVE_COUNT):
        city[wave] = np.where(city[wave - 1], ~leaves[wave], joins[wave])
    return ~city


def _dropping(rule: FieldworkParameters, age: Ints, lives: Lives, depression: Floats) -> Floats:
    """Probability of dropping out at a wave, given participation in the wave before (5 x N)."""
    before = np.concatenate([np.zeros_like(depression[:1]), depression[:-1]])
    log_odds = (
        rule.base
        + np.array(rule.state)[lives.state]
        + rule.teenager * (age >= TEENAGER)
        + rule.depression * before
        + rule.shock * lives.shock
        + rule.worsening * (depression - before) * (lives.state == BOTH_AWAY)
    )
    return np.asarray(1 / (1 + np.exp(-log_odds)))
