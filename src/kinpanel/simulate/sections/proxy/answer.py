"""Answers of caregivers: values, and why they are missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, GIVEN, REFUSED, Whys, blanked, gaps
from kinpanel.simulate.sections.lasting import of_children
from kinpanel.simulate.streams import Flags, Floats, Streams
from kinpanel.simulate.truth import Truth

UNIT = "proxy"
"""The file of what caregivers say."""
UNKNOWN = 0.012
"""Share of the questions of this file that caregivers do not know the answer to."""
REFUSE = 0.006
"""Share that they refuse."""

Found = dict[str, npt.NDArray[Any]]


def unsaid(
    rng: np.random.Generator, asked: Flags, unknown: float = UNKNOWN, refused: float = REFUSE
) -> Whys:
    """Why answers are missing (n): not asked by routing, refused, or not known."""
    return gaps(rng.random(len(asked)), asked, {REFUSED: refused, DONT_KNOW: unknown})


def put(found: Found, name: str, values: npt.ArrayLike, why: Whys) -> None:
    """Add a question's answers, NaN where a reason stands."""
    found[name] = blanked(values, why)
    found[f"{name}__why"] = why


def following(
    rng: np.random.Generator, found: Found, gate: str, codes: Iterable[int], share: float = UNKNOWN
) -> Whys:
    """Why answers to a question that hangs on another one are missing.

    Asked where the gate's answer is among the codes; where the gate is not known or refused, so
    is what follows.
    """
    why = unsaid(rng, np.isin(found[gate], list(codes)), share)
    before = found[f"{gate}__why"]
    return np.where(before != GIVEN, before, why)


def held(
    rows: pd.DataFrame, name: str, values: pd.Series[Any], source: str = ""
) -> dict[str, pd.Series[Any]]:
    """Values made from an answer; they are missing for the reasons of the answer."""
    return {name: values, f"{name}__why": rows[f"{source or name}__why"]}


def lasting(truth: Truth, rows: pd.DataFrame, name: str) -> Floats:
    """A standard normal trait of the children that is the same in every wave (n)."""
    return of_children(truth, rows, Streams(truth.seed)(name).normal(size=len(truth.children)))


def mark(truth: Truth, rows: pd.DataFrame, name: str) -> Floats:
    """A uniform trait of the children, from 0 to 1, that is the same in every wave (n)."""
    return of_children(truth, rows, Streams(truth.seed)(name).random(len(truth.children)))
