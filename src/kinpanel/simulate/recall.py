"""Absences as they are told: some of long ago forgotten, some moves dated at the last visit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.parameters import Parameters, parameters_of
from kinpanel.simulate.streams import Flags, Floats, Streams
from kinpanel.simulate.truth import Truth


def told_by(truth: Truth, month: pd.Series[int]) -> pd.DataFrame:
    """The absences that households tell when asked in `month` (by `hhid`), as they tell them.

    Those of the truth, without the ones begun later and those forgotten. Added: `spell` (its row
    in the truth), `hhid`, `still_away`. `start_month` and `end_month` are those told; no end where
    the parent is still away. A move is told as at its first telling ever after.
    """
    rules = parameters_of(truth.scenario)
    spells = truth.spells.assign(spell=truth.spells.index, hhid=truth.spells["parent_pid"].str[:8])
    start, end = _dated(truth, spells, rules)
    told = spells.assign(start_month=start, told_end=pd.Series(end, spells.index).astype("Int64"))
    at = told["hhid"].map(month)
    known = at.notna() & (spells["start_month"] <= at)
    ended = (spells["end_month"] <= at).fillna(False).astype(bool)
    long_ago = (at - spells["end_month"] > rules.journeys.forgotten_after).fillna(False)
    known &= ~(spells["forgotten"] & ended & long_ago.astype(bool))
    told = told.assign(
        end_month=told.pop("told_end").where(ended), still_away=(~ended).astype("int64")
    )
    told = told[known].astype({"start_month": "int64"})
    return told.sort_values(["parent_pid", "start_month"], ignore_index=True)


def _dated(truth: Truth, spells: pd.DataFrame, rules: Parameters) -> tuple[Floats, Floats]:
    """Months of departure and of return as told; NaN where there is no return.

    What happened soon after an interview is dated at that interview for a share. No absence comes
    to touch the one before, and none loses all its months.
    """
    rule = rules.reports
    left, back = Streams(truth.seed)("moves dated at the seam").random((2, len(spells))) < rule.seam
    start = spells["start_month"].to_numpy(dtype=float)
    end = spells["end_month"].to_numpy(dtype=float, na_value=np.nan)
    seams = _interviews(truth, spells["hhid"])
    seam = _last_before(seams, end)
    near: Flags = back & (end - seam <= rule.seam_reach) & (start < seam)
    told_end = np.where(near, seam, end)
    seam = _last_before(seams, start)
    before = pd.Series(told_end, index=spells.index).groupby(spells["parent_pid"]).shift(1)
    near = left & (start - seam <= rule.seam_reach)
    near &= ~(before.to_numpy() >= seam)
    return np.where(near, seam, start), told_end


def _interviews(truth: Truth, hhid: pd.Series[Any]) -> Floats:
    """The months of a household's interviews, row by row; NaN in waves without one."""
    seen = truth.child_waves[truth.child_waves["responded"]]
    months = seen.groupby([seen["pid"].str[:8], "wave"])["interview_month"].first().unstack()
    return months.reindex(hhid).to_numpy(dtype=float)


def _last_before(seams: Floats, month: Floats) -> Floats:
    """The last interview before a month; minus infinity where there is none."""
    past = seams < month[:, None]
    return np.asarray(np.where(past, seams, -np.inf).max(axis=1), dtype=np.float64)
