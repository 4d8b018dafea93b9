"""Random panels, and least squares on explicit dummies as the oracle of the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest


@dataclass(frozen=True)
class DummyOls:
    coefficients: np.ndarray
    iid: np.ndarray
    hetero: np.ndarray  # HC0
    clustered: np.ndarray | None  # CR0
    rss: float
    rank: int
    n: int


def dummy_ols(
    data: pd.DataFrame,
    outcome: str,
    terms: list[str],
    effects: list[str],
    weights: str | None = None,
    cluster: str | None = None,
) -> DummyOls:
    """Every effect as a full set of dummies, the minimum-norm solution, sandwiches by rows."""
    x = data[terms].to_numpy(dtype=float)
    dummies = [pd.get_dummies(data[effect]).to_numpy(dtype=float) for effect in effects]
    design = np.hstack([x, *dummies])
    y = data[outcome].to_numpy(dtype=float)
    w = np.ones(len(data)) if weights is None else data[weights].to_numpy(dtype=float)
    w = w / w.mean()
    root = np.sqrt(w)[:, None]
    inverse = np.linalg.pinv(design * root, rcond=1e-12)
    beta = inverse @ (y * root[:, 0])
    e = y - design @ beta
    # bread x'w e from the rows of the pseudo-inverse: (X'WX)^- X'W = inverse * sqrt(w)
    influence = (inverse * root[:, 0])[: len(terms)] * e
    rss = float(np.sum(w * e**2))
    bread = inverse[: len(terms)] @ inverse[: len(terms)].T
    clustered = None
    if cluster is not None:
        sums = pd.DataFrame(influence.T).groupby(data[cluster].to_numpy()).sum().to_numpy()
        clustered = sums.T @ sums
    return DummyOls(
        coefficients=beta[: len(terms)],
        iid=bread * rss,
        hetero=influence @ influence.T,
        clustered=clustered,
        rss=rss,
        rank=int(np.linalg.matrix_rank(design * root, tol=1e-9)),
        n=len(data),
    )


def make_panel(
    seed: int,
    children: int = 40,
    waves: int = 4,
    villages: int = 8,
    presence: float = 0.8,
    missing: float = 0.0,
) -> pd.DataFrame:
    """An unbalanced panel of children in villages, in random row order."""
    rng = np.random.default_rng(seed)
    pid = np.repeat(np.arange(children), waves)
    wave = np.tile(np.arange(waves), children)
    child = rng.normal(size=children)[pid]
    village = rng.integers(0, villages, children)[pid]
    panel = pd.DataFrame(
        {
            "pid": pid + 101,
            "wave": 2012 + 2 * wave,
            "village": [f"v{v}" for v in village],
            "away": (rng.random(pid.size) < 0.4).astype(float),
            "x1": rng.normal(size=pid.size) + child,
            "x2": rng.normal(size=pid.size) - child,
            "w": rng.uniform(0.5, 2.0, pid.size),
        }
    )
    panel["y"] = (
        0.3 * panel["away"] + panel["x1"] - 0.5 * panel["x2"] + child + 0.1 * wave
    ) + rng.normal(size=pid.size)
    panel = panel[rng.random(pid.size) < presence]
    for name in ("y", "x1", "x2"):
        panel.loc[rng.random(len(panel)) < missing, name] = np.nan
    return panel.sample(frac=1.0, random_state=seed).reset_index(drop=True)


@pytest.fixture(scope="session")
def panel_of() -> Callable[..., pd.DataFrame]:
    return make_panel


@pytest.fixture(scope="session")
def oracle() -> Callable[..., DummyOls]:
    return dummy_ols
