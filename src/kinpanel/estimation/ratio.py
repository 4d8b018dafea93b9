"""Shares of a survey: a weighted ratio with a design-based interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError
from kinpanel.estimation.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class Share:
    """A weighted share, its standard error and interval, and what it rests on.

    `weighted` is the sum of the weights of those who say yes. Numbers are NaN where nobody is in
    the domain, the interval also where there are not more clusters than strata.
    """

    share: float
    se: float
    low: float
    high: float
    weighted: float
    rows: int
    clusters: int
    strata: int


def share(
    yes: pd.Series[Any],
    domain: pd.Series[Any],
    weights: pd.Series[Any],
    clusters: pd.Series[Any],
    level: float = 0.95,
    strata: pd.Series[Any] | None = None,
) -> Share:
    """The share of yes in a domain of the sample, by rows with a weight, a cluster and a stratum.

    The ratio sum(w y) / sum(w) over the domain. Its variance is that of its linearised values
    w (y - p) / sum(w), summed by cluster: in each stratum G/(G-1) times the squared deviations of
    the cluster sums from their mean, where G counts every cluster of the stratum, also those
    without anybody in the domain. The interval is of the t distribution with as many degrees of
    freedom as there are clusters less strata, kept within 0 and 1. Without strata everybody is in
    one. A stratum with one cluster only adds that cluster's squared sum: its deviation from the
    mean of the sample, which is zero.

    `yes` is boolean and known in the domain; `domain` is boolean. Raises UsageError for negative
    weights, and for a cluster in two strata. Source: Woodruff, R. S. 1971. "A Simple Method for
    Approximating the Variance of a Complicated Estimate." Journal of the American Statistical
    Association 66 (334): 411-414; clusters are taken as drawn with replacement.
    """
    from scipy.special import stdtrit

    used = weights.notna().to_numpy(dtype=bool) & clusters.notna().to_numpy(dtype=bool)
    if strata is not None:
        used &= strata.notna().to_numpy(dtype=bool)
    w = weights.to_numpy(dtype=float, na_value=np.nan)[used]
    if (w < 0).any():
        raise UsageError("a share needs weights that are not negative")
    inside = domain.to_numpy(dtype=bool, na_value=False)[used]
    y = yes.to_numpy(dtype=bool, na_value=False)[used] & inside
    w = np.where(inside, w, 0.0)
    place, found = pd.factorize(clusters[used])
    stratum = _stratum_of(place, len(found), None if strata is None else strata[used])
    freedom = len(found) - (int(stratum.max()) + 1 if len(found) else 0)
    total, weighted = float(w.sum()), float((w * y).sum())
    size = (int(inside.sum()), len(found), len(found) - freedom)
    nan = float("nan")
    if total == 0:
        return Share(nan, nan, nan, nan, weighted, *size)
    p = weighted / total
    if freedom < 1:
        return Share(p, nan, nan, nan, weighted, *size)
    sums: FloatArray = np.bincount(place, w * (y - p) / total, len(found)).astype(float)
    se = float(np.sqrt(_variance(sums, stratum)))
    reach = float(stdtrit(freedom, (1 + level) / 2)) * se
    low, high = max(0.0, p - reach), min(1.0, p + reach)
    return Share(p, se, low, high, weighted, *size)


def _stratum_of(place: IntArray, clusters: int, strata: pd.Series[Any] | None) -> IntArray:
    """The stratum of every cluster, from 0; UsageError where a cluster is in two."""
    if strata is None:
        return np.zeros(clusters, dtype=np.int64)
    codes, _ = pd.factorize(strata)
    stratum = np.zeros(clusters, dtype=np.int64)
    stratum[place] = codes
    astray = len(set(place[stratum[place] != codes].tolist()))
    if astray:
        raise UsageError(
            f"{astray} clusters lie in more than one stratum; each belongs to one, so name a "
            "variable in which they do, or combine both into the cluster"
        )
    return stratum


def _variance(sums: FloatArray, stratum: IntArray) -> float:
    """Between clusters within strata, of cluster sums (clusters,) that add up to zero."""
    count = np.bincount(stratum)
    mean = np.bincount(stratum, sums) / count
    alone = count[stratum] == 1
    deviation = np.where(alone, sums, sums - mean[stratum])
    scale = np.where(alone, 1.0, count[stratum] / np.maximum(count[stratum] - 1, 1))
    return float((scale * deviation**2).sum())
