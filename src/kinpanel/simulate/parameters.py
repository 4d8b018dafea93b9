"""The reference panel parameters: every number of the data-generating process, and scenarios.

All effects are in standard deviations of the latent outcome. Parental states stand in the order
of `STATES`: both home, father away, mother away, both away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kinpanel.errors import UsageError, nearest

STATES = ("B", "F", "M", "FM")
"""Both home, father away, mother away, both away; codes 0 to 3 in arrays."""
BOTH_AWAY = 3

WAVES: Mapping[str, int] = MappingProxyType(
    {"w1": 2014, "w2": 2016, "w3": 2018, "w4": 2020, "w5": 2022}
)
"""The waves of the reference panel and the year of their fieldwork (July to September)."""

COMMITTED_SEED = 10
"""The seed of the committed panel, scenario `homogeneous`; docs/decisions/0008 says why."""

PerState = tuple[float, float, float, float]


@dataclass(frozen=True)
class StateParameters:
    """How a household's parental state moves in steps of two years.

    `transitions` are the base probabilities (row: from, column: to); `push` says how strongly
    each state is pushed by the log-odds shifts below it, per standard deviation or per shock.
    In `policy_waves` the odds of coming home, and of staying there, are multiplied.
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


@dataclass(frozen=True)
class OutcomeParameters:
    """What moves one latent outcome.

    `current` are the effects of today's state. While both are away add: `girl` for girls,
    `year` per year of it beyond two (at most six), `video` with weekly video contact. `early` is
    for life: mother or both away before age three. `disadvantage` is selection: the loading of
    what also pushes parents to leave. `shares` are the variances of village, household, child and
    occasion; occasions follow an AR(1) with `memory`.
    """

    current: PerState
    shares: PerState
    memory: float
    disadvantage: float
    shock: float
    early: float = 0.0
    girl: float = 0.0
    year: float = 0.0
    video: float = 0.0

    def homogeneous(self) -> OutcomeParameters:
        """The same outcome with the effects of `current` only: the same for every child."""
        return replace(self, early=0.0, girl=0.0, year=0.0, video=0.0)


@dataclass(frozen=True)
class FieldworkParameters:
    """Who is reached: log-odds of dropping out, joining the parents in the city, coming back."""

    first_refusal: float = 0.03
    base: float = -2.55
    state: PerState = (0.0, 0.15, 0.30, 0.45)
    teenager: float = 0.35
    depression: float = 0.18
    shock: float = 0.15
    comes_back: float = 0.28
    joins_parents: PerState = (0.005, 0.015, 0.020, 0.055)
    leaves_parents: float = 0.25
    tracked: float = 0.55


@dataclass(frozen=True)
class AnswerParameters:
    """How answers are given: the instrument's scale, who is asked, and item non-response.

    A share of the children refuses the whole depression module, a share of single items is
    answered with don't know: 1.5 % of the items together.
    """

    cesd_mean: float = 8.0
    cesd_slope: float = 4.0
    cesd_from_age: int = 8
    words_mean: float = 17.0
    words_slope: float = 6.0
    words_from_age: int = 6
    refuses_module: float = 0.010
    item_unknown: float = 0.005
    single_missing: float = 0.015


@dataclass(frozen=True)
class Parameters:
    """One scenario of the reference panel.

    A shock strikes `shock_villages` of the villages in a wave, and `shock_households` in those;
    `video` is the share with weekly video contact among children of absent couples, by wave.
    """

    states: StateParameters
    depression: OutcomeParameters
    cognition: OutcomeParameters
    fieldwork: FieldworkParameters = FieldworkParameters()
    answers: AnswerParameters = AnswerParameters()
    children: tuple[float, float, float] = (0.58, 0.36, 0.06)
    girls: float = 0.47
    shock_villages: float = 0.15
    shock_households: float = 0.60
    video: tuple[float, ...] = (0.06, 0.28, 0.55, 0.74, 0.80)


BASELINE = Parameters(
    states=StateParameters(),
    depression=OutcomeParameters(
        current=(0.0, 0.06, 0.12, 0.20),
        shares=(0.04, 0.14, 0.32, 0.50),
        memory=0.25,
        disadvantage=0.22,
        shock=0.08,
        early=0.10,
        girl=0.06,
        year=0.02,
        video=-0.05,
    ),
    cognition=OutcomeParameters(
        current=(0.0, -0.02, -0.09, -0.14),
        shares=(0.12, 0.18, 0.42, 0.28),
        memory=0.15,
        disadvantage=-0.20,
        shock=-0.03,
        early=-0.12,
    ),
)

HOMOGENEOUS = replace(
    BASELINE,
    depression=BASELINE.depression.homogeneous(),
    cognition=BASELINE.cognition.homogeneous(),
)

NULL = replace(
    HOMOGENEOUS,
    depression=replace(HOMOGENEOUS.depression, current=(0.0, 0.0, 0.0, 0.0)),
    cognition=replace(HOMOGENEOUS.cognition, current=(0.0, 0.0, 0.0, 0.0)),
)

NO_SELECTION = replace(
    BASELINE,
    depression=replace(BASELINE.depression, disadvantage=0.0),
    cognition=replace(BASELINE.cognition, disadvantage=0.0),
)

SCENARIOS: Mapping[str, Parameters] = MappingProxyType(
    {
        "baseline": BASELINE,
        "homogeneous": HOMOGENEOUS,
        "null": NULL,
        "no_selection": NO_SELECTION,
    }
)
"""`homogeneous`: one effect for every child. `null`: none. `no_selection`: who leaves is random."""


def seed_of(scenario: str) -> int:
    """The seed where none is named: that of the committed panel for its scenario, else 1."""
    return COMMITTED_SEED if scenario == "homogeneous" else 1


def parameters_of(name: str) -> Parameters:
    """The parameters of a scenario; UsageError names the nearest known one."""
    if name not in SCENARIOS:
        raise UsageError(f"unknown scenario {name!r}; {nearest(name, SCENARIOS)}")
    return SCENARIOS[name]
