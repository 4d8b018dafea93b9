"""How distressed the children of a household are, for parents who come home because of it."""

from __future__ import annotations

import numpy as np

from kinpanel.simulate.economy import draw_remittance
from kinpanel.simulate.fieldwork import OLDEST, YOUNGEST
from kinpanel.simulate.households import Population
from kinpanel.simulate.outcomes import draw_lives, draw_outcome
from kinpanel.simulate.parameters import Parameters
from kinpanel.simulate.states import Paths
from kinpanel.simulate.streams import Floats, Streams


def distress(
    streams: Streams, parameters: Parameters, people: Population, paths: Paths, wave: int
) -> Floats:
    """Mean depression of a household's children aged 3 to 17 at a wave (H); 0 without any.

    Uses the very outcome that children have in the end: it depends on states up to the wave only.
    """
    sent = draw_remittance(streams, parameters.economy, people, paths.at_waves)
    lives = draw_lives(streams, parameters, people, paths, sent)
    outcome = draw_outcome(streams("depression"), parameters.depression, people, lives)[wave]
    age = (people.interview[wave, people.household] - people.birth) // 12
    there = (age >= YOUNGEST) & (age <= OLDEST)
    total = np.bincount(people.household, outcome * there, people.households)
    return np.asarray(total / np.maximum(np.bincount(people.household, there), 1))
