"""Panels shared by the tests of the simulator."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinpanel.simulate import COMMITTED_SEED, Truth, simulate, write_exports


@pytest.fixture(scope="session")
def baseline() -> Truth:
    """The baseline panel at its full size."""
    return simulate(1)


@pytest.fixture(scope="session")
def panels() -> list[Truth]:
    """Eight baseline panels, for averages with a Monte Carlo error."""
    return [simulate(seed) for seed in range(1, 9)]


@pytest.fixture(scope="session")
def homogeneous() -> Truth:
    """The committed panel: one effect for every child."""
    return simulate(COMMITTED_SEED, "homogeneous")


@pytest.fixture(scope="session")
def exports(baseline: Truth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The raw exports of the baseline panel."""
    folder = tmp_path_factory.mktemp("exports")
    write_exports(baseline, folder)
    return folder
