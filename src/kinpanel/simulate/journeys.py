"""What spells of absence are like: borders crossed, reasons in detail, children taken along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinpanel.simulate.households import FATHER, MOTHER, Population
from kinpanel.simulate.parameters import JourneyParameters
from kinpanel.simulate.streams import Flags, Ints, Streams

BOUNDARIES = ("township", "county", "prefecture", "province", "country")
"""The widest border crossed; codes 1 to 5."""
REASONS_IN_DETAIL = ("work", "study", "care", "divorced or left", "prison", "hospital", "military")
"""Codes 1 to 7; the last four are what `reason` files as other."""
MINOR = 18 * 12
"""Months of age at which a child is one no more."""
FOREVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Absences:
    """Spells as arrays (S): household, whether the mother's, start, end (`FOREVER` if open)."""

    home: Ints
    mother: Flags
    start: Ints
    end: Ints

    def of(self, line: int) -> Absences:
        """The spells of the father or of the mother."""
        chosen = self.mother == (line == MOTHER)
        return Absences(
            self.home[chosen], self.mother[chosen], self.start[chosen], self.end[chosen]
        )


def absences(people: Population, spells: pd.DataFrame) -> Absences:
    """The spells of `draw_spells`, by the place of their household."""
    pid = spells["parent_pid"]
    place = pd.Index(people.hhid).get_indexer(pd.Index(pid.str[:8]))
    return Absences(
        home=place.astype(np.int64),
        mother=pid.str[8:].astype(int).to_numpy() != FATHER,
        start=spells["start_month"].to_numpy(dtype=np.int64),
        end=spells["end_month"].to_numpy(dtype=np.int64, na_value=FOREVER),
    )


def draw_journeys(
    streams: Streams,
    rule: JourneyParameters,
    people: Population,
    spells: pd.DataFrame,
    in_origin: Flags,
) -> pd.DataFrame:
    """Columns `boundary`, `reason_detail`, `with_child`, one row per spell.

    A child was along where one lived outside the origin household (`in_origin`, 5 x N) at an
    interview the spell covers, and in some of the spells that were over before the first.
    """
    places = absences(people, spells)
    return pd.DataFrame(
        {
            "boundary": _boundary(streams, rule, spells["destination"].to_numpy()),
            "reason_detail": _reason(streams, rule, spells["reason"].to_numpy()),
            "with_child": _with_child(streams, rule, people, places, in_origin),
        }
    )


def draw_forgotten(streams: Streams, rule: JourneyParameters, spells: pd.DataFrame) -> Flags:
    """Whether a spell is not told any more once it ended long before an interview (S)."""
    return streams("spells forgotten").random(len(spells)) < rule.forgotten


def _boundary(streams: Streams, rule: JourneyParameters, destination: Ints) -> Ints:
    draw = streams("spell boundaries").random(len(destination))
    within = np.where(draw < rule.other_prefecture, 3, 2)
    beyond = np.where(draw < rule.abroad, 5, 4)
    return np.asarray(np.select([destination == 1, destination == 2], [1, within], beyond))


def _reason(streams: Streams, rule: JourneyParameters, reason: Ints) -> Ints:
    other = streams("spell reasons").choice(4, len(reason), p=rule.other_reasons)
    return np.asarray(np.where(reason == 4, 4 + other, reason))


def _with_child(
    streams: Streams,
    rule: JourneyParameters,
    people: Population,
    places: Absences,
    in_origin: Flags,
) -> Flags:
    taken = streams("children taken along").random(len(places.home)) < rule.took_child
    early = places.end <= people.interview[0, places.home]
    return along(people, places, in_origin, early & taken)


def along(people: Population, places: Absences, in_origin: Flags, before: Flags) -> Flags:
    """Whether a child was along (S): on spells `before`, if born, and where an interview says so.

    Interviews say so that a spell covers and at which a child of the household lived outside of
    the origin household (`in_origin`, 5 x N).
    """
    oldest = np.full(people.households, FOREVER)
    np.minimum.at(oldest, people.household, people.birth)
    result = before & (oldest[places.home] < places.end)
    for wave, month in enumerate(people.interview):
        age = month[people.household] - people.birth
        minor = (age >= 0) & (age < MINOR)
        away = np.zeros(people.households, dtype=bool)
        away[people.household[minor & ~in_origin[wave]]] = True
        at = month[places.home]
        result |= away[places.home] & (places.start <= at) & (at < places.end)
    return np.asarray(result)


def lived_away(people: Population, places: Absences, with_child: Flags) -> Flags:
    """Whether a child was along on a spell that was over before the first interview (N)."""
    last = np.zeros(people.households, dtype=np.int64)
    chosen = with_child & (places.end <= people.interview[0, places.home])
    last[:] = np.iinfo(np.int64).min
    np.maximum.at(last, places.home[chosen], places.end[chosen])
    return np.asarray(people.birth < last[people.household])
