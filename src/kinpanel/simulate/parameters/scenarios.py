"""The scenarios of the reference panel: which numbers each of them changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kinpanel.errors import UsageError, nearest
from kinpanel.simulate.parameters.fieldwork import (
    AnswerParameters,
    FieldworkParameters,
    ReportParameters,
)
from kinpanel.simulate.parameters.household import (
    CareParameters,
    ContactParameters,
    EconomyParameters,
    SchoolParameters,
    VisitParameters,
    WelfareParameters,
)
from kinpanel.simulate.parameters.movement import (
    BreakParameters,
    GenerationParameters,
    JourneyParameters,
    StateParameters,
)
from kinpanel.simulate.parameters.outcomes import (
    COGNITION,
    DEPRESSION,
    HEIGHT,
    GrowthParameters,
    OutcomeParameters,
)
from kinpanel.simulate.parameters.panel import COMMITTED_SEED


@dataclass(frozen=True)
class Parameters:
    """One scenario of the reference panel.

    A shock strikes `shock_villages` of the villages in a wave, and `shock_households` in those;
    `video` is the share with weekly video contact among children of absent couples, by wave.
    """

    states: StateParameters = field(default_factory=StateParameters)
    depression: OutcomeParameters = DEPRESSION
    cognition: OutcomeParameters = COGNITION
    height: OutcomeParameters = HEIGHT
    growth: GrowthParameters = field(default_factory=GrowthParameters)
    fieldwork: FieldworkParameters = field(default_factory=FieldworkParameters)
    answers: AnswerParameters = field(default_factory=AnswerParameters)
    reports: ReportParameters = field(default_factory=ReportParameters)
    generations: GenerationParameters = field(default_factory=GenerationParameters)
    journeys: JourneyParameters = field(default_factory=JourneyParameters)
    breaks: BreakParameters = field(default_factory=BreakParameters)
    visits: VisitParameters = field(default_factory=VisitParameters)
    contact: ContactParameters = field(default_factory=ContactParameters)
    care: CareParameters = field(default_factory=CareParameters)
    welfare: WelfareParameters = field(default_factory=WelfareParameters)
    school: SchoolParameters = field(default_factory=SchoolParameters)
    economy: EconomyParameters = field(default_factory=EconomyParameters)
    children: tuple[float, float, float] = (0.58, 0.36, 0.06)
    girls: float = 0.47
    shock_villages: float = 0.15
    shock_households: float = 0.60
    video: tuple[float, ...] = (0.06, 0.28, 0.55, 0.74, 0.80)


BASELINE = Parameters()

HOMOGENEOUS = replace(
    BASELINE,
    depression=DEPRESSION.homogeneous(),
    cognition=COGNITION.homogeneous(),
    height=HEIGHT.homogeneous(),
)

NULL = replace(
    BASELINE,
    depression=DEPRESSION.without_effect(),
    cognition=COGNITION.without_effect(),
    height=HEIGHT.without_effect(),
    growth=replace(BASELINE.growth, remittance=0.0),
    welfare=replace(BASELINE.welfare, bullied_both_away=0.0),
)

NO_SELECTION = replace(
    BASELINE,
    depression=replace(DEPRESSION, disadvantage=0.0),
    cognition=replace(COGNITION, disadvantage=0.0),
    height=replace(HEIGHT, disadvantage=0.0),
)

_MOVES = BASELINE.states
_STRONG_POLICY = replace(_MOVES, policy_return_odds=2.6, policy_leaving_odds=0.60)
_B, _F, _M, _FM = range(4)
MISTAKEN = ((_FM, _F, 0.08), (_B, _F, 0.04), (_F, _B, 0.06), (_F, _FM, 0.05))

SCENARIOS: Mapping[str, Parameters] = MappingProxyType(
    {
        "baseline": BASELINE,
        "homogeneous": HOMOGENEOUS,
        "null": NULL,
        "no_selection": NO_SELECTION,
        "strong_policy": replace(BASELINE, states=_STRONG_POLICY),
        "strong_shock": replace(BASELINE, depression=replace(DEPRESSION, shock=0.30)),
        "feedback": replace(BASELINE, states=replace(_MOVES, feedback=0.5)),
        "anticipation": replace(BASELINE, depression=replace(DEPRESSION, lead=0.05)),
        "return_asymmetry": replace(BASELINE, depression=replace(DEPRESSION, remains=0.5)),
        "income_path": replace(BASELINE, depression=replace(DEPRESSION, remittance=-0.05)),
        "attrition_on_worsening": replace(
            BASELINE, fieldwork=replace(BASELINE.fieldwork, worsening=0.8)
        ),
        "misclassification": replace(
            BASELINE, reports=replace(BASELINE.reports, mistaken=MISTAKEN)
        ),
        "liu": replace(BASELINE, states=replace(_MOVES, second_generation=-0.35)),
        "jiang": replace(BASELINE, states=replace(_MOVES, second_generation=0.0)),
    }
)
SCENARIO_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "baseline": "effects of absence differ between children",
        "homogeneous": "one effect, the same for every child",
        "null": "absence has no effect on any outcome",
        "no_selection": "disadvantage spares mood, cognition and height",
        "strong_policy": "many parents come home before w3 and w4",
        "strong_shock": "shocks weigh heavily on children's mood",
        "feedback": "parents come home when children are distressed",
        "anticipation": "mood falls a wave before both parents leave",
        "return_asymmetry": "half of the effect on mood outlives the return",
        "income_path": "money sent home lifts the mood of children",
        "attrition_on_worsening": "children who get worse while both are away drop out",
        "misclassification": "the state that is told is wrong for some",
        "liu": "parents left behind as children migrate less",
        "jiang": "parents left behind as children migrate no less",
    }
)
"""What each scenario is, in a line."""


def seed_of(scenario: str) -> int:
    """The seed where none is named: that of the committed panel for its scenario, else 1."""
    return COMMITTED_SEED if scenario == "homogeneous" else 1


def parameters_of(name: str) -> Parameters:
    """The parameters of a scenario; UsageError names the nearest known one."""
    if name not in SCENARIOS:
        raise UsageError(f"unknown scenario {name!r}; {nearest(name, SCENARIOS)}")
    return SCENARIOS[name]
