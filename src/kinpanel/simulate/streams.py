"""Random numbers by component, so that adding one never shifts the others."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Streams:
    """One seed, and an independent generator for every component name."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def __call__(self, component: str) -> np.random.Generator:
        """A fresh generator for a component: the same for the same seed and name."""
        key = zlib.crc32(component.encode())
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(key,)))


def pick(rng: np.random.Generator, weights: npt.NDArray[Any]) -> Ints:
    """One column per row, drawn with the row's weights (n x k, not negative, not all zero)."""
    cumulated = np.cumsum(weights, axis=1)
    mark = rng.random(len(weights))[:, None] * cumulated[:, -1:]
    return np.asarray((mark >= cumulated).sum(axis=1), dtype=np.int64)
