"""What most waves say of a person, and the rows that say otherwise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.derived.audit.rule import Found, at_rows


def disagreeing(
    rows: pd.DataFrame, group: str, value: str, variable: str, tolerance: float = 0
) -> Found:
    """Rows whose value is not that of most rows of the group; all of its rows without a majority.

    A group agrees when its values lie within `tolerance` of each other. `rows` has `row`, `group`
    and a numeric `value`; missing ones take no part. Only groups of two rows or more are checked.
    """
    known = rows.loc[rows[value].notna() & (rows[group] >= 0), ["row", group, value]]
    size = known.groupby(group)[value].transform("size")
    known = known[size > 1]
    spread = known.groupby(group)[value].transform("max") - known.groupby(group)[value].transform(
        "min"
    )
    torn = known[spread > tolerance]
    if torn.empty:
        return at_rows(len(known), [], variable)
    counts = torn.groupby([group, value], as_index=False)["row"].agg(["size", "min"])
    counts = counts.sort_values([group, "size", value], ascending=[True, False, True])
    best = counts.groupby(group).head(1).set_index(group)
    top = counts.groupby(group)["size"].transform("max")
    ties = counts[counts["size"] == top].groupby(group).size()
    clear = ties[ties == 1].index
    mode = torn[group].map(best.loc[clear, value])
    like = torn[group].map(best.loc[clear, "min"]).fillna(-1).astype("int64")
    failing = (mode.isna() | ((torn[value] - mode).abs() > tolerance)).to_numpy()
    return at_rows(
        len(known), torn["row"].to_numpy()[failing], variable, like=np.asarray(like)[failing]
    )
