"""Bounds on averages over seeds, from their Monte Carlo errors; none is chosen by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from benchmarks.simulator.moments import TARGETS

Estimates = dict[str, pd.DataFrame]
"""By scenario: one row per seed, columns of `estimates.found`."""

VERIFIED = {  # scenario: pooled, child effects, child effects with the shock; of 40 other seeds
    "baseline": (0.389, 0.257, 0.254),
    "strong_policy": (0.387, 0.258, 0.255),
    "no_selection": (0.298, 0.254, 0.254),
    "feedback": (0.337, 0.271, 0.268),
    "attrition_on_worsening": (0.359, 0.215, 0.213),
    "misclassification": (0.376, 0.229, 0.227),
    "homogeneous": (0.285, 0.202, 0.199),
    "null": (0.085, 0.002, -0.001),
}
VERIFIED_SEEDS = 40
TRUE_EFFECT = 0.200
ERRORS = 3


@dataclass(frozen=True)
class Check:
    """A value and where it has to lie."""

    name: str
    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Within the bounds, both included."""
        return self.low <= self.value <= self.high


def around(
    name: str, values: pd.Series[float], target: float, errors: float, rounding: float = 0.0
) -> Check:
    """The mean lies within so many Monte Carlo errors of the target."""
    reach = errors * _error(values) + rounding
    return Check(name, float(values.mean()), target - reach, target + reach)


def above(name: str, values: pd.Series[float], errors: float = 2) -> Check:
    """The mean is above zero by more than so many Monte Carlo errors."""
    return Check(name, float(values.mean()), errors * _error(values), np.inf)


def rate(name: str, hits: pd.Series[float], share: float) -> Check:
    """A share of the seeds lies within three binomial errors of what it should be."""
    reach = ERRORS * np.sqrt(share * (1 - share) / len(hits))
    return Check(name, float(hits.mean()), share - reach, share + reach)


def _error(values: pd.Series[float]) -> float:
    return float(values.std() / np.sqrt(len(values)))


def of_moments(found: pd.DataFrame) -> list[Check]:
    """Every verified moment; one row per seed. The targets' own errors are not counted."""
    checks = []
    for name, (target, between_seeds, rounding) in TARGETS.items():
        reach = ERRORS * between_seeds / np.sqrt(len(found)) + rounding
        checks.append(Check(name, float(found[name].mean()), target - reach, target + reach))
    return checks


def of_table(estimates: Estimates) -> list[Check]:
    """The verified table of estimators: both it and this run have Monte Carlo errors."""
    checks = []
    for scenario, values in VERIFIED.items():
        names = ("pooled", "within", "with_shock")
        for name, target in zip(names, values, strict=True):
            column = estimates[scenario][name]
            errors = ERRORS * np.sqrt(1 + len(column) / VERIFIED_SEEDS)
            checks.append(around(f"{scenario}: {name}", column, target, errors, 0.0005))
    return checks


def of_behaviour(estimates: Estimates) -> list[Check]:
    """What the estimators must do in each scenario, whatever the table says."""
    at = estimates
    base, null = at["baseline"], at["null"]
    lost = at["attrition_on_worsening"]
    checks = [
        around("homogeneous: child effects", at["homogeneous"]["within"], TRUE_EFFECT, 2),
        rate("homogeneous: coverage", at["homogeneous"]["covers"], 0.95),
        rate("null: rejection, t(G-1)", null["rejects"], 0.05),
        above("null: selection in pooled", null["pooled"]),
        above("baseline: pooled over child effects", base["pooled"] - base["within"]),
        above("attrition on worsening: too low", lost["truth"] - lost["within"]),
        above("attrition on worsening: below baseline", base["within"] - lost["within"]),
        above("strong shock: child effects over those with the shock", _gap(at["strong_shock"])),
        above("strong shock: more than baseline", _gap(at["strong_shock"]) - _gap(base)),
        above("anticipation: lead over baseline", at["anticipation"]["soon"] - base["soon"]),
        above("feedback: last wave away over baseline", at["feedback"]["last"] - base["last"]),
        above(
            "return asymmetry: below baseline", base["within"] - at["return_asymmetry"]["within"]
        ),
        above("income path: below baseline", base["within"] - at["income_path"]["within"]),
        around("homogeneous: lead", at["homogeneous"]["soon"], 0.0, ERRORS),
        around("jiang: second generation", at["jiang"]["second"], 0.0, ERRORS),
        above("liu: second generation is away less", -at["liu"]["second"]),
    ]
    told = at["misclassification"]
    checks += [
        above("misclassification: too low", told["truth"] - told["within"]),
        above("misclassification: below baseline", base["within"] - told["within"]),
    ]
    agree = pd.concat(found["switchers_agree"] for found in at.values())
    checks.append(Check("switchers equal the truth", float(agree.mean()), 1.0, 1.0))
    return checks


def _gap(found: pd.DataFrame) -> pd.Series[float]:
    return found["within"] - found["with_shock"]


def of_policy(found: pd.DataFrame) -> list[Check]:
    """The fall in both away under the strong policy: 2016 to 2018, and to 2020."""
    return [
        around("strong policy: both away, w2 to w3", found["w3"], -0.21, ERRORS, 0.005),
        around("strong policy: both away, w2 to w4", found["w4"], -0.34, ERRORS, 0.005),
    ]
