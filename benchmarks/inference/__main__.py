"""Coverage and size of inference by cluster, on panels with a known effect.

Prints what was reached; fails beyond the bounds. Run: make check-inference
"""

from __future__ import annotations

import sys

from benchmarks.inference.rates import rejections
from benchmarks.simulator.bounds import Check

PANELS = 2_000
WITHIN = 0.015
"""About three Monte Carlo errors of a rate of 5 % in 2,000 panels."""
HELD = {
    60: {"CRV2": "coverage", "rademacher": "coverage"},
    12: {"webb": "size"},
}


def checks(villages: int, held: dict[str, str]) -> list[Check]:
    """Rates at a number of clusters; bounds on those that are held, none on the others."""
    rates = rejections(villages, range(1, PANELS + 1)).mean()
    found = []
    for way, rate in rates.items():
        what = held.get(str(way), "size")
        value, target = (1 - rate, 0.95) if what == "coverage" else (rate, 0.05)
        bounds = (target - WITHIN, target + WITHIN) if way in held else (0.0, 1.0)
        found.append(Check(f"{villages} clusters: {what} of {way}", float(value), *bounds))
    return found


def main() -> None:
    """Print every rate with its bounds; exit 1 when one lies outside."""
    made = [check for villages, held in HELD.items() for check in checks(villages, held)]
    for check in made:
        word = "" if check.holds else "  FAILS"
        bounds = f"[{check.low:.4f}, {check.high:.4f}]" if check.high < 1 else "not bounded"
        print(f"{check.name:44s}{check.value:10.4f}  {bounds}{word}")
    failed = sum(not check.holds for check in made)
    print(f"{PANELS:,} panels each, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
