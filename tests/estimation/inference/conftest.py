"""The same inference on rows with explicit dummies: slow, and plain enough to be believed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from kinpanel.estimation import Fit


@dataclass(frozen=True)
class Rows:
    """A model with every effect as dummies; x (n, m) with the k terms first, all times root w."""

    x: np.ndarray
    y: np.ndarray
    codes: np.ndarray
    n_terms: int
    labels: tuple[str, ...]

    @property
    def members(self) -> list[np.ndarray]:
        return [np.flatnonzero(self.codes == g) for g in range(len(self.labels))]

    def solve(self, y: np.ndarray, keep: np.ndarray | None = None) -> np.ndarray:
        x = self.x if keep is None else self.x[keep]
        return np.linalg.lstsq(x, y if keep is None else y[keep], rcond=1e-11)[0]

    def clustered(self, residual: np.ndarray) -> np.ndarray:
        """CR0 of the terms."""
        inverse = np.linalg.pinv(self.x, rcond=1e-11)[: self.n_terms]
        scores = np.array([inverse[:, m] @ residual[m] for m in self.members])
        return scores.T @ scores


def rows_of(
    data: pd.DataFrame,
    terms: list[str],
    effects: list[str],
    cluster: str,
    weights: str | None = None,
) -> Rows:
    dummies = [pd.get_dummies(data[name]).to_numpy(dtype=float) for name in effects]
    if not effects:
        dummies = [np.ones((len(data), 1))]
    x = np.hstack([data[terms].to_numpy(dtype=float), *dummies])
    root = np.ones(len(data)) if weights is None else np.sqrt(data[weights].to_numpy(dtype=float))
    codes, labels = pd.factorize(data[cluster], sort=True)
    return Rows(
        x * root[:, None], data["y"].to_numpy(dtype=float) * root, codes, len(terms),
        tuple(str(label) for label in labels),
    )  # fmt: skip


def used(fit: Fit, data: pd.DataFrame) -> pd.DataFrame:
    """The rows of a fit with effects of children: no child with one row."""
    rows = data.dropna(subset=["y", "x1", "x2"])
    rows = rows[rows.groupby("pid")["pid"].transform("size") > 1]
    assert len(rows) == fit.n_obs
    return rows.reset_index(drop=True)


@pytest.fixture(scope="session")
def rows_for():
    return rows_of


@pytest.fixture(scope="session")
def rows_used():
    return used
