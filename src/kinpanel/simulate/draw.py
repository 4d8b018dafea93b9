"""Drawing the reference panel: one process after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError
from kinpanel.simulate.answers import cesd_total, draw_answers, words_read
from kinpanel.simulate.blocks import HOUSEHOLDS, VILLAGES, Block, blocks_of
from kinpanel.simulate.breaks import with_breaks
from kinpanel.simulate.children import children_frame, wave_frame
from kinpanel.simulate.circumstances import (
    Columns,
    Household,
    absence_columns,
    contact_columns,
    daily_columns,
    draw_household,
    latent_columns,
    settle,
)
from kinpanel.simulate.economy import draw_economy, draw_remittance, household_waves
from kinpanel.simulate.feedback import distress
from kinpanel.simulate.fieldwork import Fieldwork, draw_fieldwork
from kinpanel.simulate.generations import draw_second_generation
from kinpanel.simulate.households import Population, draw_persons, draw_population
from kinpanel.simulate.journeys import (
    Absences,
    absences,
    draw_forgotten,
    draw_journeys,
    lived_away,
)
from kinpanel.simulate.lifetimes import draw_deaths, parent_deaths, with_lifetimes
from kinpanel.simulate.outcomes import Lives, draw_lives, draw_outcome, effect
from kinpanel.simulate.parameters import STATES, Parameters, parameters_of
from kinpanel.simulate.spells import draw_spells, points_of
from kinpanel.simulate.states import Paths, draw_paths
from kinpanel.simulate.streams import Flags, Floats, Streams
from kinpanel.simulate.truth import Truth
from kinpanel.simulate.villages import village_waves
from kinpanel.simulate.visits import presence_frame


def simulate(
    seed: int,
    scenario: str = "baseline",
    villages: int = VILLAGES,
    households_per_village: int = HOUSEHOLDS,
) -> Truth:
    """Draw the reference panel under a scenario; the same seed gives the same panel.

    `scenario` is one of `parameters.SCENARIOS`. UsageError on an unknown scenario, a size that
    the identifiers cannot hold, or one of several blocks (see `simulate_blocks`).
    """
    blocks = blocks_of(seed, villages, households_per_village)
    if len(blocks) > 1:
        most = blocks[0].villages
        raise UsageError(
            f"{villages:,} villages of {households_per_village:,} households are drawn in "
            f"{len(blocks)} blocks, so that they never lie in memory at once: take up to "
            f"{most:,} villages, or kinpanel.simulate.simulate_blocks"
        )
    return _draw(blocks[0], scenario)


def simulate_blocks(
    seed: int,
    scenario: str = "baseline",
    villages: int = VILLAGES,
    households_per_village: int = HOUSEHOLDS,
) -> Iterator[Truth]:
    """Draw a panel of any size block by block; no two of them need to be in memory at once.

    Blocks hold up to 12,000 households of all counties, and nobody is related across blocks. The
    first is what `simulate` draws for so many villages. Which villages make a block depends on
    the households in each, and is part of what fixes the bytes of a big panel. UsageError as for
    `simulate`, but for the number of blocks.
    """
    parameters_of(scenario)
    blocks = blocks_of(seed, villages, households_per_village)
    return (_draw(block, scenario) for block in blocks)


def _draw(block: Block, scenario: str) -> Truth:
    parameters, streams = parameters_of(scenario), Streams(block.seed)
    people = draw_population(streams, parameters, block.villages, block.households, block.numbered)
    persons = draw_persons(streams, people)
    second = draw_second_generation(streams, parameters.generations, people, persons)
    shift = second.shift(parameters.states.second_generation)
    ask = partial(distress, streams, parameters, people)
    paths = draw_paths(streams, parameters, people, shift, ask)
    core = _core(streams, parameters, people, paths)
    spells = _spells(streams, parameters, people, paths, core.fieldwork.in_origin)
    places = absences(people, spells)
    died = draw_deaths(streams, parameters.welfare, people, persons, places)
    home = draw_household(
        streams, parameters, people, paths.at_waves, spells, parent_deaths(people, died)
    )
    money = draw_economy(streams, parameters.economy, people, paths, core.remittance)
    waves = _child_waves(streams, parameters, people, core, home, places, spells, money["income"])
    return Truth(
        seed=block.seed,
        scenario=scenario,
        before=block.before,
        children=children_frame(streams, people, core.lives.early, second),
        child_waves=waves[waves.pop("eligible")].reset_index(drop=True),
        persons=with_lifetimes(streams, people, persons, spells, died),
        spells=spells,
        answers=_answers(streams, parameters, core.fieldwork, waves),
        household_waves=household_waves(people, paths.shocks, core.remittance, money),
        village_waves=village_waves(streams, people, paths.at_waves),
        presence=presence_frame(people, home.visits),
    )


def _spells(
    streams: Streams,
    parameters: Parameters,
    people: Population,
    paths: Paths,
    in_origin: Flags,
) -> pd.DataFrame:
    """Absences with their traits, then broken into the stretches that a calendar tells."""
    spells = draw_spells(streams, people, paths)
    journeys = draw_journeys(streams, parameters.journeys, people, spells, in_origin)
    spells = pd.concat([spells, journeys], axis=1)
    points = points_of(people, paths)
    spells = with_breaks(streams, parameters.breaks, people, points, spells, in_origin)
    return spells.assign(forgotten=draw_forgotten(streams, parameters.journeys, spells))


@dataclass(frozen=True)
class _Core:
    """What the numbers of a scenario are about: lives, latent outcomes, who is reached."""

    remittance: Floats
    lives: Lives
    depression: Floats
    cognition: Floats
    height: Floats
    fieldwork: Fieldwork


def _core(streams: Streams, parameters: Parameters, people: Population, paths: Paths) -> _Core:
    remittance = draw_remittance(streams, parameters.economy, people, paths.at_waves)
    lives = draw_lives(streams, parameters, people, paths, remittance)
    depression = draw_outcome(streams("depression"), parameters.depression, people, lives)
    return _Core(
        remittance=remittance,
        lives=lives,
        depression=depression,
        cognition=draw_outcome(streams("cognition"), parameters.cognition, people, lives),
        height=draw_outcome(streams("height"), parameters.height, people, lives),
        fieldwork=draw_fieldwork(streams, parameters.fieldwork, people, lives, depression),
    )


def _child_waves(
    streams: Streams,
    parameters: Parameters,
    people: Population,
    core: _Core,
    home: Household,
    places: Absences,
    spells: pd.DataFrame,
    income: Floats,
) -> pd.DataFrame:
    """Every child at every wave, wave by wave, with `eligible`."""
    lives, fieldwork = core.lives, core.fieldwork
    latent = core.depression, core.cognition, core.height
    city = lived_away(people, places, spells["with_child"].to_numpy())
    columns: Columns = {
        **_first_columns(parameters, people, core),
        **latent_columns(streams, parameters, people, lives, latent),
        **contact_columns(streams, parameters, people, lives, home),
        **absence_columns(streams, parameters, people, lives, home),
        **daily_columns(streams, parameters, people, fieldwork, home, city),
        "remittance_12": core.remittance[:, people.household],
        "income_12": income[:, people.household],
        "eligible": fieldwork.eligible,
    }
    return wave_frame(people, settle(columns, fieldwork.age, fieldwork.in_origin))


def _first_columns(parameters: Parameters, people: Population, core: _Core) -> Columns:
    lives, fieldwork = core.lives, core.fieldwork
    return {
        "interview_month": people.interview[:, people.household],
        "age": fieldwork.age,
        "state": np.array(STATES)[lives.state],
        "shock": lives.shock,
        "video": lives.video,
        "years_both": lives.years,
        "dep": core.depression,
        "cog": core.cognition,
        "effect_dep": effect(parameters.depression, lives),
        "effect_cog": effect(parameters.cognition, lives),
        "effect_haz": effect(parameters.height, lives),
        "cesd_total": cesd_total(parameters.answers, core.depression),
        "words": words_read(parameters.answers, core.cognition),
        "in_origin": fieldwork.in_origin,
        "tracked": fieldwork.tracked,
        "responded": fieldwork.responded,
    }


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
