"""Answers with the reasons why some are missing, and traits that stay with a child."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, REFUSED, blanked, gaps
from kinpanel.simulate.sections.lasting import of_children
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams
from kinpanel.simulate.truth import Truth

REFUSES = 0.005
Found = dict[str, npt.NDArray[Any]]


class Interview:
    """The answers about the rows of a file in one wave, gathered by name."""

    def __init__(self, truth: Truth, rows: pd.DataFrame, wave: str) -> None:
        self.truth, self.rows, self.wave = truth, rows, wave
        self.streams = Streams(truth.seed)
        self.found: Found = {}

    def rng(self, name: str) -> np.random.Generator:
        """The numbers of one question in this wave."""
        return self.streams(f"school {name} {self.wave}")

    def put(
        self, name: str, values: npt.ArrayLike, asked: Flags | None = None, unknown: float = 0.0
    ) -> None:
        """Add answers: NaN and inapplicable where not asked; a share is not known, or refused.

        Questions that nobody fails to answer (`unknown` 0) have no refusals.
        """
        n = len(self.rows)
        universe = np.ones(n, dtype=bool) if asked is None else asked
        shares = {REFUSED: REFUSES, DONT_KNOW: unknown} if unknown else {}
        why = gaps(self.rng(f"{name} non-response").random(n), universe, shares)
        self.found[name] = blanked(values, why)
        self.found[f"{name}__why"] = why

    def lasting(self, name: str, columns: int = 1) -> Floats:
        """Uniform numbers of each child that are the same in every wave (n x columns)."""
        draws = self.streams(f"school {name}").random((len(self.truth.children), columns))
        return of_children(self.truth, self.rows, draws)

    def first_wave(self, holds: pd.Series[bool]) -> Ints:
        """The place among all waves in which something first held for a child (n), -1 for never.

        `holds` is beside the rows of the truth's `child_waves`.
        """
        waves = self.truth.child_waves
        places = waves["wave"].str[1:].astype(int) - 1
        first = places[holds.to_numpy(dtype=bool)].groupby(waves["pid"]).min()
        found = self.rows["pid"].map(first).fillna(-1)
        return np.asarray(found.to_numpy(), dtype=np.int64)
