"""Hopes, bullying, support at school, homework, television and the internet."""

from __future__ import annotations

import numpy as np

from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections.school.answer import Interview
from kinpanel.simulate.streams import Flags, Floats, Ints, pick

NONE, ONCE, MONTHLY, WEEKLY, OFTEN = 1, 2, 3, 4, 5
OFTENER = (0.55, 0.22, 0.15, 0.08)
"""How often the bullied are bullied in a year: once or twice, monthly, weekly, more often."""
THIS_TERM = 0.7
"""Of those bullied in a year, the share bullied in this term."""
HELP = {
    "B": (0.28, 0.08, 0.42, 0.10, 0.12),
    "F": (0.32, 0.12, 0.35, 0.10, 0.11),
    "M": (0.36, 0.20, 0.22, 0.12, 0.10),
    "FM": (0.44, 0.24, 0.02, 0.18, 0.12),
}
"""Who helps with homework, by state: nobody, grandparent, parent, sibling, paid tutor."""
ONLINE_AGE = 6
ONLINE = (0.15, 0.30, 0.45, 0.65, 0.70)
"""Share of the ten-year-olds that uses the internet, by wave."""
MINUTES_A_DAY = 7 / 60
"""What makes hours a week of minutes a day."""


def put_life(asked: Interview, age: Ints, pupil: Flags, stage: Ints) -> None:
    """All that the section asks beside schooling itself."""
    n, latent = len(age), asked.rows["cog"].to_numpy(dtype=np.float64)
    hope = np.digitize(latent + 1.2 * asked.rng("hope").normal(size=n), (-2.6, -0.9, 0.1, 2.2))
    asked.put("aspiration", 1 + hope, None, 0.04)
    _put_bullying(asked, pupil)
    support = np.digitize(asked.rng("support").normal(size=n), (-1.4, -0.4, 0.9))
    asked.put("teacher_support", 1 + support, pupil, 0.03)
    year = list(WAVES).index(asked.wave)
    room = asked.rng("counselling").random(n) < 0.10 + 0.08 * year + 0.08 * (stage >= 4)
    asked.put("counselling_room", room, pupil, 0.22)
    weights = np.array([HELP[state] for state in asked.rows["state"]])
    asked.put("homework_help", 1 + pick(asked.rng("homework"), weights), pupil, 0.01)
    strict = 0.25 - 0.3 * (asked.rows["state"] == "FM").to_numpy() - 0.05 * (age - 9)
    rules = np.digitize(strict + asked.rng("television").normal(size=n), (-1.2, -0.4, 0.4, 1.2))
    asked.put("tv_limits", 1 + rules, None, 0.01)
    _put_internet(asked, age, year)


def _put_bullying(asked: Interview, pupil: Flags) -> None:
    """In twelve months on five points; in wave 3 also in this term on four."""
    n, rng = len(pupil), asked.rng("bullying")
    bullied = asked.rows["bullied"].fillna(False).to_numpy(dtype=bool)
    often = ONCE + pick(rng, np.tile(OFTENER, (n, 1)))
    asked.put("bullied_frequency", np.where(bullied, often, NONE), pupil, 0.03)
    if asked.wave == "w3":
        lately = bullied & (rng.random(n) < THIS_TERM)
        term = np.where(lately, np.minimum(often, WEEKLY), NONE)
        asked.put("bullied_term", term, pupil, 0.0)
        why = asked.found["bullied_frequency__why"]
        asked.found["bullied_term__why"] = why
        asked.found["bullied_term"] = np.where(why == "", asked.found["bullied_term"], np.nan)


def _put_internet(asked: Interview, age: Ints, year: int) -> None:
    """Hours a week, 0 for those who use none; wave 4 asks these first, then for minutes a day."""
    n, rng = len(age), asked.rng("internet")
    old = age >= ONLINE_AGE
    uses = old & (rng.random(n) < np.clip(ONLINE[year] + 0.07 * (age - 10), 0.02, 0.97))
    minutes = np.clip(np.round(rng.lognormal(3.6, 0.6, n) / 10) * 10, 10, 300)
    hours: Floats = np.where(uses, np.maximum(np.round(minutes * MINUTES_A_DAY), 1), 0)
    if asked.wave != "w4":
        asked.put("internet_hours", hours, old, 0.02)
        return
    asked.put("internet_use", uses, old)
    asked.put("internet_minutes", minutes, uses, 0.02)
    why = np.where(old & ~uses, "", asked.found["internet_minutes__why"])
    exact = np.where(uses, minutes * MINUTES_A_DAY, 0.0)
    asked.found["internet_hours"] = np.where(why == "", exact, np.nan)
    asked.found["internet_hours__why"] = why
