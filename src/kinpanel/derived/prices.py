"""Amounts of money in the prices of one wave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from kinpanel.codebook import Codebook, Variable
from kinpanel.codebook.units import unit_of
from kinpanel.derived.joined import joined_codebook
from kinpanel.documents import Unusable
from kinpanel.documents.tree import KeyPath
from kinpanel.errors import UsageError, nearest
from kinpanel.labels import Labels
from kinpanel.roles import PanelRoles, Prices

_PATH: KeyPath = ("panel", "prices")
_WORDS = {"en": ", in prices of {}", "zh": "（{}价格）"}
_DOUBT = {"en": " (index not verified)", "zh": "（价格指数未核实）"}


def deflate(amounts: pd.Series[Any], waves: pd.Series[Any], prices: Prices) -> pd.Series[Any]:
    """Amounts in prices of the day, row by row with their wave, in prices of the base.

    In the unit of the amounts; NA where they are. Amounts of a wave w are multiplied by the index
    of the base and divided by that of w. UsageError for a wave without an index.
    """
    there = [str(wave) for wave in waves.drop_duplicates()]
    for wave in there:
        if wave not in prices.index:
            raise UsageError(f"`panel: prices:` has no index for {wave}")
    level = waves.astype(str).map(prices.index).astype("Float64")
    return amounts.astype("Float64") * prices.index[prices.base] / level


def add_real(panel: pd.DataFrame, prices: Prices) -> pd.DataFrame:
    """The panel with every declared amount in prices of the base; UsageError for one it lacks."""
    made = {}
    for name, of in prices.real.items():
        if of not in panel:
            columns = nearest(of, map(str, panel.columns))
            raise UsageError(f"cannot bring {of!r} to one price level: no such column, {columns}")
        made[name] = deflate(panel[of], panel["wave"], prices)
    return panel.assign(**made)


def real_label(of: Labels, prices: Prices) -> Labels:
    """The label of an amount in prices of the base; it says so where the index is unverified."""
    return {
        tag: text
        + _WORDS.get(tag, _WORDS["en"]).format(prices.base)
        + ("" if prices.verified else _DOUBT.get(tag, _DOUBT["en"]))
        for tag, text in of.items()
    }


def check_prices(
    roles: PanelRoles, waves: Sequence[str], codebook: Codebook, unusable: Unusable | None = None
) -> Iterator[tuple[KeyPath, str, str]]:
    """What is wrong with `panel: prices:`, as path, message and advice.

    Every wave has an index, and every amount is a number of money in the panel. Nothing is said
    of variables that are `unusable` themselves.
    """
    prices, unusable = roles.prices, unusable or Unusable()
    if prices is None:
        return
    for wave in (wave for wave in prices.index if wave not in waves):
        yield (*_PATH, "index", wave), f"unknown wave {wave!r}", nearest(wave, waves)
    for wave in (wave for wave in waves if wave not in prices.index):
        yield (*_PATH, "index"), f"no index for wave {wave!r}", "give every wave its level"
    if prices.base not in waves:
        yield (*_PATH, "base"), f"unknown wave {prices.base!r}", nearest(prices.base, waves)
    if roles.child not in codebook.tables:
        return
    table = joined_codebook(roles, codebook)
    names = [variable.name for variable in table.variables]
    for name, of in prices.real.items():
        path: KeyPath = (*_PATH, "real", name)
        variable = table.variable(of)
        covered = any(unusable.covers("table", held, of) for held in (roles.child, *roles.join))
        if name in names:
            yield path, f"{name!r} is already in the panel", "give it another name"
        if variable is None and not covered:
            yield path, f"no variable {of!r} in the panel", nearest(of, names)
        elif variable is not None and not _money(variable):
            yield path, f"{of!r} is no amount of money", "name a number whose unit is money"


def _money(variable: Variable) -> bool:
    """A number, and in no unit that is known to be something else."""
    unit = unit_of(variable.unit)
    return variable.type in ("integer", "decimal") and (unit is None or unit.dimension == "money")
