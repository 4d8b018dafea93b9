"""A small panel and fits that are only numbers, for the tests of tables and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import pytest

from kinpanel.report import Column, Row, Setting, Table

HOSTILE = (
    r"\input{/etc/passwd} 50% & a_b #1 ^2 ~x {y} $z$ | `c` *d* [e](http://x) "
    "<script>alert('1')</script> \"q\" --- \u202e\x07\n=1+1"
)


@dataclass(frozen=True)
class FakeWithin:
    switchers: int | None
    switchers_up: int | None = None
    switchers_down: int | None = None


@dataclass(frozen=True)
class FakeVariance:
    kind: str = "CRV1"
    cluster: str | None = "village"
    ssc: str = "reghdfe"


@dataclass(frozen=True, kw_only=True)
class FakeFit:
    outcome: str = "dep_z"
    terms: tuple[str, ...] = ("f", "m", "fm")
    estimates: tuple[float, ...] = (0.06, -0.1204, 0.2)
    p_values: tuple[float, ...] = (0.2, 0.04, 0.001)
    effects: tuple[str, ...] = ("pid", "wave")
    unit: str | None = "pid"
    weights: str | None = None
    n_obs: int = 5475
    n_entities: int | None = 1560
    n_clusters: int | None = 60
    within_r2: float | None = 0.0123
    outcome_mean: float = -0.004
    switchers: Mapping[str, FakeWithin] = field(
        default_factory=lambda: {"fm": FakeWithin(483, 240, 300)}
    )
    vcov: FakeVariance = FakeVariance()

    def tidy(self) -> pd.DataFrame:
        estimate = pd.Series(self.estimates)
        return pd.DataFrame(
            {
                "term": list(self.terms),
                "estimate": estimate,
                "std_error": 0.04,
                "statistic": estimate / 0.04,
                "p_value": list(self.p_values),
                "conf_low": estimate - 0.08,
                "conf_high": estimate + 0.08,
            }
        )


def panel_of(rows: list[tuple[str, str, str | None]], **columns: list[object]) -> pd.DataFrame:
    """Child x wave from (pid, wave, state), in the types of a real panel."""
    frame = pd.DataFrame(rows, columns=["pid", "wave", "state"])
    frame["state"] = pd.Categorical(frame["state"], categories=["B", "F", "M", "FM"])
    for name, values in columns.items():
        frame[name] = pd.array(values, dtype="Float64")
    return frame


@pytest.fixture(name="panel_of")
def _panel_of():
    return panel_of


@pytest.fixture(name="FakeFit")
def _fake_fit():
    return FakeFit


@pytest.fixture(name="FakeWithin")
def _fake_within():
    return FakeWithin


@pytest.fixture(name="FakeVariance")
def _fake_variance():
    return FakeVariance


@pytest.fixture
def setting() -> Setting:
    return Setting(waves=("w1", "w2", "w3"))


@pytest.fixture
def hostile() -> Table:
    return Table(
        name="hostile",
        title=HOSTILE,
        columns=(Column(HOSTILE, HOSTILE), Column("b", HOSTILE), Column("c")),
        rows=(
            Row(HOSTILE, (HOSTILE, "\u22120.12", "<10")),
            Row("[x]", ("*", "", ""), HOSTILE),
            Row("", ("1", "2", "3"), HOSTILE),
        ),
        notes=(HOSTILE, "[note]", "- dash"),
        stub=HOSTILE,
    )


@pytest.fixture
def plain_table() -> Table:
    return Table(
        name="plain_one",
        title="儿童 and state",
        columns=(Column("Mean", "All"), Column("SD", "All"), Column("N")),
        rows=(
            Row("Age", ("8.1", "2.0", "120")),
            Row("Girl", ("0.5", "0.5", "<10"), "Background"),
        ),
        notes=("First note.", "Second note."),
        stub="Variable",
    )
