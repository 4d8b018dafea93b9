"""Children for whom the caregiver answers, and those who answer for themselves and alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.phone import by_phone
from kinpanel.simulate.sections.lasting import of_children
from kinpanel.simulate.streams import Flags, Streams
from kinpanel.simulate.truth import Truth

OLD_ENOUGH = 10
"""Years from which a child answers for itself, so that a caregiver may answer in its place."""
PROXY, PROXY_BOARDER = 0.03, 0.25
"""Share of absent children for whom the caregiver answers; of boarders."""


def answered_for(truth: Truth, rows: pd.DataFrame, wave: str) -> Flags:
    """Whether a caregiver answers for each child (n), which is absent; never below `OLD_ENOUGH`.

    The same in every file, for it is drawn once for each child and wave.
    """
    drawn = Streams(truth.seed)(f"absent children {wave}").random(len(truth.children))
    share = np.where(rows["boarding"].to_numpy(dtype=bool), PROXY_BOARDER, PROXY)
    absent = of_children(truth, rows, drawn) < share
    return np.asarray(absent & (rows["age"].to_numpy() >= OLD_ENOUGH))


def alone(truth: Truth, rows: pd.DataFrame, wave: str) -> Flags:
    """Whether each child (n) is there and answers at the tablet: no proxy, nobody by phone."""
    return ~answered_for(truth, rows, wave) & ~by_phone(truth, rows, wave)
