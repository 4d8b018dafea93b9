"""Standard errors, t statistics, p values and intervals from a covariance."""

from __future__ import annotations

import numpy as np

from kinpanel.estimation.arrays import FloatArray


def t_table(
    estimates: FloatArray, covariance: FloatArray, df: FloatArray | float, level: float = 0.95
) -> dict[str, FloatArray]:
    """Standard errors, t statistics, two-sided p values and confidence limits, each (k,).

    df: one number for all terms, or (k,); NaN where a term has none, and its p value and limits
    are NaN then.
    """
    from scipy.special import stdtr, stdtrit

    errors = np.sqrt(np.diagonal(covariance).clip(min=0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = estimates / errors
    half = np.asarray(stdtrit(df, 0.5 + level / 2)) * errors
    return {
        "std_error": errors,
        "statistic": statistic,
        "p_value": 2.0 * np.asarray(stdtr(df, -np.abs(statistic))),
        "conf_low": estimates - half,
        "conf_high": estimates + half,
    }
