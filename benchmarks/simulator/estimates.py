"""What the package's own estimators find in a panel, on the latent outcome."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

import kinpanel as kp
from kinpanel.estimation import Fit
from kinpanel.simulate import Truth

STATES = (("f", "F"), ("m", "M"), ("fm", "FM"))
WITHIN = "dep ~ f + m + fm | pid + wave"
POOLED = "dep ~ f + m + fm | wave"


def sample(truth: Truth) -> pd.DataFrame:
    """Interviewed child-waves with indicators of the state as told.

    `soon`: both will be away at the next wave; `last`: they no longer will. NaN in the last wave.
    """
    waves = truth.child_waves
    rows = waves.assign(village=waves["pid"].str[:5], number=waves["wave"].str[1].astype(int))
    rows = rows.sort_values(["pid", "number"])
    for name, state in STATES:
        rows[name] = (rows["reported_state"] == state).astype(float)
    following = rows.groupby("pid")[["number", "state"]].shift(-1)
    known = following["number"] == rows["number"] + 1
    both, next_both = rows["state"] == "FM", following["state"] == "FM"
    rows["soon"] = (~both & next_both).astype(float).where(known)
    rows["last"] = (both & ~next_both).astype(float).where(known)
    rows["struck"] = rows["shock"].astype(float)
    return rows[rows["responded"]].reset_index(drop=True)


def fit(formula: str, rows: pd.DataFrame) -> Fit:
    """A model with village-clustered standard errors."""
    return kp.feols(formula, rows, cluster="village")


def term(fitted: Fit, name: str) -> dict[str, float]:
    """Estimate, standard error, p value and interval of one term, by t(G - 1)."""
    row = fitted.tidy().set_index("term").loc[name]
    columns = ["estimate", "std_error", "p_value", "conf_low", "conf_high"]
    return {column: float(row[column]) for column in columns}


def switchers(rows: pd.DataFrame) -> dict[str, int]:
    """Children who switch into or out of both away, and switches either way, counted by hand."""
    several = rows[rows.groupby("pid")["pid"].transform("size") > 1]
    paths = several.groupby("pid")["state"].agg(list)
    both = [[state == "FM" for state in path] for path in paths]
    steps = [(a, b) for path in both for a, b in pairwise(path)]
    return {
        "switchers": sum(any(path) and not all(path) for path in both),
        "up": sum(not a and b for a, b in steps),
        "down": sum(a and not b for a, b in steps),
    }


def found(truth: Truth) -> dict[str, float]:
    """Estimates of both away in one panel: pooled, within, within with the shock."""
    rows = sample(truth)
    within = fit(WITHIN, rows)
    estimate = term(within, "fm")
    true = float(rows.loc[rows["state"] == "FM", "effect_dep"].mean())
    counted = within.switchers["fm"]
    leads = fit("dep ~ f + m + fm + soon + last | pid + wave", rows)
    by_hand = switchers(rows.assign(state=rows["reported_state"]))
    return {
        "truth": true,
        "pooled": term(fit(POOLED, rows), "fm")["estimate"],
        "within": estimate["estimate"],
        "with_shock": term(fit("dep ~ f + m + fm + struck | pid + wave", rows), "fm")["estimate"],
        "soon": term(leads, "soon")["estimate"],
        "last": term(leads, "last")["estimate"],
        "std_error": estimate["std_error"],
        "rejects": float(estimate["p_value"] < 0.05),
        "covers": float(estimate["conf_low"] <= true <= estimate["conf_high"]),
        "switchers_agree": float(
            all(getattr(counted, name) == number for name, number in by_hand.items())
        ),
    }
