"""What is true of a child's schooling, and how the caregiver tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections.school.answer import Interview
from kinpanel.simulate.sections.school.life import put_life
from kinpanel.simulate.sections.school.paths import put_leaving, put_transfer
from kinpanel.simulate.streams import Flags, Ints, pick
from kinpanel.simulate.truth import Truth

NURSERY, KINDERGARTEN, PRIMARY, JUNIOR, SENIOR = 1, 2, 3, 4, 5
VILLAGE, TOWNSHIP, COUNTY_TOWN, FARTHER = 1, 2, 3, 4
LAST_GRADE = 12
KINDERGARTEN_SHARE = {3: 0.55, 4: 0.75, 5: 0.90, 6: 0.95}
"""Share in nursery or kindergarten, by age, of those who are not yet pupils."""
NURSERY_SHARE = 0.15
"""Of the three-year-olds among them, from wave 2 on, those in a nursery."""
PLACES = {
    NURSERY: (0.80, 0.15, 0.05, 0.0),
    KINDERGARTEN: (0.60, 0.33, 0.07, 0.0),
    PRIMARY: (0.48, 0.38, 0.12, 0.02),
    JUNIOR: (0.02, 0.72, 0.21, 0.05),
    SENIOR: (0.0, 0.05, 0.80, 0.15),
}
"""Where schools are, by stage: village, township, county town, farther."""


def draw_school(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The answers to the section on school."""
    asked = Interview(truth, rows, wave)
    age = rows["age"].to_numpy(dtype=np.int64)
    pupil = rows["enrolled"].to_numpy(dtype=bool)
    done = rows["grade"].to_numpy(dtype=np.int64)
    stage = _stage(asked, age, pupil, done)
    asked.put("school_age", age)
    asked.put("at_school", stage > 0)
    asked.put("stage", stage, stage > 0)
    _put_place(asked, stage)
    asked.put("school_grade", np.where(pupil, np.minimum(done + 1, LAST_GRADE), 0), stage > 0)
    _put_boarding(asked, age, pupil)
    asked.put("has_repeated", rows["repeated"].to_numpy(dtype=bool), pupil, 0.01)
    _put_attendance(asked, age, pupil)
    put_leaving(asked, stage > 0, done)
    _put_scores(asked, pupil)
    put_transfer(asked, pupil)
    put_life(asked, age, pupil, stage)
    return asked.found


def _stage(asked: Interview, age: Ints, pupil: Flags, done: Ints) -> Ints:
    """The stage of the school attended (n), 0 for none."""
    rng = asked.rng("stage")
    small, nursery = rng.random(len(age)), rng.random(len(age))
    share = np.array([KINDERGARTEN_SHARE.get(int(years), 0.0) for years in age])
    early = ~pupil & (done == 0) & (small < share)
    stage = np.where(early, KINDERGARTEN, 0)
    if asked.wave != "w1":
        stage[early & (age == min(KINDERGARTEN_SHARE)) & (nursery < NURSERY_SHARE)] = NURSERY
    attended = np.minimum(done + 1, LAST_GRADE)
    school = np.select([attended <= 6, attended <= 9], [PRIMARY, JUNIOR], SENIOR)
    return np.asarray(np.where(pupil, school, stage), dtype=np.int64)


def _put_place(asked: Interview, stage: Ints) -> None:
    """Where the school is, and its id; a child keeps its place through a stage."""
    marks = asked.lasting("place", SENIOR)
    cumulated = np.cumsum([PLACES[number] for number in PLACES], axis=1)
    index = np.maximum(stage, 1) - 1
    mark = marks[np.arange(len(stage)), index]
    place = 1 + (mark[:, None] >= cumulated[index, :3]).sum(axis=1)
    asked.put("school_place", place, stage > 0, 0.0)
    village, county = asked.rows["village"], asked.rows["county"]
    number = village.str[-2:].astype(int)
    there = np.select(
        [place == VILLAGE, place == TOWNSHIP, place == COUNTY_TOWN],
        [village, county + "8" + (number % 3).astype(str), county + "90"],
        "99999",
    )
    ids = pd.Series(there, index=village.index).str.cat(pd.Series(stage, village.index).astype(str))
    asked.found["school_id"] = np.where(stage > 0, ids.to_numpy(dtype=object), "")
    asked.found["school_id__why"] = asked.found["school_place__why"]


def _put_boarding(asked: Interview, age: Ints, pupil: Flags) -> None:
    """Boarding, nights a week, and the age at which it began: the same at every interview."""
    boards = asked.rows["boarding"].to_numpy(dtype=bool) & pupil
    asked.put("boards", boards, pupil)
    nights = 4 + pick(asked.rng("nights"), np.tile([0.12, 0.66, 0.12, 0.10], (len(age), 1)))
    asked.put("boarding_nights", nights, boards, 0.01)
    waves = asked.truth.child_waves
    first = waves["boarding"].to_numpy(dtype=bool)
    began = waves["age"][first].groupby(waves["pid"]).min()
    earliest = asked.rows["pid"].map(began).fillna(0).to_numpy(dtype=np.int64)
    before = (asked.lasting("boarding before")[:, 0] * 2).astype(np.int64)
    asked.put("boarding_age", np.maximum(earliest - before, 5), boards, 0.02)


def _put_attendance(asked: Interview, age: Ints, pupil: Flags) -> None:
    rng, n = asked.rng("attendance"), len(age)
    days = np.where(rng.random(n) < 0.72, 0, np.minimum(rng.geometric(0.35, n), 20))
    asked.put("days_absent", days, pupil, 0.02)
    truant = 0.02 + 0.05 * (age >= 13) + 0.02 * (asked.rows["state"] == "FM").to_numpy()
    kinds = np.stack([np.zeros(n), np.full(n, 0.14), truant * 0.7, truant * 0.3], axis=1)
    kinds[:, 0] = 1 - kinds.sum(axis=1)
    asked.put("truancy_kind", 1 + pick(rng, kinds), pupil, 0.02)


def _put_scores(asked: Interview, pupil: Flags) -> None:
    """Marks of the last term out of a hundred; the harder subject and stage have lower ones."""
    latent = asked.rows["cog"].to_numpy(dtype=np.float64)
    shared = asked.rng("marks").normal(size=len(latent))
    year = list(WAVES).index(asked.wave)
    for name, level in (("chinese_mark", 78.0), ("maths_mark", 75.0)):
        noise = asked.rng(name).normal(size=len(latent))
        marks = np.round(level - 0.3 * year + 9 * latent + 5 * shared + 6 * noise)
        asked.put(name, np.clip(marks, 0, 100), pupil, 0.06)
