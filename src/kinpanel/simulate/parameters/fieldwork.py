"""Numbers of fieldwork and of answering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinpanel.simulate.parameters.panel import PerState

PerMistake = tuple[tuple[int, int, float], ...]


@dataclass(frozen=True)
class FieldworkParameters:
    """Who is reached: log-odds of dropping out, joining the parents in the city, coming back.

    `worsening` is an option: log-odds of dropping out while both parents are away, per standard
    deviation by which depression has risen since the wave before.
    """

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
    worsening: float = 0.0


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
class ReportParameters:
    """How facts are told: heaped months, moves dated at a seam, states taken for another.

    A share `heaped` of the numbers of months is rounded to the nearest of `heaps`. Of departures
    and returns in the `seam_reach` months after an interview, a share `seam` is dated at that
    interview when they are told at the next one. `mistaken` lists (true state, told state,
    probability); none in the baseline. Fields named in `verify` are unverified.
    """

    heaped: float = 0.40
    heaps: tuple[int, ...] = (3, 6, 10, 12)
    seam: float = 0.30
    seam_reach: int = 6
    mistaken: PerMistake = ()
    verify: ClassVar[tuple[str, ...]] = ("seam", "seam_reach")
