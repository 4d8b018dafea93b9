"""What a panel must have before a table is made of it: columns, waves, states, one row a child."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kinpanel.errors import DataError, Finding, UsageError, nearest
from kinpanel.roles import STATES


def require(panel: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise UsageError, with the nearest known name, unless `panel` has all these columns."""
    findings = [
        Finding(
            rule="column",
            message=f"no variable {name!r} in the panel",
            variable=name,
            advice=nearest(name, [str(column) for column in panel.columns]),
        )
        for name in names
        if name not in panel.columns
    ]
    if findings:
        raise UsageError("the panel lacks what the table needs", findings)


def states(panel: pd.DataFrame) -> pd.Series[str]:
    """Parental state per row as text, NA where unknown; DataError on any other code."""
    require(panel, ["state"])
    found = panel["state"].astype("object")
    strange = found.notna() & ~found.isin(STATES)
    if strange.any():
        raise DataError(
            f"state is none of {', '.join(STATES)} in {int(strange.sum()):,} rows; "
            "leave it missing where it is unknown"
        )
    return found.where(found.notna(), None)


def wave_places(panel: pd.DataFrame, waves: Sequence[str]) -> pd.Series[int]:
    """The place of each row's wave in the order of the study, from 0; DataError if it has none.

    Raises DataError, too, when a child has two rows in one wave.
    """
    require(panel, ["pid", "wave"])
    place = panel["wave"].astype("object").map({wave: at for at, wave in enumerate(waves)})
    if place.isna().any():
        raise DataError(f"{int(place.isna().sum()):,} rows are of no wave of the study")
    twice = pd.DataFrame({"pid": panel["pid"], "place": place}).duplicated()
    if twice.any():
        raise DataError(f"{int(twice.sum()):,} rows repeat a child in the same wave")
    return place.astype("int64")


def values(panel: pd.DataFrame, variable: str) -> pd.Series[float]:
    """A numeric variable as floats, NaN where missing; UsageError when it is not numeric."""
    require(panel, [variable])
    column = panel[variable]
    if not pd.api.types.is_numeric_dtype(column) and column.notna().any():
        raise UsageError(f"{variable!r} is not a number; a table of means needs one")
    numbers = column.astype("Float64").to_numpy(dtype="float64", na_value=float("nan"))
    return pd.Series(numbers, index=panel.index, name=variable)
