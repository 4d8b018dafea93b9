"""What is true of the contact between a child and the parents who live elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import GIVEN
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections.proxy.answer import Found, lasting, put, unsaid
from kinpanel.simulate.sections.proxy.contact_frame import (
    DEAD,
    DIFFICULTIES,
    ELSEWHERE,
    HERE,
    PARENTS,
)
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams, pick
from kinpanel.simulate.truth import Truth

NEW_YEARS = {"w1": 1, "w2": 2, "w3": 2, "w4": 1, "w5": 2}
"""Month of the last Lunar New Year before the interviews of a wave: 31 January 2014, 8 February
2016, 16 February 2018, 25 January 2020, 1 February 2022."""
FORGETS = 0.10
"""Share of the answers on the Lunar New Year that are wrong where nothing helped to remember."""
AWAY = {"father": ("F", "FM"), "mother": ("M", "FM")}
SHARES = {"w1": 0.02, "w2": 0.10, "w3": 0.35, "w4": 0.60, "w5": 0.72}
"""Share of the schools that send photos or videos to parents."""
CHANNELS = {
    "w1": (0.02, 0.10, 0.80, 0.08, 0.00, 0.00),
    "w2": (0.01, 0.06, 0.80, 0.13, 0.00, 0.00),
    "w3": (0.00, 0.03, 0.60, 0.07, 0.00, 0.30),
    "w4": (0.00, 0.01, 0.45, 0.04, 0.00, 0.50),
    "w5": (0.00, 0.01, 0.40, 0.04, 0.00, 0.55),
}
"""Usual ways of those without video: letter, landline, mobile, text message, video, WeChat."""


def draw_contact_answers(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """True answers of section C for the rows of the file."""
    streams, found = Streams(truth.seed), Found()
    months = _visit_months(streams("visit months " + wave), rows, wave)
    for parent, letter, _, _ in PARENTS:
        rng = streams(f"contact {parent} {wave}")
        away = np.isin(rows["state"], AWAY[parent]) & ~rows[f"{parent}_dead"].to_numpy(dtype=bool)
        lives = np.select([rows[f"{parent}_dead"].to_numpy(dtype=bool), away], [DEAD, ELSEWHERE])
        everybody = unsaid(rng, np.ones(len(rows), dtype=bool), 0.0, 0.0)
        put(found, f"{parent}_lives", np.where(lives == 0, HERE, lives), everybody)
        _calls(rng, found, rows, parent, away, wave)
        _visits(rng, found, rows, (parent, letter), away, months, wave)
        put(found, f"{parent}_gifts", _gifts(rng, len(rows), wave), unsaid(rng, away))
        bond = lasting(truth, rows, f"closeness {parent}")
        _closeness(rng, found, parent, bond, away)
        _difficulties(streams(f"difficulties {parent} {wave}"), found, parent, bond, away)
    rng = streams("school shares " + wave)
    shares = rng.random(len(rows)) < SHARES[wave]
    put(found, "school_shares", shares, unsaid(rng, np.ones(len(rows), dtype=bool), 0.03))
    return found


def _calls(
    rng: np.random.Generator, found: Found, rows: pd.DataFrame, parent: str, away: Flags, wave: str
) -> None:
    """Calls, video, messages, and the usual way: video for those who have it most days."""
    both = (rows["state"] == "FM").to_numpy()
    share = np.where(both & (parent == "father"), 0.85, 1.0)
    numbers: dict[str, Ints] = {}
    for name in ("voice", "video", "messages"):
        whole = rows[f"{name}_week"].to_numpy().astype(np.int64)
        numbers[name] = rng.binomial(whole, share)
        put(found, f"{parent}_{name}", numbers[name], unsaid(rng, away))
    usual = 1 + pick(rng, np.tile(CHANNELS[wave], (len(rows), 1)))
    usual = np.where((numbers["video"] >= 2) & (wave in ("w3", "w4", "w5")), 5, usual)
    usual = np.where(rows["contact_lost"].to_numpy(dtype=bool), 7, usual)
    put(found, f"{parent}_channel", usual, unsaid(rng, away))


def _visit_months(rng: np.random.Generator, rows: pd.DataFrame, wave: str) -> Flags:
    """The calendar months with a visit (n x 12), of which no two are in one month.

    That of the Lunar New Year where the family spent it together, and others drawn at random.
    """
    new_year = rows["new_year_together"].to_numpy(dtype=bool)
    others = np.clip(rows["visits_12"].to_numpy().astype(np.int64) - new_year, 0, 11)
    order = rng.random((len(rows), 12))
    feast = NEW_YEARS[wave] - 1
    order[:, feast] = 2.0
    months = np.argsort(np.argsort(order, axis=1), axis=1) < others[:, None]
    months[:, feast] = new_year
    return np.asarray(months)


def _visits(
    rng: np.random.Generator,
    found: Found,
    rows: pd.DataFrame,
    parent: tuple[str, str],
    away: Flags,
    months: Flags,
    wave: str,
) -> None:
    """Visits in twelve months, since the Lunar New Year, by month; days; the New Year itself."""
    name, letter = parent
    why = unsaid(rng, away)
    put(found, f"{name}_visits", months.sum(axis=1), why)
    for month in range(12):
        found[f"{name}_visit_{month + 1}"] = np.where(why == GIVEN, months[:, month], np.nan)
    put(found, f"{name}_visits_feast", _since_feast(rows, months, wave), why)
    put(found, f"{name}_days", rows[f"days_together_{letter}"], unsaid(rng, away, 0.02))
    went = (rng.random(len(rows)) < 0.12) * (5 + rng.poisson(20, len(rows)))
    put(found, f"{name}_child_visited", went, unsaid(rng, away))
    together = rows["new_year_together"].to_numpy(dtype=bool)
    why = unsaid(rng, away)
    put(found, f"{name}_new_year", together, why)
    forgets = rng.random(len(rows)) < FORGETS
    put(found, f"{name}_new_year_told", together ^ forgets, why)


def _since_feast(rows: pd.DataFrame, months: Flags, wave: str) -> Ints:
    """Visits in the months after that of the Lunar New Year and before that of the interview."""
    interview = rows["interview_month"].to_numpy().astype(np.int64) % 12
    month = np.arange(12)
    after = (month >= NEW_YEARS[wave]) & (month < interview[:, None])
    return np.asarray((months & after).sum(axis=1))


def _gifts(rng: np.random.Generator, n: int, wave: str) -> Floats:
    """Yuan spent in a year on what was sent, in steps of ten."""
    grown = 1.18 ** list(WAVES).index(wave)
    value = rng.lognormal(np.log(350 * grown), 0.8, n) * (rng.random(n) < 0.8)
    return np.asarray(np.clip(np.round(value / 10) * 10, 0, 20_000))


def _closeness(
    rng: np.random.Generator, found: Found, parent: str, bond: Floats, away: Flags
) -> None:
    """Closeness as felt, on five answers and from 0 to 10, and how hard it is to talk."""
    felt = 0.75 * bond + 0.66 * rng.normal(size=len(bond))
    why = unsaid(rng, away)
    put(found, f"{parent}_close", np.clip(np.round(3.6 + 0.95 * felt), 1, 5), why)
    put(found, f"{parent}_close11", np.clip(np.round(6.6 + 2.3 * felt), 0, 10), why)
    hard = np.clip(np.round(2.0 - 0.5 * felt + 0.6 * rng.normal(size=len(bond))), 1, 4)
    put(found, f"{parent}_hard", hard, unsaid(rng, away))


def _difficulties(
    rng: np.random.Generator, found: Found, parent: str, bond: Floats, away: Flags
) -> None:
    """How often talks go wrong in each of four ways, less where child and parent are close."""
    for name, usual in zip(DIFFICULTIES, (2.3, 2.5, 2.1, 1.5), strict=True):
        felt = usual - 0.35 * bond + 0.7 * rng.normal(size=len(bond))
        put(found, f"{parent}_{name}", np.clip(np.round(felt), 1, 4), unsaid(rng, away))
