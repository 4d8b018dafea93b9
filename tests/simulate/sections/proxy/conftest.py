"""A small reference panel, exported and ingested once, beside what is true of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kinpanel.pipeline.handle import Study
from kinpanel.simulate import WAVES, Truth, simulate
from kinpanel.simulate.clean import clean_tables
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.exports import encode
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.layouts import Column
from kinpanel.simulate.score import Compared, compare
from kinpanel.simulate.traps import ALL_TRAPS

ROOT = Path(__file__).parents[4]
SIZE = {"villages": 20, "households_per_village": 10}


@dataclass(frozen=True)
class Landed:
    """The study after its ingest, and the tables as they should be, by wave."""

    study: Study
    clean: dict[str, dict[str, pd.DataFrame]]
    read: dict[str, pd.DataFrame] = field(default_factory=dict)

    def table(self, name: str, wave: str) -> pd.DataFrame:
        """A typed table of a wave, its rows in the order of the truth."""
        if name not in self.read:
            self.read[name] = self.study.store.read(name)
        frame = self.read[name]
        frame = frame[frame["wave"].astype(str) == wave].set_index("pid", drop=False)
        return frame.loc[self.clean[wave][name]["pid"]].reset_index(drop=True)

    def compared(self, name: str, variable: str, wave: str, within: float = 0.0) -> Compared:
        """A variable of a wave against the truth, cell by cell."""
        declared = self.study.codebook.tables[name].variable(variable)
        assert declared is not None
        return compare(declared, self.clean[wave][name], self.table(name, wave), within)


@pytest.fixture(scope="session")
def small() -> Truth:
    """The small panel."""
    return simulate(1, "baseline", **SIZE)


@pytest.fixture(scope="session")
def landed(small: Truth, reference: Path) -> Landed:
    """The small panel, ingested by the study's own definitions."""
    return Landed(Study.open(reference), {wave: clean_tables(small, wave) for wave in WAVES})


@pytest.fixture(scope="session")
def rows(small: Truth) -> dict[str, pd.DataFrame]:
    """What is true of every row of the file, by wave."""
    return {wave: delivered(small, wave)["proxy"] for wave in WAVES}


@dataclass(frozen=True)
class Raw:
    """The raw columns of a wave, by true quantity, with the traps that are set."""

    columns: dict[str, list[Column]]
    frame: pd.DataFrame

    def values(self, source: str) -> list[Any]:
        """The raw cells of the one column made from a quantity."""
        (column,) = self.columns[source]
        return self.frame[column.name].tolist()

    def labels(self, source: str) -> dict[Any, str]:
        """The value labels of that column."""
        (column,) = self.columns[source]
        return dict(column.labels)


@pytest.fixture(scope="session")
def raw(rows: dict[str, pd.DataFrame]) -> Callable[..., Raw]:
    """The raw file of a wave, without the traps that are named."""

    def made(wave: str, *without: int, of: pd.DataFrame | None = None) -> Raw:
        traps = ALL_TRAPS - set(without)
        (layout,) = (one for one in layouts_of(wave, traps) if one.unit == "proxy")
        columns: dict[str, list[Column]] = {}
        for column in layout.columns:
            columns.setdefault(column.source, []).append(column)
        return Raw(columns, encode(rows[wave] if of is None else of, layout))

    return made
