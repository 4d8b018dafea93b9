"""Shares of a survey: a weighted ratio with a design-based interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError


@dataclass(frozen=True)
class Share:
    """A weighted share, its standard error and interval, and what it rests on.

    `weighted` is the sum of the weights of those who say yes. Numbers are NaN where nobody is in
    the domain, the interval also where there are fewer than two clusters.
    """

    share: float
    se: float
    low: float
    high: float
    weighted: float
    rows: int
    clusters: int


def share(
    yes: pd.Series[Any],
    domain: pd.Series[Any],
    weights: pd.Series[Any],
    clusters: pd.Series[Any],
    level: float = 0.95,
) -> Share:
    """The share of yes in a domain of the sample, by rows with a weight and a cluster.

    The ratio sum(w y) / sum(w) over the domain, with the variance of its linearised values
    between clusters, G/(G-1) times the sum of squared cluster totals of w (y - p) / sum(w), and
    the t distribution with G-1 degrees of freedom. G counts every cluster of the sample, also
    those without anybody in the domain. The interval is kept within 0 and 1.

    `yes` is boolean and known in the domain; `domain` is boolean. Raises UsageError for negative
    weights. Source: linearisation after Woodruff 1971, JASA 66; clusters are taken as drawn with
    replacement and without strata.
    """
    from scipy.special import stdtrit

    used = weights.notna().to_numpy(dtype=bool) & clusters.notna().to_numpy(dtype=bool)
    w = weights.to_numpy(dtype=float, na_value=np.nan)[used]
    if (w < 0).any():
        raise UsageError("a share needs weights that are not negative")
    inside = domain.to_numpy(dtype=bool, na_value=False)[used]
    y = yes.to_numpy(dtype=bool, na_value=False)[used] & inside
    w = np.where(inside, w, 0.0)
    place, found = pd.factorize(clusters[used])
    count, total, weighted = len(found), float(w.sum()), float((w * y).sum())
    nan = float("nan")
    if total == 0:
        return Share(nan, nan, nan, nan, weighted, int(inside.sum()), count)
    p = weighted / total
    if count < 2:
        return Share(p, nan, nan, nan, weighted, int(inside.sum()), count)
    sums = np.bincount(place, w * (y - p) / total, minlength=count)
    se = float(np.sqrt(count / (count - 1) * (sums**2).sum()))
    reach = float(stdtrit(count - 1, (1 + level) / 2)) * se
    low, high = max(0.0, p - reach), min(1.0, p + reach)
    return Share(p, se, low, high, weighted, int(inside.sum()), count)
