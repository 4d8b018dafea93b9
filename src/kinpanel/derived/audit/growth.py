"""Rules on height and weight: shrinking, units of single rows, bodies that cannot be."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook.units import UNITS
from kinpanel.derived.audit.material import Floats, Material, People
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows, both
from kinpanel.labels import code_text

Flags = npt.NDArray[np.bool_]

SHRINKS = 0.03
"""Metres that a height may be smaller than before: errors of measurement."""
GROWN = 50
"""Years of age from which people do shrink."""
METRES = {name: float(UNITS[name].size) for name in ("mm", "cm", "m")}
KILOGRAMS = {name: float(UNITS[name].size) for name in ("g", "jin", "kg")}
WEIGHT_FACTORS = (2.0, 10.0, 1000.0)
HEIGHT_FACTORS = (10.0, 100.0, 1000.0)
NEAR = 0.12
"""How far, as a share, a ratio may lie from a factor and still be taken for it."""
STEADY = 6 * 12, 36
"""Months of age from which weight no longer doubles within so many months."""
THIN, STOUT = 8.0, 60.0
"""Body mass index in kg/m2 outside which nobody lives."""


def _unit(people: People, role: str, units: dict[str, float]) -> float | None:
    variable = people.sheet.codebook.variable(people.names[role])
    return units.get((variable.unit or "") if variable is not None else "")


def _shrinks(people: People, _: Material) -> Found:
    unit = _unit(people, "height", METRES)
    name = people.names["height"]
    if unit is None:
        return at_rows(0, [], name)
    pairs = people.pairs("height")
    pairs = pairs[~(pairs["age"] >= GROWN)]
    lost = (pairs["height_before"] - pairs["height"]) * unit
    return at_rows(len(pairs), pairs.loc[lost > SHRINKS + 1e-9, "row"], name)


def _slips(people: People, role: str, factors: tuple[float, ...]) -> Found:
    """Rows that are a factor away from their neighbours in time, and what they would be without.

    Between two waves the neighbours' geometric mean is the measure; at either end the nearest
    wave, unless it is a slip itself.
    """
    rows = people.once[people.once[role] > 0]
    logs = np.log(rows[role])
    by = logs.groupby(rows["id"])
    before, after = by.shift(1), by.shift(-1)
    middle = _nearest((logs - (before + after) / 2).to_numpy(), factors)
    middle[~_agree(before, after)] = 1.0
    slip = pd.Series(middle != 1.0, index=rows.index)
    neighbour_slips = slip.groupby(rows["id"])
    last = after.isna() & before.notna() & ~neighbour_slips.shift(1, fill_value=False)
    first = before.isna() & after.notna() & ~neighbour_slips.shift(-1, fill_value=False)
    # With two waves only, the later one is doubted.
    first &= rows.groupby("id")["row"].transform("size") > 2
    end = np.where(last, logs - before, np.where(first, logs - after, np.nan))
    end_factor = _nearest(end, factors)
    end_factor[~_steady(rows, last.to_numpy())] = 1.0
    factor = np.where(middle != 1.0, middle, end_factor)
    hit = factor != 1.0
    now = [str(code_text(round(v, 2))) for v in rows[role].to_numpy()[hit] / factor[hit]]
    checked = int((before.notna() | after.notna()).sum())
    return at_rows(checked, rows.loc[hit, "row"], people.names[role], now=now)


def _agree(before: pd.Series[float], after: pd.Series[float]) -> Flags:
    """Whether both neighbours are there and of one kind, so that their mean says something."""
    return np.asarray((before - after).abs() < np.log(1.6), dtype=bool)


def _nearest(logs: Floats, factors: tuple[float, ...]) -> Floats:
    """The factor that a logarithm of a ratio stands for; 1 where it stands for none."""
    found = np.ones(len(logs))
    for factor in (*factors, *(1 / factor for factor in factors)):
        near = np.abs(np.exp(np.asarray(logs, dtype=float)) / factor - 1) < NEAR
        found[near] = factor
    return found


def _steady(rows: pd.DataFrame, last: Flags) -> Flags:
    """Whether age and time between interviews rule out that growth did it; unknown ones do."""
    age = rows["age"].where(rows["age"].notna(), (rows["at"] - rows["birth"]) / 12)
    by = rows["at"].groupby(rows["id"])
    time = np.where(last, by.diff(), -by.diff(-1))
    earlier = np.where(last, age.groupby(rows["id"]).shift(1), age)
    young, long = earlier * 12 < STEADY[0], time > STEADY[1]
    return np.asarray(~(young | long), dtype=bool)


def _row_units(people: People, _: Material) -> Found:
    parts = []
    if "weight" in people.names:
        parts.append(_slips(people, "weight", WEIGHT_FACTORS))
    if "height" in people.names:
        parts.append(_slips(people, "height", HEIGHT_FACTORS))
    return both(*parts)


def _body(people: People, _: Material) -> Found:
    metre, kilogram = _unit(people, "height", METRES), _unit(people, "weight", KILOGRAMS)
    name = people.names["weight"]
    if metre is None or kilogram is None:
        return at_rows(0, [], name)
    known = people.frame.dropna(subset=["height", "weight"])
    known = known[known["height"] > 0]
    index = known["weight"] * kilogram / (known["height"] * metre) ** 2
    off = ~index.between(THIN, STOUT)
    return at_rows(len(known), known.loc[off, "row"], name)


RULES = (
    AuditRule(
        "L70",
        "height-falls",
        "warning",
        "A person under 50 is more than 3 cm shorter than in the wave before.",
        "people",
        ("height", "height unit"),
        _shrinks,
    ),
    AuditRule(
        "L71",
        "row-unit",
        "warning",
        "A person's weight or height is a factor between units away from the waves around it "
        "(weight 2, 10 or 1,000; height 10, 100 or 1,000).",
        "people",
        ("body",),
        _row_units,
    ),
    AuditRule(
        "L72",
        "body-impossible",
        "error",
        "Weight over height squared lies outside 8 to 60 kg/m2.",
        "people",
        ("height", "weight", "height unit", "weight unit"),
        _body,
    ),
)
