"""What is true of the care of every child at a wave, and what caregivers say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import GIVEN, ITEMS, POSITIVE, TOP, allocate
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections.absent import OLD_ENOUGH, answered_for
from kinpanel.simulate.sections.proxy.answer import Found, following, lasting, mark, put, unsaid
from kinpanel.simulate.sections.proxy.care_frame import FATHER, MOTHER, NOBODY
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams, pick
from kinpanel.simulate.truth import Truth

SECOND = 0.35
"""Share of the children with a second caregiver."""
MOOD_MEAN, MOOD_SLOPE = 5.5, 3.6
"""Points of the mood scale: the mean, and those of one standard deviation."""
AGREEMENT = {"w2": 0.05, "w3": 0.12, "w4": 0.18, "w5": 0.24}
"""Share of entrusted children with a written guardianship agreement."""
SCHOOLING = (
    (0.10, 0.42, 0.38, 0.08, 0.02),
    (0.34, 0.48, 0.15, 0.03, 0.00),
    (0.12, 0.36, 0.34, 0.13, 0.05),
)
"""Education of parents, grandparents and others."""


def draw_care(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """True answers of section K for the rows of the file."""
    rng = Streams(truth.seed)("care " + wave)
    found: Found = {}
    main = rows["caregiver"].to_numpy().astype(np.int64)
    somebody = main != NOBODY
    _second(rng, found, main)
    put(found, "caregiver_age", _age(truth, rows, main), unsaid(rng, somebody))
    group = np.select([main <= FATHER, np.isin(main, (3, 4, 5))], [0, 1], 2)
    schooling = 1 + _by_mark(mark(truth, rows, "caregiver education"), group)
    put(found, "caregiver_edu", schooling, unsaid(rng, somebody))
    mood = rows["caregiver_mood"].to_numpy(dtype=float)
    health = 2.6 + 0.5 * (group == 1) + 0.4 * mood + rng.normal(size=len(rows))
    put(found, "caregiver_health", np.clip(np.round(health), 1, 5), unsaid(rng, somebody))
    _mood(rng, found, mood, somebody)
    siblings = rows.groupby("hhid")["pid"].transform("size").to_numpy()
    cared = np.clip(siblings + rng.poisson(0.4, len(rows)), 1, 8)
    put(found, "children_cared", cared, unsaid(rng, somebody))
    heed = lasting(truth, rows, "monitoring") + 0.5 * (main <= FATHER)
    for name, least in (("knows_where", 2.9), ("knows_friends", 2.4), ("checks_homework", 2.3)):
        answer = np.clip(np.round(least + 0.5 * heed + 0.7 * rng.normal(size=len(rows))), 1, 4)
        put(found, name, answer, unsaid(rng, somebody))
    entrusted = ~np.isin(main, (MOTHER, FATHER, NOBODY))
    written = rng.random(len(rows)) < AGREEMENT.get(wave, 0.0)
    put(found, "guardianship", written, unsaid(rng, entrusted))
    view = 3.0 + 0.6 * (group == 1) - 0.15 * (list(WAVES).index(wave)) + rng.normal(size=len(rows))
    put(found, "material_only", np.clip(np.round(view), 1, 5), unsaid(rng, somebody))
    _proxied(rng, found, rows, answered_for(truth, rows, wave))
    _stimulation(truth, found, rows, wave)
    return found


def _stimulation(truth: Truth, found: Found, rows: pd.DataFrame, wave: str) -> None:
    """How often somebody reads to, and plays with, a child below ten that somebody looks after."""
    rng = Streams(truth.seed)("stimulation " + wave)
    main = rows["caregiver"].to_numpy().astype(np.int64)
    asked = (main != NOBODY) & (rows["age"].to_numpy() < OLD_ENOUGH)
    heed = lasting(truth, rows, "stimulation") + 0.6 * (main <= FATHER)
    for name, least in (("reads_to", 1.7), ("plays_with", 2.2)):
        answer = np.clip(np.round(least + 0.5 * heed + 0.7 * rng.normal(size=len(rows))), 1, 4)
        put(found, name, answer, unsaid(rng, asked))


def _second(rng: np.random.Generator, found: Found, main: Ints) -> None:
    """The second caregiver; inapplicable where there is one at most."""
    other = np.select([main == MOTHER, np.isin(main, (3, 4))], [3, 7 - main], 6)
    other = np.where(other == main, 3, other)
    why = unsaid(rng, (rng.random(len(main)) < SECOND) & (main != NOBODY), 0.0, 0.0)
    put(found, "caregiver2", other, why)


def _age(truth: Truth, rows: pd.DataFrame, main: Ints) -> Floats:
    """The caregiver's age: that of parent or head in the roster, of others by a lasting trait."""
    births = truth.persons.set_index("pid")["birth_month"]
    listed = {1: "03", 2: "02", 3: "01"}
    age = 38 + 9 * lasting(truth, rows, "caregiver age") + np.where(main == 4, 23, 0)
    for code, line in listed.items():
        birth = births.reindex(rows["hhid"] + line).to_numpy(dtype=float)
        known = (rows["interview_month"].to_numpy() - birth) / 12
        age = np.where((main == code) & ~np.isnan(known), known, age)
    return np.asarray(np.clip(np.floor(age), 16, 90))


def _by_mark(trait: Floats, group: Ints) -> Ints:
    """One category per row by its group's shares, the same for the same trait (0 to 1)."""
    shares = np.cumsum(np.array(SCHOOLING), axis=1)[group]
    return np.asarray((trait[:, None] >= shares[:, :-1]).sum(axis=1))


def _mood(
    rng: np.random.Generator, found: Found, mood: Floats, asked: np.ndarray[Any, Any]
) -> None:
    """The eight items of the caregiver's CES-D8 as answered, two of them about well-being."""
    total = np.clip(np.round(MOOD_MEAN + MOOD_SLOPE * mood), 0, len(ITEMS) * TOP)
    points = allocate(rng, total.astype(np.int64))
    module = unsaid(rng, asked, 0.0, 0.02)
    for place, item in enumerate(ITEMS):
        own = unsaid(rng, asked, 0.006, 0.0)
        answer = TOP - points[:, place] if item in POSITIVE else points[:, place]
        put(found, f"mood{place + 1}", answer, np.where(module != GIVEN, module, own))


def _proxied(rng: np.random.Generator, found: Found, rows: pd.DataFrame, absent: Flags) -> None:
    """Whether the caregiver answered for a child that was absent, and why it was."""
    boards = rows["boarding"].to_numpy(dtype=bool)
    old = rows["age"].to_numpy() >= OLD_ENOUGH
    put(found, "proxied", absent, unsaid(rng, old, 0.0, 0.0))
    shares = np.where(boards[:, None], (0.85, 0.05, 0.10), (0.0, 0.4, 0.6))
    put(found, "proxied_why", 1 + pick(rng, shares), following(rng, found, "proxied", (1,), 0.0))
