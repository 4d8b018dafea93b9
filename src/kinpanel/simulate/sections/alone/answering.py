"""How items are answered: traits that last over the waves, and why answers are missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, GIVEN, INAPPLICABLE, REFUSED, Whys, blanked
from kinpanel.simulate.items import LOCATION, graded
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams
from kinpanel.simulate.truth import Truth

REFUSES_BLOCK = 0.010
ITEM_UNKNOWN = 0.005
"""Share of the respondents who refuse a block of items, and of single items not known."""

Given = dict[str, npt.NDArray[Any]]
"""Answers by name, NaN where `<name>__why` says why there is none."""
Latent = Callable[[pd.DataFrame, np.random.Generator], Floats]
"""What a block measures, from the child-waves of the truth and noise of its own."""


def places(truth: Truth, rows: pd.DataFrame, wave: str) -> Ints:
    """Where in `truth.child_waves` the rows of a file stand."""
    here = np.flatnonzero((truth.child_waves["wave"] == wave).to_numpy())
    found = pd.Series(here, index=truth.child_waves["pid"].to_numpy()[here])
    return np.asarray(found.loc[rows["pid"]].to_numpy(), dtype=np.int64)


def answered(
    truth: Truth,
    at: Ints,
    name: str,
    latent: Latent,
    items: int,
    levels: int,
    reverse: Sequence[int] = (),
    location: float = LOCATION,
) -> Ints:
    """Graded answers (n x items) of the child-waves `at`; items are the same in all waves."""
    streams = Streams(truth.seed)
    trait = latent(truth.child_waves, streams(f"{name} trait"))
    return graded(streams(name), trait, items, levels, reverse, location)[at]


def loaded(column: str, loading: float) -> Latent:
    """A trait that correlates with a column of the truth by about `loading`."""
    rest = np.sqrt(1 - loading**2)

    def trait(waves: pd.DataFrame, rng: np.random.Generator) -> Floats:
        true = waves[column].to_numpy(dtype=np.float64)
        return np.asarray(loading * true + rest * rng.normal(size=len(waves)))

    return trait


def block_why(rng: np.random.Generator, asked: Flags, items: int) -> Whys:
    """Why each item of a block is missing (n x items): not asked, block refused, not known."""
    why = np.full((len(asked), items), GIVEN, dtype=object)
    why[rng.random(why.shape) < ITEM_UNKNOWN] = DONT_KNOW
    why[rng.random(len(asked)) < REFUSES_BLOCK] = REFUSED
    why[~asked] = INAPPLICABLE
    return why


def given(names: Sequence[str], answers: npt.NDArray[Any], why: Whys) -> Given:
    """The columns of a block, one name for each item."""
    found: Given = {}
    for place, name in enumerate(names):
        found |= one(name, answers[:, place], why[:, place])
    return found


def one(name: str, answers: npt.NDArray[Any], why: Whys) -> Given:
    """One answer and why it is missing."""
    return {name: blanked(answers, why), f"{name}__why": why}


def routed(rng: np.random.Generator, gate: npt.NDArray[Any], why: Whys, opens: Flags) -> Whys:
    """Why a question behind a gate is missing: as its gate, not asked, not known."""
    found = np.where(rng.random(len(gate)) < ITEM_UNKNOWN, DONT_KNOW, GIVEN).astype(object)
    found[~opens] = INAPPLICABLE
    return np.asarray(np.where(why == GIVEN, found, why), dtype=object)
