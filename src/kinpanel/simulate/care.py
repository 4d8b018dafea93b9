"""Who looks after the child, in what mood, and what they say of the child's."""

from __future__ import annotations

import numpy as np

from kinpanel.simulate.households import Population
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.parameters import CareParameters
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams

OLDER = 10
"""Age in years from which children may look after themselves or live at school."""
MOTHER_CODE, FATHER_CODE, GRANDPARENT_CODE = 1, 2, 3
"""Codes of the main caregiver; the others are in `CareParameters.codes`."""


def draw_caregiver(
    streams: Streams,
    rule: CareParameters,
    people: Population,
    state: Ints,
    age: Ints,
    dead: tuple[Flags, Flags],
) -> Ints:
    """The main caregiver's code (5 x N); the same for siblings and while the state lasts.

    `dead` says whether the father and the mother are dead (5 x H): the parent at home, or else
    the father's parents take the place of the dead.
    """
    mark = streams("caregivers").random(people.households)[people.household]
    shares = np.stack([rule.young, rule.older])[(age >= OLDER).astype(int), state]
    place = (mark[..., None] >= np.cumsum(shares, axis=-1)).sum(axis=-1)
    code = np.array(rule.codes)[np.minimum(place, len(rule.codes) - 1)]
    father, mother = (flags[:, people.household] for flags in dead)
    father_cares = np.isin(state, (0, 2)) & ~father
    mother_cares = np.isin(state, (0, 1)) & ~mother
    code = np.where(
        (code == MOTHER_CODE) & mother,
        np.where(father_cares, FATHER_CODE, GRANDPARENT_CODE),
        code,
    )
    orphaned = (code == FATHER_CODE) & father
    return np.asarray(
        np.where(orphaned, np.where(mother_cares, MOTHER_CODE, GRANDPARENT_CODE), code)
    )


def draw_mood(streams: Streams, rule: CareParameters, people: Population) -> Floats:
    """The caregiver's low mood in standard deviations (5 x N); a part of it stays with the home."""
    rng = streams("caregiver mood")
    lasting = rng.normal(size=people.households)
    passing = rng.normal(size=(WAVE_COUNT, people.households))
    mood = np.sqrt(rule.mood_memory) * lasting + np.sqrt(1 - rule.mood_memory) * passing
    return np.asarray(mood[:, people.household])


def proxy_depression(
    streams: Streams, rule: CareParameters, depression: Floats, mood: Floats
) -> Floats:
    """What caregivers see of a child's depression (5 x N, latent)."""
    noise = streams("proxy noise").normal(size=depression.shape)
    return np.asarray(rule.seen * depression + rule.mood * mood + rule.noise * noise)
