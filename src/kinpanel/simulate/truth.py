"""The reference panel with known truth: people, states, spells, outcomes, answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import cesd_total, draw_answers, words_read
from kinpanel.simulate.fieldwork import Fieldwork, draw_fieldwork
from kinpanel.simulate.households import (
    FATHER,
    MOTHER,
    Population,
    child_pids,
    draw_persons,
    draw_population,
)
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.outcomes import Lives, draw_lives, draw_outcome, effect
from kinpanel.simulate.parameters import STATES, WAVES, Parameters, parameters_of
from kinpanel.simulate.spells import draw_spells
from kinpanel.simulate.states import draw_paths
from kinpanel.simulate.streams import Floats, Streams


@dataclass(frozen=True)
class Truth:
    """Everything that is true in one draw of the reference panel. Months count from January 1960.

    `children`: one row per child: `pid`, `hhid`, `village`, `county`, `girl`, `birth_month`,
    `father_pid`, `mother_pid`, `disadvantage`, `weight`, `early` (mother or both away before 3).

    `child_waves`: one row per child aged 3 to 17 and wave: `pid`, `wave`, `interview_month`,
    `age` (years), `state` (B, F, M, FM), `shock`, `video`, `years_both` (years of both away),
    latent `dep` and `cog` (standard deviations), `effect_dep` and `effect_cog` (their part caused
    by today's absence), `cesd_total` (0-24) and `words` (0-34) before any non-response,
    `in_origin`, `tracked`, `responded` (interviewed with the child questionnaire).

    `persons`: `pid`, `hhid`, `line`, `sex`, `birth_month`, `relation`; see `draw_persons`.

    `spells`: `parent_pid`, `start_month`, `end_month`, `destination`, `reason`; see `draw_spells`.

    `answers`: one row per interview: `pid`, `wave`, `cesd1` ... `cesd8` as answered, from 0
    (rarely) to 3 (most days), `words`, `shock`; each NaN where `<name>__why` says dont_know,
    refused or inapplicable.
    """

    seed: int
    scenario: str
    children: pd.DataFrame
    child_waves: pd.DataFrame
    persons: pd.DataFrame
    spells: pd.DataFrame
    answers: pd.DataFrame


def simulate(
    seed: int,
    scenario: str = "baseline",
    villages: int = 60,
    households_per_village: int = 20,
) -> Truth:
    """Draw the reference panel under a scenario; the same seed gives the same panel.

    `scenario` is one of `parameters.SCENARIOS`. UsageError on an unknown scenario or a size
    that the identifiers cannot hold.
    """
    parameters, streams = parameters_of(scenario), Streams(seed)
    people = draw_population(streams, parameters, villages, households_per_village)
    paths = draw_paths(streams, parameters, people)
    lives = draw_lives(streams, parameters, people, paths)
    dep = draw_outcome(streams("depression"), parameters.depression, people, lives)
    cog = draw_outcome(streams("cognition"), parameters.cognition, people, lives)
    fieldwork = draw_fieldwork(streams, parameters.fieldwork, people, lives, dep)
    waves = _child_waves(parameters, people, lives, fieldwork, dep, cog)
    return Truth(
        seed=seed,
        scenario=scenario,
        children=_children(people, lives),
        child_waves=waves[waves.pop("eligible")].reset_index(drop=True),
        persons=draw_persons(streams, people),
        spells=draw_spells(streams, people, paths),
        answers=_answers(streams, parameters, fieldwork, waves),
    )


def _children(people: Population, lives: Lives) -> pd.DataFrame:
    home = people.household
    village = np.array(people.village_code)[home]
    return pd.DataFrame(
        {
            "pid": child_pids(people),
            "hhid": np.array(people.hhid)[home],
            "village": village,
            "county": [code[:3] for code in village],
            "girl": people.girl,
            "birth_month": people.birth,
            "father_pid": np.array(people.pids(FATHER))[home],
            "mother_pid": np.array(people.pids(MOTHER))[home],
            "disadvantage": people.disadvantage[home],
            "weight": people.weight[home],
            "early": lives.early,
        }
    )


def _child_waves(
    parameters: Parameters,
    people: Population,
    lives: Lives,
    fieldwork: Fieldwork,
    dep: Floats,
    cog: Floats,
) -> pd.DataFrame:
    """Every child at every wave, wave by wave, with `eligible`."""
    n = len(people.household)
    return pd.DataFrame(
        {
            "pid": np.tile(child_pids(people), WAVE_COUNT),
            "wave": np.repeat(list(WAVES), n),
            "interview_month": people.interview[:, people.household].ravel(),
            "age": fieldwork.age.ravel(),
            "state": np.array(STATES)[lives.state].ravel(),
            "shock": lives.shock.ravel(),
            "video": lives.video.ravel(),
            "years_both": lives.years.ravel(),
            "dep": dep.ravel(),
            "cog": cog.ravel(),
            "effect_dep": effect(parameters.depression, lives).ravel(),
            "effect_cog": effect(parameters.cognition, lives).ravel(),
            "cesd_total": cesd_total(parameters.answers, dep).ravel(),
            "words": words_read(parameters.answers, cog).ravel(),
            "in_origin": fieldwork.in_origin.ravel(),
            "tracked": fieldwork.tracked.ravel(),
            "responded": fieldwork.responded.ravel(),
            "eligible": fieldwork.eligible.ravel(),
        }
    )


def _answers(
    streams: Streams, parameters: Parameters, fieldwork: Fieldwork, waves: pd.DataFrame
) -> pd.DataFrame:
    asked = waves[fieldwork.responded.ravel()].reset_index(drop=True)
    columns = draw_answers(
        streams,
        parameters.answers,
        asked["age"].to_numpy(),
        asked["cesd_total"].to_numpy(),
        asked["words"].to_numpy(),
        asked["shock"].to_numpy(),
    )
    return pd.concat([asked[["pid", "wave"]], pd.DataFrame(columns)], axis=1)
