"""The columns of a child's life at each wave that follow from states, spells and outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.care import draw_caregiver, draw_mood, proxy_depression
from kinpanel.simulate.contact import draw_contact
from kinpanel.simulate.exposure import Exposure, exposure
from kinpanel.simulate.fieldwork import Fieldwork
from kinpanel.simulate.growth import draw_weight, height_cm
from kinpanel.simulate.households import FATHER, MOTHER, Population
from kinpanel.simulate.journeys import Absences, absences
from kinpanel.simulate.outcomes import Lives
from kinpanel.simulate.parameters import STATES, Parameters
from kinpanel.simulate.reports import heaped_months, told_state
from kinpanel.simulate.schooling import TESTED_FROM, School, draw_school, draw_scores
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams
from kinpanel.simulate.visits import Visits, draw_visits
from kinpanel.simulate.welfare import ASKED_FROM, draw_bullied, draw_ideation, draw_says_dead

Columns = dict[str, npt.NDArray[np.generic]]
SCHOOL_AGE = 6
WITHIN_PROVINCE = 2
YEAR_DAYS = 365


@dataclass(frozen=True)
class Household:
    """What siblings share: absences of the parents, visits, deaths, per wave (5 x H)."""

    state: Ints
    father: Exposure
    mother: Exposure
    visits: Visits
    dead: tuple[Flags, Flags]


def draw_household(
    streams: Streams,
    parameters: Parameters,
    people: Population,
    state: Ints,
    spells: pd.DataFrame,
    died: tuple[Ints, Ints],
) -> Household:
    """Count months away from the spells and draw visits; `died` are the parents' months (H)."""
    places = absences(people, spells)
    father, mother = (exposure(people, places.of(line)) for line in (FATHER, MOTHER))
    near = _near(people, places, spells["destination"].to_numpy(), state)
    visits = draw_visits(streams, parameters.visits, people, state, near, (father, mother))
    dead = died[0] <= people.interview, died[1] <= people.interview
    return Household(state, father, mother, visits.until(people, died), dead)


def _near(people: Population, spells: Absences, destination: Ints, state: Ints) -> Flags:
    """Whether the mother, or else the father, is away within the province (5 x H)."""
    near = np.zeros(state.shape, dtype=bool)
    for wave, interview in enumerate(people.interview):
        at = interview[spells.home]
        covers = (spells.start <= at) & (at < spells.end)
        covers &= spells.mother == np.isin(state[wave, spells.home], (2, 3))
        near[wave, spells.home[covers]] = destination[covers] <= WITHIN_PROVINCE
    return near & (state > 0)


def latent_columns(
    streams: Streams,
    parameters: Parameters,
    people: Population,
    lives: Lives,
    latent: tuple[Floats, Floats, Floats],
) -> Columns:
    """Body, test scores, what caregivers see and ideation from the latent outcomes."""
    depression, cognition, height = latent
    haz = parameters.growth.level + height
    tall = height_cm(parameters.growth, people, haz)
    mood = draw_mood(streams, parameters.care, people)
    scores = draw_scores(streams, people, cognition)
    return {
        "haz": haz,
        "height_cm": tall,
        "weight_kg": draw_weight(streams, parameters.growth, people, tall, lives.sent),
        "word_score": scores.words,
        "math_score": scores.maths,
        "recall_score": scores.recall,
        "series_score": scores.series,
        "caregiver_mood": mood,
        "proxy_dep": proxy_depression(streams, parameters.care, depression, mood),
        "ideation": draw_ideation(streams, parameters.welfare, depression),
    }


def contact_columns(
    streams: Streams, parameters: Parameters, people: Population, lives: Lives, home: Household
) -> Columns:
    """Visits, days together and calls, as children in the origin household have them."""
    contact = draw_contact(
        streams, parameters.contact, lives.video, np.array(parameters.video), lives.state
    )
    visits = home.visits
    with_father, with_mother = visits.together(visits.father), visits.together(visits.mother)
    by_household = {
        "visits_12": visits.number,
        "new_year_together": np.where(home.state > 0, visits.new_year, True),
        "days_since_reunion": visits.since,
        "days_together_f": with_father,
        "days_together_m": with_mother,
        "days_together_12": np.where(
            home.dead[0],
            with_mother,
            np.where(home.dead[1], with_father, np.minimum(with_father, with_mother)),
        ),
    }
    return {
        **{name: values[:, people.household] for name, values in by_household.items()},
        "voice_week": contact.voice,
        "video_week": contact.video,
        "messages_week": contact.messages,
        "contact_lost": contact.lost,
    }


def absence_columns(
    streams: Streams, parameters: Parameters, people: Population, lives: Lives, home: Household
) -> Columns:
    """Months away, true and told, per parent, and the state as told."""
    rule, found = parameters.reports, {}
    for parent, of in (("f", home.father), ("m", home.mother)):
        found[f"months_away_{parent}"] = of.months[:, people.household]
        found[f"longest_{parent}"] = of.longest[:, people.household]
        # Who rounds the one rounds the other, too: both draw the same numbers.
        told, longest = (
            heaped_months(streams, rule, f"months {parent}", of_year)
            for of_year in (of.months, of.longest)
        )
        found[f"reported_months_{parent}"] = told[:, people.household]
        found[f"reported_longest_{parent}"] = np.minimum(longest, told)[:, people.household]
    state = told_state(streams, rule, lives.state)
    return {**found, "reported_state": np.array(STATES)[state]}


def daily_columns(
    streams: Streams,
    parameters: Parameters,
    people: Population,
    fieldwork: Fieldwork,
    home: Household,
    lived_away: Flags,
) -> Columns:
    """Caregiver, school, bullying, and what children say of their parents.

    `lived_away`: the child was in the city with a parent before the first interview (N).
    """
    state = home.state[:, people.household]
    before = np.cumsum(~fieldwork.in_origin, axis=0) > 0
    returned = fieldwork.in_origin & (before | lived_away)
    school: School = draw_school(streams, parameters.school, people, state)
    says_father, says_mother = draw_says_dead(streams, parameters.welfare, people, state, home.dead)
    return {
        "caregiver": draw_caregiver(
            streams, parameters.care, people, state, fieldwork.age, home.dead
        ),
        "enrolled": school.enrolled,
        "grade": school.grade,
        "repeated": school.repeated,
        "boarding": school.boarding,
        "returned": returned,
        "bullied": draw_bullied(streams, parameters.welfare, state, school.boarding, returned),
        "says_dead_father": says_father,
        "says_dead_mother": says_mother,
        "father_dead": home.dead[0][:, people.household],
        "mother_dead": home.dead[1][:, people.household],
    }


UNASKED = {
    "ideation": ASKED_FROM,
    "says_dead_father": ASKED_FROM,
    "says_dead_mother": ASKED_FROM,
    "bullied": SCHOOL_AGE,
    "word_score": TESTED_FROM,
    "math_score": TESTED_FROM,
    "recall_score": TESTED_FROM,
    "series_score": TESTED_FROM,
}
"""The age in years below which a column is NA."""
WITH_PARENTS = {
    "visits_12": 0,
    "new_year_together": True,
    "days_since_reunion": 0,
    "days_together_f": YEAR_DAYS,
    "days_together_m": YEAR_DAYS,
    "days_together_12": YEAR_DAYS,
    "voice_week": 0,
    "video_week": 0,
    "messages_week": 0,
    "contact_lost": False,
    "caregiver": 1,
}
"""What holds for children who live with their parents in the city."""


def settle(columns: Columns, age: Ints, in_origin: Flags) -> Columns:
    """The columns with what holds in the city, and NA below the age at which there is an answer.

    Columns of `UNASKED` become floats with NaN.
    """
    settled = dict(columns)
    for name, value in WITH_PARENTS.items():
        settled[name] = np.where(in_origin, settled[name], value).astype(settled[name].dtype)
    for name, least in UNASKED.items():
        settled[name] = np.where(age >= least, settled[name].astype(np.float64), np.nan)
    return settled
