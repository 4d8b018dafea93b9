"""Effects of many levels against least squares on all indicators."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.estimation import feols
from kinpanel.estimation.conjugate import conjugate_gradients
from kinpanel.estimation.design import build_design
from kinpanel.estimation.formula import parse_formula
from kinpanel.estimation.sample import build_sample
from kinpanel.estimation.sweep import absorb


def villages(seed: int, *, moves: bool = False) -> pd.DataFrame:
    """Children of 14 villages over up to five waves, some of them changing schools."""
    rng = np.random.default_rng(seed)
    n, waves = 130, 5
    pid = np.repeat(np.arange(n), waves)
    wave = np.tile(np.arange(waves), n)
    village = rng.integers(0, 14, n)[pid]
    school = village * 3 + rng.integers(0, 3, n)[pid]
    if moves:
        school = np.where(rng.random(pid.size) < 0.2, rng.integers(0, 42, pid.size), school)
    x1 = rng.normal(size=pid.size) + 0.3 * wave
    x2 = (rng.random(pid.size) < 0.4).astype(float)
    y = 1.0 + 0.5 * x1 - 0.2 * x2 + rng.normal(size=n)[pid] + 0.1 * school
    y += rng.normal(size=(14, waves))[village, wave] + rng.normal(size=pid.size)
    panel = pd.DataFrame(
        {"pid": pid, "wave": wave, "village": village, "school": school, "x1": x1, "x2": x2, "y": y}
    )
    panel["county"] = panel["village"] // 5
    panel["w"] = rng.uniform(0.5, 2.0, len(panel))
    return panel[rng.random(len(panel)) < 0.8].sample(frac=1.0, random_state=seed)


def by_indicators(fit, panel: pd.DataFrame, effects: list[list[str]], weights: bool):
    """Coefficients, residuals and rank by least squares on the rows used, a column for each level.

    Rows are those that no lone level was found in.
    """
    kept = panel
    keys = [list(map(str, kept[names].astype(str).agg("^".join, axis=1))) for names in effects]
    frame = kept.assign(**{f"_k{i}": key for i, key in enumerate(keys)})
    before = -1
    while before != len(frame):
        before = len(frame)
        for i in range(len(keys)):
            frame = frame[frame.groupby(f"_k{i}")[f"_k{i}"].transform("size") > 1]
    assert len(frame) == fit.n_obs
    dummies = [pd.get_dummies(frame[f"_k{i}"]).to_numpy(dtype=float) for i in range(len(keys))]
    x = np.column_stack([frame[list(fit.terms)].to_numpy(), *dummies])
    root = np.sqrt(frame["w"].to_numpy() / frame["w"].mean()) if weights else np.ones(len(frame))
    solved, _, rank, _ = np.linalg.lstsq(x * root[:, None], frame["y"] * root, rcond=1e-11)
    residual = frame["y"].to_numpy() - x @ solved
    other = np.column_stack([*dummies]) * root[:, None]
    free = frame[list(fit.terms)].to_numpy() * root[:, None]
    free = free - other @ np.linalg.lstsq(other, free, rcond=1e-11)[0]
    return solved[: len(fit.terms)], residual * root, rank, free, frame


CASES = [
    ("pid + village^wave", [["pid"], ["village", "wave"]], False),
    ("pid + school + wave", [["pid"], ["school"], ["wave"]], True),
    ("pid + school^wave", [["pid"], ["school", "wave"]], True),
    ("pid + school + village^wave", [["pid"], ["school"], ["village", "wave"]], True),
]


@pytest.mark.parametrize(("effects", "names", "moves"), CASES)
@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("cluster", ["village", "pid", "county"])
def test_slopes_and_clustered_errors_are_those_of_all_indicators(
    effects, names, moves, weights, cluster
):
    panel = villages(3, moves=moves)
    fit = feols(f"y ~ x1 + x2 | {effects}", panel, cluster=cluster, weights=weights, ssc="none")
    slopes, residual, _, free, frame = by_indicators(fit, panel, names, weights is not None)
    np.testing.assert_allclose(fit.coefficients, slopes, rtol=1e-9)
    bread = np.linalg.inv(free.T @ free)
    scores = pd.DataFrame(free * residual[:, None]).groupby(frame[cluster].to_numpy()).sum()
    expected = bread @ (scores.T.to_numpy() @ scores.to_numpy()) @ bread
    np.testing.assert_allclose(fit.covariance, expected, rtol=1e-7, atol=1e-14)


@given(seed=st.integers(0, 10_000), moves=st.booleans())
def test_parameters_of_one_swept_effect_are_counted_exactly(seed, moves):
    panel = villages(seed, moves=moves)
    effect = "school" if moves else "village^wave"
    names = [["pid"], ["school"]] if moves else [["pid"], ["village", "wave"]]
    fit = feols(f"y ~ x1 + x2 | pid + {effect}", panel, cluster="village")
    _, _, rank, _, _ = by_indicators(fit, panel, names, weights=False)
    assert fit.counts.rank == rank


@given(seed=st.integers(0, 10_000))
def test_cluster_by_cluster_and_all_at_once_agree(seed):
    """A cluster that children cross takes the general path to the same slopes."""
    panel = villages(seed).assign(other=lambda d: (d["pid"] + d["wave"]) % 11)
    one = feols("y ~ x1 + x2 | pid + village^wave", panel, cluster="village")
    two = feols("y ~ x1 + x2 | pid + village^wave", panel, cluster="other")
    np.testing.assert_allclose(one.coefficients, two.coefficients, rtol=1e-10)
    assert one.counts.rank == two.counts.rank
    assert one.rss == pytest.approx(two.rss, rel=1e-10)


def test_what_the_swept_effect_absorbs_is_named():
    panel = villages(1).assign(late=lambda d: ((d["wave"] > 2) & (d["village"] < 7)).astype(float))
    fit = feols("y ~ x1 + late | pid + village^wave", panel, cluster="village")
    assert fit.collinear == ("late",)
    assert "linear function of pid and village^wave" in str(fit.findings[0])
    crossed = feols("y ~ x1 + late | pid + village^wave", panel, cluster="county")
    assert crossed.collinear == ("late",)


def test_offsets_lose_no_digits():
    panel = villages(2)
    far = panel.assign(x1=panel["x1"] + 1e8, y=panel["y"] + 1e6)
    for cluster in ("village", "pid"):
        near = feols("y ~ x1 + x2 | pid + village^wave", panel, cluster=cluster).coefficients
        found = feols("y ~ x1 + x2 | pid + village^wave", far, cluster=cluster).coefficients
        np.testing.assert_allclose(found, near, rtol=1e-7)  # 1e8 itself holds 1e-8 of x1


def test_rows_come_free_of_the_effects():
    panel = villages(5, moves=True)
    sample = build_sample(parse_formula("y ~ x1 | pid + school"), panel, cluster="village")
    design = absorb(build_design(sample)).design
    z = np.concatenate([design.demeaned(block) for block in design.blocks()], axis=1)
    for factor in (*sample.swept, sample.absorbed):
        for row in z:
            np.testing.assert_allclose(np.bincount(factor.codes, row), 0.0, atol=1e-9)


def test_equations_of_a_singular_matrix_are_solved():
    from scipy.sparse import csr_array

    laplacian = csr_array(np.array([[1.0, -1, 0, 0], [-1, 2, -1, 0], [0, -1, 1, 0], [0, 0, 0, 0]]))
    right = np.array([[1.0], [0.0], [-1.0], [0.0]])
    np.testing.assert_allclose(laplacian @ conjugate_gradients(laplacian, right), right, atol=1e-12)
