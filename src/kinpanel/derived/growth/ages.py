"""Ages for growth tables: months with decimals, and the days that they stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

DAYS_A_MONTH = 30.4375
"""What the WHO counts as a month: 365.25 / 12 days."""

Floats = npt.NDArray[np.float64]


def months_old(born: pd.Series[Any], seen: pd.Series[Any]) -> pd.Series[Any]:
    """Age in months with decimals, from days of birth and measurement: Float64, NA where not known.

    Whole days over 30.4375. Where only months are known, dates are the first of the month and the
    age is wrong by a month at most. Negative where `seen` comes before `born`.
    """
    days = (seen - born).dt.days.astype("Float64")
    return (days / DAYS_A_MONTH).rename("age_months")


def whole_days(months: Floats) -> Floats:
    """Days of an age in months, rounded half up; NaN stays."""
    return np.asarray(np.floor(months * DAYS_A_MONTH + 0.5))
