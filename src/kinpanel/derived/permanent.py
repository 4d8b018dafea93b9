"""Permanent ids for waves before they were given, by way of the rows of later waves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import Codebook
from kinpanel.documents import Unusable
from kinpanel.documents.tree import KeyPath
from kinpanel.errors import nearest
from kinpanel.roles import PanelRoles, PermanentId

_PATH: KeyPath = ("panel", "permanent")
TOLD, FILLED = "told", "filled"
"""How a row came by its permanent id: its own wave gave it, or a later one."""


def permanent_ids(
    table: pd.DataFrame, rule: PermanentId, key: Sequence[str], waves: Sequence[str]
) -> pd.DataFrame:
    """The permanent id of every row of a table over all waves, as far as one is known.

    Columns: `wave`, the key, the id under its own name, and `how` (`told`, `filled`). A row
    without an id takes that of the first later wave in which its key has one, if all that must
    agree is known in both rows and the same; else both are NA. `waves` are in their order.
    """
    columns = ["wave", *key, rule.of, *rule.agree]
    rows = table[list(dict.fromkeys(columns))].reset_index(drop=True)
    place = rows["wave"].astype(str).map({wave: at for at, wave in enumerate(waves)})
    ids = rows[rule.of].astype("string")
    rows = rows.assign(place=place, found=ids, row=rows.index)
    later = rows[ids.notna()].drop(columns="wave")
    pairs = rows.loc[ids.isna(), [*key, "place", "row"]].merge(
        later, on=list(key), suffixes=("", "_later")
    )
    pairs = pairs[pairs["place_later"] > pairs["place"]].sort_values(["row", "place_later"])
    next_one = pairs.drop_duplicates("row").set_index("row")
    same = np.ones(len(next_one), dtype=bool)
    for name in rule.agree:
        mine, theirs = rows[name].loc[next_one.index], rows[name].loc[next_one["row_later"]]
        same &= _alike(mine, theirs)
    taken = next_one.loc[same, "found"]
    how = pd.Series(TOLD, index=rows.index, dtype="string").where(ids.notna())
    how[taken.index], ids[taken.index] = FILLED, taken
    kept = list(dict.fromkeys(["wave", *key]))
    return rows[kept].assign(**{rule.of: ids, "how": how}).set_axis(table.index)


def _alike(mine: pd.Series[Any], theirs: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    """Whether values are known on both sides and the same, row by row in their order."""
    known = (mine.notna().to_numpy() & theirs.notna().to_numpy()).astype(bool)
    alike = np.zeros(len(known), dtype=bool)
    one, other = (side.astype(object).to_numpy()[known] for side in (mine, theirs))
    alike[known] = one == other
    return alike


def check_permanent(
    roles: PanelRoles, codebook: Codebook, unusable: Unusable | None = None
) -> Iterator[tuple[KeyPath, str, str]]:
    """What is wrong with `panel: permanent:`, as path, message and advice.

    Nothing is said of tables and variables that are `unusable` themselves.
    """
    rule, unusable = roles.permanent, unusable or Unusable()
    if rule is None:
        return
    table = codebook.tables.get(rule.table)
    if table is None:
        if not unusable.covers("table", rule.table):
            message = f"unknown table {rule.table!r}"
            yield (*_PATH, "table"), message, nearest(rule.table, codebook.tables)
        return
    names = [variable.name for variable in table.variables]
    places: list[tuple[KeyPath, str]] = [((*_PATH, "of"), rule.of)]
    places += [((*_PATH, "agree", at), name) for at, name in enumerate(rule.agree)]
    for path, name in places:
        if name not in names and not unusable.covers("table", rule.table, name):
            yield path, f"no variable {name!r} in {rule.table}", nearest(name, names)
    if rule.of in table.key:
        message = f"{rule.of!r} is the key of {rule.table}"
        yield (*_PATH, "of"), message, "name the id that stands beside the key"
