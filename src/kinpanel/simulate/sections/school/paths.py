"""Ways out of school and back to it: leaving, and coming from a school in the city."""

from __future__ import annotations

import numpy as np

from kinpanel.simulate.months import month_index
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections.school.answer import Interview
from kinpanel.simulate.streams import Flags, Ints, pick

NEVER, LEFT, FINISHED = 1, 2, 3
LAST_GRADE = 12
BEFORE = (2, 7, 12, 14, 19)
"""Months before September of the wave in which children leave: in summer, or after New Year."""
REASONS = (0.34, 0.24, 0.12, 0.16, 0.06, 0.03, 0.05)
"""Why they left: no wish to go on, poor marks, costs, work, needed at home, illness, other."""
CITY_SCHOOL = 0.8
"""Of the children who came back from the city, those who had gone to school there."""
BACK_REASONS = (0.24, 0.32, 0.22, 0.12, 0.06, 0.04)
"""Why they came back: costs, no exams there, no time to care, parents back, school shut, other."""


def put_leaving(asked: Interview, enrolled: Flags, done: Ints) -> None:
    """Whether a child out of school ever went, and when and why it left.

    Month and reason are of the child, the same at every interview.
    """
    past = np.select([done == 0, done >= LAST_GRADE], [NEVER, FINISHED], LEFT)
    asked.put("school_past", past, ~enrolled)
    left = ~enrolled & (past == LEFT)
    waves = asked.truth.child_waves
    out = ~waves["enrolled"].astype(bool) & (waves["grade"] > 0)
    first = np.maximum(asked.first_wave(out), 0)
    september = np.array([month_index(year, 9) for year in WAVES.values()])
    trait = asked.lasting("leaving", 2)
    before = np.array(BEFORE)[(trait[:, 0] * len(BEFORE)).astype(np.int64)]
    asked.put("left_month", september[first] - before, left, 0.03)
    reason = 1 + np.searchsorted(np.cumsum(REASONS)[:-1], trait[:, 1], side="right")
    asked.put("left_reason", reason, left, 0.03)


def put_transfer(asked: Interview, pupil: Flags) -> None:
    """Whether a pupil came from a school in the city, in which year and why: as told before."""
    trait = asked.lasting("transfer", 2)
    returned = asked.rows["returned"].to_numpy(dtype=bool)
    transferred = pupil & returned & (trait[:, 0] < CITY_SCHOOL)
    asked.put("transferred", transferred, pupil)
    first = np.maximum(asked.first_wave(asked.truth.child_waves["returned"].astype(bool)), 0)
    year = np.array(list(WAVES.values()))[first] - (trait[:, 1] * 2).astype(np.int64)
    asked.put("transfer_year", year, transferred, 0.02)
    rng = asked.streams("school transfer reason")
    draws = pick(rng, np.tile(BACK_REASONS, (len(asked.truth.children), 1)))
    by_child = dict(zip(asked.truth.children["pid"], draws, strict=True))
    reason = 1 + asked.rows["pid"].map(by_child).to_numpy(dtype=np.int64)
    asked.put("transfer_reason", reason, transferred, 0.02)
