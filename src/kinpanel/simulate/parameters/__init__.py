"""The reference panel parameters: every number of the data-generating process, and scenarios."""

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
from kinpanel.simulate.parameters.outcomes import GrowthParameters, OutcomeParameters
from kinpanel.simulate.parameters.panel import (
    BOTH_AWAY,
    COMMITTED_SEED,
    STATES,
    WAVES,
    PerState,
)
from kinpanel.simulate.parameters.scenarios import (
    SCENARIO_WORDS,
    SCENARIOS,
    Parameters,
    parameters_of,
    seed_of,
)

__all__ = [
    "BOTH_AWAY",
    "COMMITTED_SEED",
    "SCENARIOS",
    "SCENARIO_WORDS",
    "STATES",
    "WAVES",
    "AnswerParameters",
    "BreakParameters",
    "CareParameters",
    "ContactParameters",
    "EconomyParameters",
    "FieldworkParameters",
    "GenerationParameters",
    "GrowthParameters",
    "JourneyParameters",
    "OutcomeParameters",
    "Parameters",
    "PerState",
    "ReportParameters",
    "SchoolParameters",
    "StateParameters",
    "VisitParameters",
    "WelfareParameters",
    "parameters_of",
    "seed_of",
]
