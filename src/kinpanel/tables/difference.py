"""What differs between two versions of a table of a wave: counts, names and row numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.tables.alignment import Alignment, align
from kinpanel.tables.columns import Columns

EXAMPLES = 3
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class CellChanges:
    """Cells of a variable that differ in rows that both tables have.

    `changed` from one value to another, `to_missing`, `to_value`, `reason` from one reason to
    another; all None where the types cannot be compared. `rows` are examples in the new table,
    counted from 1.
    """

    variable: str
    changed: int | None = None
    to_missing: int | None = None
    to_value: int | None = None
    reason: int | None = None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Redefined:
    """A variable of which the codebook said something else: what, and codes of its levels."""

    variable: str
    attributes: tuple[str, ...]
    levels_new: tuple[str, ...] = ()
    levels_gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableDifference:
    """A table of a wave, before and after; no field holds a value of a respondent.

    `matched` is False where rows could not be paired by key; then cells are not compared.
    Examples of rows are counted from 1, those that are gone in the old table.
    """

    rows_new: int = 0
    rows_gone: int = 0
    examples_new: tuple[int, ...] = ()
    examples_gone: tuple[int, ...] = ()
    reordered: bool = False
    matched: bool = True
    variables_new: tuple[str, ...] = ()
    variables_gone: tuple[str, ...] = ()
    redefined: tuple[Redefined, ...] = ()
    cells: tuple[CellChanges, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing of what is compared differs."""
        return self == TableDifference()


def compare_tables(old: Columns, new: Columns, key: Sequence[str]) -> TableDifference:
    """Compare two versions of a table of a wave, one column at a time.

    `key` pairs the rows where the new file does not name its key itself.
    """
    before, after = old.variables, new.variables
    both = [name for name in after if name in before]
    found: dict[str, Any] = {
        "variables_new": tuple(name for name in after if name not in before),
        "variables_gone": tuple(name for name in before if name not in after),
        "redefined": tuple(
            change for name in both if (change := _redefined(name, before[name], after[name]))
        ),
    }
    names = list(new.about.get("key") or key)
    known = bool(names) and all(name in both for name in names)
    rows = (
        align([old.column(name) for name in names], [new.column(name) for name in names])
        if known
        else None
    )
    if rows is None:
        return TableDifference(matched=False, **found)
    cells = (_compare_column(old, new, name, rows) for name in both if name not in names)
    return TableDifference(
        rows_new=len(rows.added),
        rows_gone=len(rows.gone),
        examples_new=_examples(rows.added),
        examples_gone=_examples(rows.gone),
        reordered=rows.reordered,
        cells=tuple(
            change for change in cells if change != CellChanges(change.variable, 0, 0, 0, 0)
        ),
        **found,
    )


def _examples(places: npt.NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(int(place) + 1 for place in places[:EXAMPLES])


def _redefined(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Redefined | None:
    hidden = {"categories", "name"}  # the codes of the levels, once more
    attributes = sorted(key for key in {*old, *new} - hidden if old.get(key) != new.get(key))
    if not attributes:
        return None
    before, after = ([str(code) for code in about.get("categories", ())] for about in (old, new))
    return Redefined(
        name,
        tuple(attributes),
        tuple(code for code in after if code not in before),
        tuple(code for code in before if code not in after),
    )


def _compare_column(old: Columns, new: Columns, name: str, rows: Alignment) -> CellChanges:
    before = old.column(name).iloc[rows.old].reset_index(drop=True)
    after = new.column(name).iloc[rows.new].reset_index(drop=True)
    differ = _differ(before, after)
    if differ is None:
        return CellChanges(name)
    gone, come = before.isna().to_numpy(dtype=bool), after.isna().to_numpy(dtype=bool)
    changed = differ & ~gone & ~come
    reason: Mask = np.zeros(len(gone), dtype=bool)
    if (gone & come).any():
        said = old.reasons(name).iloc[rows.old], new.reasons(name).iloc[rows.new]
        reason = _codes_differ(*said) & gone & come
    where = rows.new[changed | (gone != come) | reason]
    return CellChanges(
        name,
        changed=int(changed.sum()),
        to_missing=int((come & ~gone).sum()),
        to_value=int((gone & ~come).sum()),
        reason=int(reason.sum()),
        rows=_examples(where),
    )


def _differ(old: pd.Series[Any], new: pd.Series[Any]) -> Mask | None:
    """Where two columns differ, whatever stands in missing cells; None for types apart."""
    kinds = {_kind(old), _kind(new)}
    if len(kinds) > 1:
        return None
    (kind,) = kinds
    if kind == "codes":
        return _codes_differ(old, new)
    if kind == "numbers":
        left, right = (c.to_numpy(dtype="float64", na_value=np.nan) for c in (old, new))
        return np.asarray(left != right)
    if kind == "days":
        return np.asarray(old.to_numpy() != new.to_numpy())
    unequal = old.astype("string") != new.astype("string")
    return unequal.to_numpy(dtype=bool, na_value=False)


def _kind(column: pd.Series[Any]) -> str:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return "codes"
    if pd.api.types.is_numeric_dtype(column.dtype):  # boolean too
        return "numbers"
    return "days" if pd.api.types.is_datetime64_any_dtype(column.dtype) else "text"


def _codes_differ(old: pd.Series[Any], new: pd.Series[Any]) -> Mask:
    """Where two categorical columns differ by their codes, however their levels are listed."""
    levels = old.cat.categories.astype(object).union(new.cat.categories.astype(object), sort=False)
    left, right = (
        np.append(levels.get_indexer(column.cat.categories.astype(object)), -1)[column.cat.codes]
        for column in (old, new)
    )
    return np.asarray(left != right)
