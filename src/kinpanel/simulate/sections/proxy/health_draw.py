"""What is true of a child's health, care and body at a wave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import GIVEN
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.phone import by_phone
from kinpanel.simulate.sections.proxy.answer import Found, following, lasting, mark, put, unsaid
from kinpanel.simulate.sections.proxy.health_blood import draw_blood, draw_care_paid
from kinpanel.simulate.sections.proxy.health_frame import DIET
from kinpanel.simulate.streams import Flags, Streams, pick
from kinpanel.simulate.truth import Truth

CARD_UNTIL, MENARCHE_FROM, LYING_UNTIL = 6, 9, 5
"""Years: the oldest asked for a vaccination card, the youngest girl asked about menarche, the
oldest measured lying."""
UNMEASURED = 0.03
"""Share of the children who are not measured."""
ILL, ILL_MONTH = 0.16, 0.17
"""Share that was ill in the last two weeks, and of the others in the rest of the month."""
INSURED = {"w1": 0.93, "w2": 0.95, "w3": 0.97, "w4": 0.97, "w5": 0.96}
EATS = (0.55, 0.50, 0.33, 0.35, 0.90, 0.48)
"""Share that ate of each group of food on the day before."""
KILOGRAM_SHARE = 0.05
"""Share of the villages of wave 1 whose interviewer wrote kilograms for jin."""
SHOD_VILLAGES = 4
"""Villages of wave 5 in which shoes were kept on."""


def draw_health(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """True answers of section H for the rows of the file."""
    rng = Streams(truth.seed)("health " + wave)
    everybody = np.ones(len(rows), dtype=bool)
    frail = lasting(truth, rows, "frailty") - 0.2 * rows["haz"].to_numpy(dtype=float)
    found: Found = {}
    felt = 2.5 + 0.55 * frail + 0.75 * rng.normal(size=len(rows))
    why = unsaid(rng, everybody)
    put(found, "rated_health", np.clip(np.round(felt), 1, 5), why)
    put(found, "rated_healthy", np.clip(np.round(0.85 * felt - 0.1), 1, 5), why)
    _illness(rng, found, frail, wave)
    put(found, "insured", rng.random(len(rows)) < INSURED[wave], unsaid(rng, everybody))
    small = rows["age"].to_numpy() <= CARD_UNTIL
    card = 1 + pick(rng, np.tile((0.72, 0.22, 0.06), (len(rows), 1)))
    put(found, "vaccination_card", card, unsaid(rng, small))
    put(found, "injury", rng.random(len(rows)) < 0.11, unsaid(rng, everybody))
    _body(rng, found, rows, ~by_phone(truth, rows, wave))
    _girls(truth, rng, found, rows)
    _diet(rng, found, everybody)
    found |= _teams(truth, rows, wave)
    draw_care_paid(truth, found, wave)
    draw_blood(truth, found, rows, wave)
    return found


def _illness(rng: np.random.Generator, found: Found, frail: Any, wave: str) -> None:
    """Ill lately, chronically ill, whether care was sought, where first, or why not."""
    n = len(frail)
    everybody = np.ones(n, dtype=bool)
    risk = np.exp(0.25 * frail)
    ill = rng.random(n) < ILL * risk
    why = unsaid(rng, everybody)
    put(found, "ill", ill, why)
    put(found, "ill_month", ill | (rng.random(n) < ILL_MONTH * risk), why)
    put(found, "chronic", rng.random(n) < 0.03 * risk, unsaid(rng, everybody))
    gate = "ill_month" if wave == "w1" else "ill"
    sought = rng.random(n) < 0.72
    put(found, "care_sought", sought, following(rng, found, gate, (1,)))
    shares = (0.46, 0.27, 0.17, 0.10)
    where = 1 + pick(rng, np.tile(shares, (n, 1)))
    put(found, "first_provider", where, following(rng, found, "care_sought", (1,)))
    reason = 1 + pick(rng, np.tile((0.70, 0.12, 0.08, 0.10), (n, 1)))
    put(found, "reason_no_care", reason, following(rng, found, "care_sought", (0,)))


def _body(rng: np.random.Generator, found: Found, rows: pd.DataFrame, visited: Flags) -> None:
    """Height and weight as measured, and how: the smallest at times lying; nobody by phone."""
    measured = unsaid(rng, visited, 0.0, UNMEASURED)
    put(found, "height", rows["height_cm"], measured)
    put(found, "weight", rows["weight_kg"], measured)
    lying = (rows["age"].to_numpy() <= LYING_UNTIL) & (rng.random(len(rows)) < 0.10)
    put(found, "posture", np.where(lying, 1, 2), measured)


def _girls(truth: Truth, rng: np.random.Generator, found: Found, rows: pd.DataFrame) -> None:
    """Menarche of girls from nine on, and whether they had been told of it before."""
    asked: Flags = rows["girl"].to_numpy(dtype=bool) & (rows["age"].to_numpy() >= MENARCHE_FROM)
    births = truth.children.set_index("pid")["birth_month"]
    age = (rows["interview_month"].to_numpy() - births[rows["pid"]].to_numpy()) / 12
    first = 12.4 + 1.1 * lasting(truth, rows, "menarche")
    put(found, "menarche", age >= first, unsaid(rng, asked, 0.03))
    told = mark(truth, rows, "told of menarche") < np.where(rows["state"] == "FM", 0.45, 0.62)
    put(found, "menarche_told", told, following(rng, found, "menarche", (1,), 0.03))


def _diet(rng: np.random.Generator, found: Found, asked: Flags) -> None:
    """Groups of food eaten on the day before: one answer, a column for each group."""
    why = unsaid(rng, asked)
    eaten = rng.random((len(asked), len(EATS))) < np.array(EATS)
    put(found, "diet", eaten.sum(axis=1), why)
    for place, group in enumerate(DIET):
        found[f"diet_{group}"] = np.where(why == GIVEN, eaten[:, place], np.nan)


def _teams(truth: Truth, rows: pd.DataFrame, wave: str) -> Found:
    """The interviewer, one for each village and new in every wave, and what the team did wrong.

    `kilograms`: wrote kilograms for jin. `shoes_on`: measured children in shoes.
    """
    villages = sorted(truth.children["village"].unique())
    order = Streams(truth.seed)("interviewers " + wave).permutation(len(villages))
    number = dict(zip(villages, order.tolist(), strict=True))
    mine = rows["village"].map(number).to_numpy()
    year = WAVES[wave]
    some = max(1, round(KILOGRAM_SHARE * len(villages)))
    shod = min(SHOD_VILLAGES, max(1, len(villages) // 4))
    found: Found = {}
    found["interviewer"] = np.array([f"E{year % 100}{code + 1:03d}" for code in mine], dtype=object)
    found["kilograms"] = mine < some
    put(found, "shoes_on", mine < shod, np.full(len(rows), GIVEN, dtype=object))
    return found
