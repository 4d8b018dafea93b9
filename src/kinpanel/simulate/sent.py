"""Which rows of a file are sent: other ages, and children who were visited again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinpanel.simulate.layouts import Layout
from kinpanel.simulate.sections import Traps, sections_of
from kinpanel.simulate.streams import Streams
from kinpanel.simulate.truth import Truth

OTHER_AGES, VISITED_AGAIN = 28, 57
"""Numbers of the traps that lie in the rows of the file of the child alone."""
COMMON_AGES = (10, 15)
REVISITS = 6
OTHER_SEED = 1_000_003
"""Added to the seed for what a child answers at a second visit."""


def sent_rows(truth: Truth, rows: pd.DataFrame, layout: Layout, traps: Traps) -> pd.DataFrame:
    """The rows of a file as it is delivered.

    Without trap 28 the questionnaire of the child alone went to the same ages in every wave; with
    trap 57 six children of w1 stand in its file twice, the second time with other answers and
    visit 2.
    """
    if layout.unit != "self":
        return rows
    if OTHER_AGES not in traps:
        rows = rows[rows["age"].between(*COMMON_AGES)].reset_index(drop=True)
    if layout.wave == "w1" and VISITED_AGAIN in traps:
        rows = _with_second_visits(truth, rows, layout.wave)
    return rows


def _with_second_visits(truth: Truth, rows: pd.DataFrame, wave: str) -> pd.DataFrame:
    size = min(REVISITS, len(rows))
    chosen = Streams(truth.seed)("second visits").choice(len(rows), size, replace=False)
    again = rows.iloc[np.sort(chosen)].reset_index(drop=True)
    later = replace(truth, seed=truth.seed + OTHER_SEED)
    for section in sections_of("self"):
        again = again.assign(**section.draw(later, again, wave))
    both = pd.concat([rows, again.assign(visit=2.0)], ignore_index=True)
    return both.sort_values(["pid", "visit"], ascending=[True, False], ignore_index=True)
