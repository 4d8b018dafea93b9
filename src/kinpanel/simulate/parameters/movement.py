"""Numbers of the state process: how parents leave and come home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinpanel.simulate.parameters.panel import PerState


@dataclass(frozen=True)
class StateParameters:
    """How a household's parental state moves in steps of two years.

    `transitions` are the base probabilities (row: from, column: to); `push` says how strongly
    each state is pushed by the log-odds shifts below it, per standard deviation or per shock.
    In `policy_waves` the odds of coming home, and of staying there, are multiplied.

    `second_generation` is the log-odds shift where a parent was left behind as a child;
    `feedback` that of both coming home per standard deviation of the children's mean depression at
    the wave before.
    """

    initial: PerState = (0.55, 0.20, 0.045, 0.205)
    transitions: tuple[PerState, ...] = (
        (0.790, 0.125, 0.020, 0.065),
        (0.270, 0.530, 0.020, 0.180),
        (0.280, 0.090, 0.370, 0.260),
        (0.130, 0.150, 0.050, 0.670),
    )
    push: PerState = (0.0, 0.7, 0.7, 1.0)
    disadvantage: float = 0.275
    network: float = 0.25
    shock: float = 0.60
    policy_waves: tuple[str, ...] = ("w3", "w4")
    policy_return_odds: float = 1.35
    policy_leaving_odds: float = 0.88
    history: int = 8
    second_generation: float = 0.0
    feedback: float = 0.0


@dataclass(frozen=True)
class GenerationParameters:
    """Which parents were left behind as children: the share by year of birth.

    Parents born from `later_from` (a year) on have the share `later`, the others `earlier`.
    """

    earlier: float = 0.12
    later: float = 0.30
    later_from: int = 1990


@dataclass(frozen=True)
class JourneyParameters:
    """What a spell of absence is like, beside its months.

    Given the destination: in another county of the province, the share that crosses a prefecture;
    in another province, the share abroad. Reasons filed as other: divorced or left, prison,
    hospital, military. `took_child`: spells over before wave 1 with a child along. `forgotten`:
    spells not told once they ended more than `forgotten_after` months before an interview.
    """

    other_prefecture: float = 0.60
    abroad: float = 0.02
    other_reasons: tuple[float, float, float, float] = (0.60, 0.10, 0.25, 0.05)
    took_child: float = 0.06
    forgotten: float = 0.15
    forgotten_after: int = 18


@dataclass(frozen=True)
class BreakParameters:
    """How absences are broken by stays at home between a return and the next departure.

    Between two points of the state process an absence is broken at most once, after an
    exponential time of mean `apart` months; months of return and departure have their seasons,
    and a stay lasts `stay` months at most. Of the trips for a season, a share `earlier` follows
    another one of `season` months (least and most) by 1 to `between` months. Only absences for
    work, study or care are broken. Fields named in `verify` are unverified.
    """

    apart: float = 20.0
    stay: int = 4
    earlier: float = 0.40
    season: tuple[int, int] = (3, 6)
    between: int = 3
    verify: ClassVar[tuple[str, ...]] = ("stay", "earlier", "season", "between")
