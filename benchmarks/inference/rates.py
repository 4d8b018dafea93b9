"""How often each way of inference rejects what is true."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd
from benchmarks.inference.panels import TRUE_EFFECT, panel

from kinpanel.estimation import Fit, feols, wild

FORMULA = "y ~ away + x | pid + wave"
DRAWS = 499
LEVEL = 0.05


def by_t(kind: str) -> Callable[[Fit, int], bool]:
    """Whether the interval of a variance misses the truth."""

    def misses(fit: Fit, _: int) -> bool:
        row = fit.with_vcov(kind).tidy().set_index("term").loc["away"]
        return not row["conf_low"] <= TRUE_EFFECT <= row["conf_high"]

    return misses


def by_bootstrap(weights: str) -> Callable[[Fit, int], bool]:
    """Whether the bootstrap rejects the truth."""

    def rejects(fit: Fit, seed: int) -> bool:
        found = wild(fit, "away", null=TRUE_EFFECT, draws=DRAWS, weights=weights, seed=seed)
        return found.p_value <= LEVEL

    return rejects


WAYS = {
    "CRV1": by_t("CRV1"),
    "CRV2": by_t("CRV2"),
    "CRV3": by_t("CRV3"),
    "rademacher": by_bootstrap("rademacher"),
    "webb": by_bootstrap("webb"),
}


def rejections(villages: int, seeds: Iterable[int]) -> pd.DataFrame:
    """One row per panel: whether each way rejects the true effect."""
    rows = []
    for seed in seeds:
        fit = feols(FORMULA, panel(seed, villages), cluster="village")
        rows.append({name: way(fit, seed) for name, way in WAYS.items()})
    return pd.DataFrame(rows)
