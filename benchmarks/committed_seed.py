"""For the seeds 1 to 40: does the panel show that pooling misleads and child effects do not?

Prints what docs/decisions/0008 says. Run: make check-seed
"""

from __future__ import annotations

import kinpanel as kp
from kinpanel.derived.scoring import score as score_of
from kinpanel.simulate import simulate

TRUE_EFFECT = 0.200
SEEDS = range(1, 41)
ITEMS = [f"cesd{place}" for place in range(1, 9)]


def distances(seed: int) -> tuple[float, float]:
    """How many standard errors the child-effects and the pooled estimate lie from the truth."""
    truth = simulate(seed, "homogeneous")
    panel = truth.answers.merge(truth.child_waves[["pid", "wave", "state"]], on=["pid", "wave"])
    panel = panel.merge(truth.children[["pid", "village"]], on="pid")
    score = score_of(panel[ITEMS], "cesd8").astype(float)
    reference = score[(panel["wave"] == "w1") & (panel["state"] == "B")]
    panel["dep_z"] = (score - reference.mean()) / reference.std()
    for name, state in (("f", "F"), ("m", "M"), ("fm", "FM")):
        panel[name] = (panel["state"] == state).astype(int)
    within, pooled = (
        kp.feols(f"dep_z ~ f + m + fm | {effects}", panel, cluster="village")
        .tidy()
        .set_index("term")
        .loc["fm"]
        for effects in ("pid + wave", "wave")
    )
    away = [(fit["estimate"] - TRUE_EFFECT) / fit["std_error"] for fit in (within, pooled)]
    return float(away[0]), float(away[1])


def main() -> None:
    """Print the counts and the seeds that show both."""
    found = {seed: distances(seed) for seed in SEEDS}
    near = [seed for seed, (within, _) in found.items() if abs(within) <= 2]
    off = [seed for seed, (_, pooled) in found.items() if abs(pooled) > 2]
    both = [seed for seed in near if seed in off]
    print(f"seeds tried: {len(found)}")
    print(f"child effects within two standard errors of {TRUE_EFFECT}: {len(near)}")
    print(f"pooled further off than that: {len(off)}")
    print(f"both: {len(both)}, seeds {', '.join(map(str, both))}")


if __name__ == "__main__":
    main()
