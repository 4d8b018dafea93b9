"""When a wave was in the field, and in which wave's fieldwork the interviews of a table lie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import TableCodebook

Months = npt.NDArray[np.datetime64]
Window = tuple[np.datetime64, np.datetime64]
"""First and last month."""

INTERVIEWED = ("interview_month", "interview_date")
"""Concepts of the variable that says when an interview took place."""
TRIM = 0.02
"""Share of interviews left out at either end before a landed wave says when it was in the field."""


def interview_variable(table: TableCodebook, role: str | None = None) -> str | None:
    """The variable that dates the rows of a table: the role's, or the only one of the concept."""
    if role is not None:
        return role
    found = [
        variable.name
        for variable in table.variables
        if variable.meaning in INTERVIEWED and variable.type in ("month", "date")
    ]
    return found[0] if len(found) == 1 else None


def months_of(column: pd.Series[Any]) -> Months:
    """The months of the rows that are dated."""
    return column.dropna().to_numpy(dtype="datetime64[M]")


def declared_window(first: str, last: str) -> Window:
    """A window from months as study.yaml writes them."""
    return np.datetime64(first, "M"), np.datetime64(last, "M")


def year_window(year: int) -> Window:
    """The months of a wave of which only the year is known: that year and the next."""
    return np.datetime64(f"{year}-01", "M"), np.datetime64(f"{year + 1}-12", "M")


def landed_window(months: Months) -> Window | None:
    """The window that interviews show, a few stragglers at either end apart; None without any."""
    if not len(months):
        return None
    ordered = np.sort(months)
    cut = int(len(ordered) * TRIM)
    return ordered[cut], ordered[-1 - cut]


def inside(months: Months, window: Window) -> int:
    """How many interviews lie in a window."""
    return int(((months >= window[0]) & (months <= window[1])).sum())


def best_window(months: Months, windows: Mapping[str, Window]) -> tuple[str, int] | None:
    """The wave in whose window most interviews lie, and how many; the narrower one in a tie."""
    counted = [
        (-inside(months, window), window[1] - window[0], wave) for wave, window in windows.items()
    ]
    if not counted:
        return None
    count, _, wave = min(counted)
    return wave, -count
