"""The rows of a panel in order of unit and wave, with the columns of a formula as numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError
from kinpanel.estimation.arrays import FloatArray, IntArray, stable_order
from kinpanel.estimation.columns import coded, column, numeric
from kinpanel.estimation.factor import Factor, refuse_duplicates
from kinpanel.estimation.formula import Effect, Formula, Term
from kinpanel.estimation.sample import PanelId


@dataclass(frozen=True)
class PanelRows:
    """Rows ordered by unit and wave, those without either left out.

    rows: (n,) positions in the data; unit, wave: (n,) codes, waves in their own order; numbers:
    the outcome and every term (products made), each (n,) with NaN where missing.
    """

    rows: IntArray
    unit: Factor
    wave: Factor
    numbers: dict[str, FloatArray]


def panel_rows(formula: Formula, data: pd.DataFrame, panel_id: PanelId) -> PanelRows:
    """Order the rows of a panel.

    Raises UsageError for unknown columns, DataError for columns that are no numbers and for two
    rows of the same unit and wave.
    """
    if not isinstance(data, pd.DataFrame):
        raise UsageError(f"data must be a pandas DataFrame, not {type(data).__name__}")
    unit, wave = (coded(data, name) for name in panel_id)
    known = np.flatnonzero((unit.codes >= 0) & (wave.codes >= 0))
    order = stable_order(unit.codes[known], wave.codes[known])
    rows = known if order is None else known[order]
    factors = [Factor(one.name, one.codes[rows], one.levels) for one in (unit, wave)]
    refuse_duplicates(rows, *factors)
    numbers = {formula.outcome: numeric(data, formula.outcome)[rows]}
    for term in formula.terms:
        product = numeric(data, term.factors[0])[rows]
        for name in term.factors[1:]:
            product = product * numeric(data, name)[rows]
        numbers[term.name] = product
    return PanelRows(rows, factors[0], factors[1], numbers)


def single(formula: Formula, terms: tuple[Term, ...], effects: tuple[Effect, ...]) -> Formula:
    """The formula with other terms, each one column, and other effects."""
    return Formula(formula.text, formula.outcome, terms, effects, formula.intercept)


def carried(
    data: pd.DataFrame, rows: IntArray, effects: tuple[Effect, ...], *names: str | None
) -> dict[str, pd.Series]:
    """Columns of the data that stay as they are: those of effects, and the named ones."""
    wanted = [part for effect in effects for part in effect.parts]
    wanted += [name for name in names if name is not None]
    return {
        name: column(data, name).iloc[rows].reset_index(drop=True) for name in dict.fromkeys(wanted)
    }


def refuse_unit(formula: Formula, unit: str, estimator: str) -> None:
    """Raise UsageError where the unit is among the effects: the estimator takes care of it."""
    if formula.endogenous:
        raise UsageError(f"{estimator} take no instruments; use feols")
    if any(unit in effect.parts for effect in formula.effects):
        raise UsageError(
            f"{estimator} take care of {unit!r} themselves; leave it out of the effects, and "
            "name it in panel_id= only"
        )
