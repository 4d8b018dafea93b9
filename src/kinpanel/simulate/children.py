"""The frames of children: one row per child, and per child and wave."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.generations import SecondGeneration
from kinpanel.simulate.households import FATHER, MOTHER, Population, child_pids
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.streams import Flags, Streams

NON_RURAL = 0.07
"""Share of the households registered as non-rural."""


def children_frame(
    streams: Streams, people: Population, early: Flags, second: SecondGeneration
) -> pd.DataFrame:
    """One row per child; see `Truth`."""
    home = people.household
    village = np.array(people.village_code)[home]
    urban = streams("hukou").random(people.households) < NON_RURAL
    return pd.DataFrame(
        {
            "pid": child_pids(people),
            "hhid": np.array(people.hhid)[home],
            "village": village,
            "county": [code[:3] for code in village],
            "girl": people.girl,
            "birth_month": people.birth,
            "father_pid": np.array(people.pids(FATHER))[home],
            "mother_pid": np.array(people.pids(MOTHER))[home],
            "disadvantage": people.disadvantage[home],
            "weight": people.weight[home],
            "early": early,
            "gen2_father": second.father[home],
            "gen2_mother": second.mother[home],
            "hukou": np.where(urban, "non-rural", "rural")[home],
        }
    )


def wave_frame(people: Population, columns: dict[str, npt.NDArray[np.generic]]) -> pd.DataFrame:
    """Every child at every wave, wave by wave: `pid`, `wave`, then the columns (5 x N each)."""
    n = len(people.household)
    return pd.DataFrame(
        {
            "pid": np.tile(np.array(child_pids(people)), WAVE_COUNT),
            "wave": np.repeat(np.array(list(WAVES)), n),
            **{name: values.ravel() for name, values in columns.items()},
        }
    )
