"""Money: what parents send home, what is earned there, land, assets and debt."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.households import Population
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.parameters import WAVES, EconomyParameters
from kinpanel.simulate.states import Paths
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams


def draw_remittance(
    streams: Streams, rule: EconomyParameters, people: Population, state: Ints
) -> Floats:
    """Yuan sent home in the twelve months before the interview (5 x H), to ten yuan."""
    rng = streams("remittance")
    lasting, passing = rule.remittance_spread
    n = people.households
    median = np.array(rule.remittance)[state] * _prices(rule)
    log = lasting * rng.normal(size=n) + passing * rng.normal(size=(WAVE_COUNT, n))
    sends = rng.random((WAVE_COUNT, n)) < rule.sends
    return np.asarray(np.round(median * np.exp(log) * sends, -1))


def log_sent(remittance: Floats) -> Floats:
    """The log of one plus remittance in thousands of yuan."""
    return np.log1p(remittance / 1000)


def draw_economy(
    streams: Streams,
    rule: EconomyParameters,
    people: Population,
    paths: Paths,
    remittance: Floats,
) -> dict[str, Floats]:
    """`income` (with remittance), `consumption`, `land_mu`, `assets`, `debt`, each 5 x H."""
    rng, n = streams("economy"), people.households
    state, struck = paths.at_waves, paths.shocks
    lasting, passing = rule.local_spread
    poor = rule.disadvantage * people.disadvantage
    wealth = rng.normal(size=n)
    log = poor + lasting * wealth + passing * rng.normal(size=(WAVE_COUNT, n))
    local = np.array(rule.local)[state] * np.exp(log + rule.shock * struck) * _prices(rule)
    income = local + remittance
    spent = 0.75 * np.exp(0.15 * rng.normal(size=(WAVE_COUNT, n))) * income**0.85 * 26000**0.15
    land = np.round(np.clip(rng.gamma(4.0, 1.3, n), 0.5, 25.0), 1)
    assets = np.exp(2 * poor + 0.5 * wealth + 0.3 * rng.normal(size=(WAVE_COUNT, n)))
    owes = rng.random((WAVE_COUNT, n)) < 0.30 + 0.10 * struck
    debt = owes * 15000 * np.exp(0.8 * rng.normal(size=(WAVE_COUNT, n))) * _prices(rule)
    return {
        "income": np.round(income, -1),
        "consumption": np.round(spent, -1),
        "land_mu": np.tile(land, (WAVE_COUNT, 1)),
        "assets": np.round(55000 * assets * _prices(rule), -2),
        "debt": np.round(debt, -2),
    }


def _prices(rule: EconomyParameters) -> Floats:
    """Growth of money amounts since the first wave (5 x 1)."""
    years = np.array(list(WAVES.values()))
    return np.asarray(np.exp(rule.growth * (years - years[0]))[:, None])


def household_waves(
    people: Population,
    shocks: Flags,
    remittance: Floats,
    economy: dict[str, Floats],
) -> pd.DataFrame:
    """One row per household and wave, wave by wave; see `Truth`."""
    return pd.DataFrame(
        {
            "hhid": np.tile(np.array(people.hhid), WAVE_COUNT),
            "wave": np.repeat(np.array(list(WAVES)), people.households),
            "interview_month": people.interview.ravel(),
            "remittance": remittance.ravel(),
            **{name: values.ravel() for name, values in economy.items()},
            "shock": shocks.ravel(),
        }
    )
