"""The moments of a panel that the reference parameters were verified to give."""

from __future__ import annotations

import pandas as pd

from kinpanel.simulate import Truth

TARGETS = {  # moment: verified value, standard deviation between seeds, rounding of the value
    "share B, w1": (0.49, 0.016, 0.005),
    "share F, w1": (0.22, 0.015, 0.005),
    "share M, w1": (0.04, 0.007, 0.005),
    "share FM, w1": (0.25, 0.016, 0.005),
    "share B, w4": (0.54, 0.020, 0.005),
    "share F, w4": (0.20, 0.015, 0.005),
    "share M, w4": (0.04, 0.006, 0.005),
    "share FM, w4": (0.23, 0.016, 0.005),
    "B to B": (0.81, 0.010, 0.005),
    "F to F": (0.52, 0.024, 0.005),
    "M to M": (0.37, 0.045, 0.005),
    "FM to FM": (0.66, 0.019, 0.005),
    "FM to B": (0.145, 0.014, 0.0005),
    "children ever": (1759, 23, 0.5),
    "child-waves": (5475, 104, 0.5),
    "ever switching": (0.54, 0.011, 0.005),
    "into or out of FM": (0.31, 0.015, 0.005),
    "within share of FM": (0.38, 0.015, 0.005),
    "attrition": (0.113, 0.005, 0.002),
    "attrition, FM": (0.15, 0.012, 0.01),
    "attrition, B": (0.094, 0.006, 0.0005),
    "mean effect in FM": (0.268, 0.0025, 0.0005),
    "village ICC, dep": (0.05, 0.0115, 0.005),
    "village ICC, cog": (0.13, 0.023, 0.005),
    "village ICC, haz": (0.09, 0.018, 0.005),
    "ideation, B": (0.075, 0.0078, 0.0005),
    "ideation, FM to B": (1.61, 0.25, 0.005),
    "ideation, any to B": (1.42, 0.19, 0.005),
    "no visit, FM": (0.15, 0.011, 0.005),
}
"""Standard deviations between seeds were measured over 60 of them."""


def moments(truth: Truth) -> dict[str, float]:
    """Every moment of `TARGETS` in one panel."""
    waves = truth.child_waves.assign(number=truth.child_waves["wave"].str[1].astype(int))
    waves = waves.sort_values(["pid", "number"])
    following = waves.groupby("pid").shift(-1)
    waves["next"] = following["number"] == waves["number"] + 1
    waves["kept"] = following["tracked"].fillna(False).astype(bool)
    seen = waves[waves["responded"]]
    found = _shares(waves) | _attrition(waves) | _transitions(seen) | _answered(seen)
    by_child = seen.groupby("pid")
    several = by_child.size() > 1
    both = (seen["state"] == "FM").astype(float)
    around = both - both.groupby(seen["pid"]).transform("mean")
    village = seen["pid"].str[:5]
    return {
        **found,
        **{f"village ICC, {of}": between(seen[of], village) for of in ("dep", "cog", "haz")},
        "children ever": len(several),
        "child-waves": len(seen),
        "ever switching": (by_child["state"].nunique() > 1)[several].mean(),
        "into or out of FM": (both.groupby(seen["pid"]).nunique() > 1)[several].mean(),
        "within share of FM": (around**2).mean() / both.var(ddof=0),
        "mean effect in FM": seen.loc[seen["state"] == "FM", "effect_dep"].mean(),
    }


def between(values: pd.Series[float], group: pd.Series[str]) -> float:
    """Intraclass correlation by one-way analysis of variance."""
    by_group = values.groupby(group)
    size, mean = by_group.size(), by_group.mean()
    groups, n = len(size), len(values)
    inside = ((values - by_group.transform("mean")) ** 2).sum() / (n - groups)
    among = (size * (mean - values.mean()) ** 2).sum() / (groups - 1)
    typical = (n - (size**2).sum() / n) / (groups - 1)
    variance = (among - inside) / typical
    return float(variance / (variance + inside))


def _shares(waves: pd.DataFrame) -> dict[str, float]:
    home = waves[waves["in_origin"]]
    return {
        f"share {state}, {wave}": (home.loc[home["wave"] == wave, "state"] == state).mean()
        for wave in ("w1", "w4")
        for state in ("B", "F", "M", "FM")
    }


def _transitions(seen: pd.DataFrame) -> dict[str, float]:
    following = seen.groupby("pid").shift(-1)
    pairs = following["number"] == seen["number"] + 1
    return {
        f"{start} to {end}": (following["state"][pairs & (seen["state"] == start)] == end).mean()
        for start, end in (("B", "B"), ("F", "F"), ("M", "M"), ("FM", "FM"), ("FM", "B"))
    }


def _attrition(waves: pd.DataFrame) -> dict[str, float]:
    at_risk = waves[waves["tracked"] & waves["next"]]
    lost = ~at_risk["kept"]
    return {
        "attrition": lost.mean(),
        "attrition, FM": lost[at_risk["state"] == "FM"].mean(),
        "attrition, B": lost[at_risk["state"] == "B"].mean(),
    }


def _answered(seen: pd.DataFrame) -> dict[str, float]:
    ideation = seen.groupby("state")["ideation"].mean()
    away = seen.loc[seen["state"] != "B", "ideation"].mean()
    return {
        "ideation, B": ideation["B"],
        "ideation, FM to B": ideation["FM"] / ideation["B"],
        "ideation, any to B": away / ideation["B"],
        "no visit, FM": (seen.loc[seen["state"] == "FM", "visits_12"] == 0).mean(),
    }
