"""Traits of children beside the rows of a file."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.streams import Floats
from kinpanel.simulate.truth import Truth


def of_children(truth: Truth, rows: pd.DataFrame, trait: Floats) -> Floats:
    """What is drawn once for each child of the truth, beside the rows of a file (n, or n x k)."""
    place = pd.Index(truth.children["pid"]).get_indexer(pd.Index(rows["pid"]))
    return np.asarray(trait[place], dtype=np.float64)
