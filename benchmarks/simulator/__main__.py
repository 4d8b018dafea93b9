"""The data-generating process against what it was verified to give.

Prints a table; fails when a bound fails. Run: make check-simulator
"""

from __future__ import annotations

import sys

import pandas as pd
from benchmarks.simulator.bounds import Check, of_behaviour, of_moments, of_policy, of_table
from benchmarks.simulator.estimates import found
from benchmarks.simulator.moments import moments

from kinpanel.simulate import SCENARIOS, Truth, simulate

SEEDS = range(1, 41)
NULL_SEEDS = range(1, 401)
"""A rate of 5 % needs more panels than a mean does."""


def policy(truth: Truth) -> dict[str, float]:
    """Relative change since w2 of the share with both away, of children in the village."""
    home = truth.child_waves[truth.child_waves["in_origin"]]
    share = (home["state"] == "FM").groupby(home["wave"]).mean()
    return {wave: float(share[wave] / share["w2"] - 1) for wave in ("w3", "w4")}


def second(truth: Truth) -> float:
    """Share of child-waves with anybody away: second-generation families less the others."""
    children = truth.children.set_index("pid")
    either = children["gen2_father"] | children["gen2_mother"]
    away = truth.child_waves["state"] != "B"
    shares = away.groupby(truth.child_waves["pid"].map(either)).mean()
    return float(shares[True] - shares[False])


def checks() -> list[Check]:
    """Draw all panels and compare."""
    estimates: dict[str, pd.DataFrame] = {}
    facts, falls = [], []
    for scenario in SCENARIOS:
        rows = []
        for seed in NULL_SEEDS if scenario == "null" else SEEDS:
            truth = simulate(seed, scenario)
            rows.append({**found(truth), "second": second(truth)})
            if scenario == "baseline":
                facts.append(moments(truth))
            if scenario == "strong_policy":
                falls.append(policy(truth))
        estimates[scenario] = pd.DataFrame(rows)
        print(f"{scenario}: {len(rows)} panels", file=sys.stderr)
    return [
        *of_moments(pd.DataFrame(facts)),
        *of_table(estimates),
        *of_behaviour(estimates),
        *of_policy(pd.DataFrame(falls)),
    ]


def main() -> None:
    """Print every value with its bounds; exit 1 when one lies outside."""
    made = checks()
    for check in made:
        word = "" if check.holds else "  FAILS"
        print(f"{check.name:56s}{check.value:10.4f}  [{check.low:.4f}, {check.high:.4f}]{word}")
    failed = sum(not check.holds for check in made)
    print(f"{len(made)} checks, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
