"""From latent outcomes to the answers children give, item by item."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kinpanel.simulate.parameters import AnswerParameters
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams

ITEMS = tuple(f"cesd{number}" for number in range(1, 9))
"""CES-D8: depressed, effort, sleep, happy (+), lonely, enjoyed life (+), sad, could not get going;
answered from 0, rarely, to 3, most days."""
POSITIVE = ("cesd4", "cesd6")
"""Asked about well-being, so that an answer counts as 3 minus itself in the total."""
TOP = 3
WORDS = 34
PROPENSITY = (1.0, 1.2, 1.1, 1.5, 0.8, 1.4, 0.9, 1.1)
"""Relative weight of each item in the total."""

DONT_KNOW, REFUSED, INAPPLICABLE = "dont_know", "refused", "inapplicable"
GIVEN = ""
"""Why an answer is missing; empty when it was given."""

Whys = npt.NDArray[np.object_]


def cesd_total(rule: AnswerParameters, latent: Floats) -> Ints:
    """The CES-D8 sum 0 to 24 as a linear map of the latent score, rounded and clipped."""
    total = np.round(rule.cesd_mean + rule.cesd_slope * latent)
    return np.clip(total, 0, len(ITEMS) * TOP).astype(np.int64)


def words_read(rule: AnswerParameters, latent: Floats) -> Ints:
    """Words read aloud, 0 to 34, as a linear map of latent cognition, rounded and clipped."""
    return np.clip(np.round(rule.words_mean + rule.words_slope * latent), 0, WORDS).astype(np.int64)


def allocate(rng: np.random.Generator, total: Ints) -> Ints:
    """Spread totals over the items (n x 8): points 0 to 3, each row adds up to its total exactly.

    Every item has three points to give; a row takes as many points as its total, in random order
    weighted by the items' propensities.
    """
    weights = np.repeat(np.log(PROPENSITY), TOP)
    order = np.argsort(-(weights + rng.gumbel(size=(len(total), len(weights)))), axis=1)
    taken = np.arange(len(weights)) < total[:, None]
    points = np.zeros((len(total), len(weights)), dtype=np.int64)
    np.put_along_axis(points, order, taken.astype(np.int64), axis=1)
    return np.asarray(points.reshape(len(total), len(ITEMS), TOP).sum(axis=2))


def cesd_why(rng: np.random.Generator, rule: AnswerParameters, age: Ints) -> Whys:
    """Why each CES-D8 item is missing (n x 8): too young, module refused, don't know."""
    why = np.full((len(age), len(ITEMS)), GIVEN, dtype=object)
    why[rng.random(why.shape) < rule.item_unknown] = DONT_KNOW
    why[rng.random(len(age)) < rule.refuses_module] = REFUSED
    why[age < rule.cesd_from_age] = INAPPLICABLE
    return why


def gaps(chance: Floats, asked: Flags, shares: Mapping[str, float]) -> Whys:
    """Why answers are missing (n), by a uniform number each.

    Not asked is inapplicable. Of the others each reason takes its share of the numbers, in order
    from 0.
    """
    why = np.full(len(asked), GIVEN, dtype=object)
    low = 0.0
    for reason, share in shares.items():
        why[(chance >= low) & (chance < low + share)] = reason
        low += share
    why[~asked] = INAPPLICABLE
    return why


def blanked(values: npt.ArrayLike, why: Whys) -> Floats:
    """Answers as floats, NaN where a reason stands."""
    return np.where(why == GIVEN, np.asarray(values, dtype=np.float64), np.nan)


def single_why(rng: np.random.Generator, rule: AnswerParameters, asked: Flags) -> Whys:
    """Why one answer is missing (n): not asked, refused or don't know in equal parts."""
    half = rule.single_missing / 2
    return gaps(rng.random(len(asked)), asked, {REFUSED: half, DONT_KNOW: half})


def draw_answers(
    streams: Streams, rule: AnswerParameters, age: Ints, cesd: Ints, words: Ints, shock: Flags
) -> dict[str, npt.NDArray[np.generic]]:
    """Answers and reasons by column name: `cesd1` ... `cesd8`, `words`, `shock`, each with `__why`.

    All arguments have one element per interview. Values are floats, NaN where a reason stands;
    items are answers as given, from rarely to most days, not points.
    """
    points = allocate(streams("cesd items"), cesd)
    items = np.where([name in POSITIVE for name in ITEMS], TOP - points, points)
    whys = cesd_why(streams("cesd non-response"), rule, age)
    given: dict[str, tuple[npt.NDArray[np.generic], Whys]] = {
        name: (items[:, place], whys[:, place]) for place, name in enumerate(ITEMS)
    }
    rng = streams("words non-response")
    given["words"] = (words, single_why(rng, rule, age >= rule.words_from_age))
    rng = streams("shock non-response")
    given["shock"] = (shock, single_why(rng, rule, np.ones(len(age), dtype=bool)))
    columns: dict[str, npt.NDArray[np.generic]] = {}
    for name, (value, why) in given.items():
        columns[name] = blanked(value, why)
        columns[f"{name}__why"] = why
    return columns
