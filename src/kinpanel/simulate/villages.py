"""Villages: migration, distance, doctor, clinic, network, child director, programme."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.households import Population
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.streams import Ints, Streams

NETWORK_YEARS, NETWORK_SHARES = (2014, 2015, 2016, 2017, 2018), (0.20, 0.25, 0.30, 0.15, 0.10)
"""The year in which a village got its 4G network."""
DIRECTOR = (0.0, 0.10, 0.55, 0.90, 1.0)
"""Share of the villages with a child director, by wave."""
PROGRAMME = ("w3", "w4", None)
"""The wave from which a village has the child programme; a third each, a third never."""


def village_waves(streams: Streams, people: Population, state: Ints) -> pd.DataFrame:
    """One row per village and wave, wave by wave; see `Truth`.

    `migrant_share` is what the cadre states of all households of the village: the share among
    those interviewed with an error of its own. The programme has no effect on anything.
    """
    rng = streams("villages")
    codes, place = np.unique(np.array(people.village_code), return_inverse=True)
    n, waves = len(codes), list(WAVES)
    count = np.bincount(place, minlength=n)
    share = np.array([np.bincount(place, row > 0, n) / count for row in state])
    stated = np.clip(share + rng.normal(0, 0.05, (WAVE_COUNT, n)), 0.02, 0.98)
    distance = np.round(rng.gamma(2.5, 6.0, n) + 1, 1)
    years = rng.integers(0, 4, n) + 2 * rng.binomial(1, 0.5, n)
    clinic = rng.random(n) < 0.85
    network = rng.choice(NETWORK_YEARS, n, p=NETWORK_SHARES)
    director = rng.random(n)
    start = np.array([len(waves) if of is None else waves.index(of) for of in PROGRAMME])
    programme = start[rng.permutation(np.arange(n) % len(PROGRAMME))]
    at = np.arange(WAVE_COUNT)[:, None]
    year = np.array(list(WAVES.values()))[:, None]
    every = np.ones((WAVE_COUNT, 1))
    return pd.DataFrame(
        {
            "village": np.tile(codes, WAVE_COUNT),
            "wave": np.repeat(waves, n),
            "migrant_share": np.round(stated, 2).ravel(),
            "distance_km": (every * distance).ravel(),
            "doctor_years": (every * years).astype(np.int64).ravel(),
            "clinic": (every * clinic).astype(bool).ravel(),
            "network_4g": (year >= network).ravel(),
            "child_director": (director < np.array(DIRECTOR)[:, None]).ravel(),
            "programme": (at >= programme).ravel(),
        }
    )
