"""Weights of the households: of the design, of the wave, and of those in all waves so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import Traps, file_style
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections.section import Section

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

RENAMED = 44
LABELS = {
    "w_base": ("Design weight of the village", "村级抽样权重"),
    "w_cs": ("Cross-section weight of the household", "家庭截面权重"),
    "w_long": ("Longitudinal weight of the household", "家庭追踪权重"),
}
NAMES = {
    "w1": {"w_base": "rswt_des", "w_cs": "rswt_nat"},
    "w2": {"w_base": "rswt_des", "w_cs": "rswt_natcs16", "w_long": "rswt_natpn1416"},
    "w3": {"w_base": "rswt_desn", "w_cs": "rswt_natcs18n", "w_long": "rswt_natpn1418n"},
    "w4": {"w_base": "rswt_desn", "w_cs": "rswt_natcs20n", "w_long": "rswt_natpn1420n"},
    "w5": {"w_base": "RSWT_DES22", "w_cs": "RSWT_CS22", "w_long": "RSWT_PN1422"},
}
"""What every wave called its weights, under the trap that renames them."""


def draw(truth: Truth, rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The weights: that of the village, divided by the share of its households that answered.

    The longitudinal weight is divided by the share of the households of w1 that answered in all
    waves since, and 0 for every other household.
    """
    base = truth.children.drop_duplicates("hhid").set_index("hhid")
    waves = list(WAVES)
    there = _interviewed(truth)
    always = set.intersection(*(there[one] for one in waves[: waves.index(wave) + 1]))
    weight = rows["hhid"].map(base["weight"])
    village = rows["village"]
    of_all = base.groupby("village").size()
    first = base[base.index.isin(there["w1"])].groupby("village").size()
    stayed = base[base.index.isin(always)].groupby("village").size()
    in_all = rows["hhid"].isin(always)
    long = weight * village.map(first) / village.map(stayed)
    return {
        "w_base": weight,
        "w_cs": np.round(weight * village.map(of_all) / village.map(village.value_counts()), 4),
        "w_long": np.round(long.where(in_all, 0.0), 4),
    }


def _interviewed(truth: Truth) -> dict[str, set[str]]:
    """The households with an interviewed child, by wave."""
    seen = truth.child_waves[truth.child_waves["responded"]]
    homes = seen["pid"].map(truth.children.set_index("pid")["hhid"])
    return {wave: set(homes[seen["wave"] == wave]) for wave in WAVES}


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The weights that the wave has, by its own names."""
    spoken = 0 if file_style("household", wave, traps).language == "en" else 1
    return tuple(
        Column(
            source,
            name if RENAMED in traps else raw_name("household", wave, source),
            LABELS[source][spoken],
        )
        for source, name in NAMES[wave].items()
    )


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The weights that the wave has."""
    return {name: rows[name] for name in NAMES[wave]}


WEIGHTS = Section("weights", "household", "household", draw, columns, clean)
