"""Numbers of what goes on in the household: visits, calls, care, school, money."""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.simulate.parameters.panel import PerState


@dataclass(frozen=True)
class VisitParameters:
    """Visits in the twelve months before an interview, and how long parents stay.

    A visit at the Lunar New Year with probability `new_year`; others come as a Poisson number
    with mean `other`, plus `other_single` where one parent only is away. Parents within the
    province make twice the number of the others, the mean held. Stays last at least the days
    named first, plus a Poisson number. In 2020 the New Year's stay is longer by `shutdown` days
    (standard deviation `shutdown_spread`), for parents in critical jobs by `critical_cut` less.
    """

    new_year: float = 0.78
    other: float = 0.38
    other_single: float = 0.80
    near: float = 2.0
    new_year_days: tuple[int, int] = (8, 7)
    other_days: tuple[int, int] = (2, 4)
    shutdown: float = 60.0
    shutdown_spread: float = 15.0
    critical: float = 0.15
    critical_cut: float = 0.30


@dataclass(frozen=True)
class ContactParameters:
    """Calls and messages with parents who are away, per week.

    `lost`: the share of the children without weekly video whose parents call once a year or less.
    """

    lost: float = 0.07
    voice: float = 2.4
    voice_with_video: float = 1.4
    more_video: float = 0.25
    messages: tuple[float, ...] = (0.8, 1.6, 2.8, 3.8, 4.2)


@dataclass(frozen=True)
class CareParameters:
    """Who looks after the child, and how caregivers see it.

    `codes` are those of the code frame of caregivers (1 mother, 2 father, 3 paternal and 4
    maternal grandparents, 6 other kin, 10 school, 12 nobody); `shares` are by state, for children
    under ten and from ten on. What a caregiver says of a child's depression is `seen` times the
    truth plus `mood` times the caregiver's own mood plus noise.
    """

    codes: tuple[int, ...] = (1, 2, 3, 4, 6, 10, 12)
    young: tuple[tuple[float, ...], ...] = (
        (0.915, 0.055, 0.025, 0.005, 0.000, 0.000, 0.000),
        (0.890, 0.000, 0.085, 0.020, 0.005, 0.000, 0.000),
        (0.000, 0.500, 0.420, 0.060, 0.020, 0.000, 0.000),
        (0.000, 0.000, 0.760, 0.180, 0.055, 0.005, 0.000),
    )
    older: tuple[tuple[float, ...], ...] = (
        (0.900, 0.070, 0.020, 0.005, 0.000, 0.003, 0.002),
        (0.890, 0.000, 0.075, 0.015, 0.005, 0.010, 0.005),
        (0.000, 0.540, 0.360, 0.050, 0.020, 0.020, 0.010),
        (0.000, 0.000, 0.720, 0.160, 0.045, 0.035, 0.040),
    )
    mood_memory: float = 0.5
    seen: float = 0.6
    mood: float = 0.25
    noise: float = 0.7


@dataclass(frozen=True)
class WelfareParameters:
    """Log-odds of ideation and of being bullied, saying that a parent is dead, parental deaths.

    `ideation` is the constant and the slope on depression. `says_dead` is the probability that a
    child says so of a parent who lives, by state; `says_both` of both parents then, where both
    are away or both home. `parent_dies` is the share of the households struck; as only parents
    die who have come home for good, about 1.5 % of the children have lost one.
    """

    ideation: tuple[float, float] = (-3.42, 1.58)
    says_dead: PerState = (0.005, 0.04, 0.04, 0.09)
    says_both: float = 0.25
    parent_dies: float = 0.055
    bullied: float = -1.75
    bullied_both_away: float = 0.35
    bullied_boarding: float = 0.45
    bullied_returned: float = 0.30


@dataclass(frozen=True)
class SchoolParameters:
    """Boarding by school stage, late entry, repetition and leaving school.

    `boarding` are log-odds from grade 1, 4, 7 and 10 on; `boarding_state` is added by state.
    """

    boarding: tuple[float, float, float, float] = (-3.6, -2.4, -0.3, 0.9)
    boarding_state: PerState = (0.0, 0.2, 0.3, 0.5)
    late_entry: float = 0.15
    repeats: float = 0.08
    leaves: tuple[tuple[int, float], ...] = ((13, 0.005), (14, 0.012), (15, 0.04), (16, 0.13))
    leaves_last: float = 0.20


@dataclass(frozen=True)
class EconomyParameters:
    """Money in yuan a year, in prices of the day.

    `remittance` is the median of those who send, in wave 1, by state; `sends` the share that
    sends. `local` is the median of what is earned at home, by state; both grow by `growth` a year.
    `prices` is the level of prices by wave: part of that growth, of an economy that is made up like
    the panel, and not the index of any place.
    """

    sends: float = 0.86
    remittance: PerState = (0.0, 5500.0, 4500.0, 8000.0)
    remittance_spread: tuple[float, float] = (0.40, 0.35)
    local: PerState = (24000.0, 21500.0, 22000.0, 20000.0)
    local_spread: tuple[float, float] = (0.45, 0.30)
    disadvantage: float = -0.15
    shock: float = -0.10
    growth: float = 0.07
    prices: tuple[float, ...] = (100.0, 104.1, 108.2, 115.4, 118.0)
