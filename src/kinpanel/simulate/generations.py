"""Which parents were left behind as children themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinpanel.simulate.households import FATHER, MOTHER, Population
from kinpanel.simulate.months import month_index
from kinpanel.simulate.parameters import GenerationParameters
from kinpanel.simulate.streams import Flags, Floats, Streams


@dataclass(frozen=True)
class SecondGeneration:
    """Whether the father, and the mother, were left behind as children, per household (H)."""

    father: Flags
    mother: Flags

    def shift(self, log_odds: float) -> Floats:
        """Log-odds of each state (H x 4): of a parent's leaving, and of both where it is either."""
        either = self.father | self.mother
        home = np.zeros(len(either), dtype=bool)
        return log_odds * np.column_stack([home, self.father, self.mother, either])


def draw_second_generation(
    streams: Streams, rule: GenerationParameters, people: Population, persons: pd.DataFrame
) -> SecondGeneration:
    """Draw it by the parents' months of birth."""
    rng = streams("second generation")
    birth = persons.set_index("pid")["birth_month"]
    found = []
    for line in (FATHER, MOTHER):
        later = birth.loc[people.pids(line)].to_numpy() >= month_index(rule.later_from, 1)
        found.append(rng.random(people.households) < np.where(later, rule.later, rule.earlier))
    return SecondGeneration(*found)
