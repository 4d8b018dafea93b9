"""Bullying over waves whose answers differ in number and recall: any, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kinpanel.errors import UsageError


def bullied(items: Mapping[str, pd.Series[Any]], *, never: str) -> pd.Series[Any]:
    """Whether anything of a list happened at all: boolean, the same for four answers and for five.

    `items` are columns of codes, `never` the code of not at all. True as soon as one item says so;
    False only where every item is given and never; NA where those given say never and one is
    missing. Frequencies and recall periods that differ by wave are not made alike by this: the
    prevalence of a term is not that of a year. UsageError without items, or where no item ever
    holds `never`.
    """
    if not items:
        raise UsageError("bullying needs an item at least")
    codes = pd.DataFrame({name: column.astype("string") for name, column in items.items()})
    if len(codes) and codes.notna().any(axis=None) and not (codes == never).any(axis=None):
        raise UsageError(f"no item holds the code {never!r} for never: is it another one?")
    happened = (codes.notna() & (codes != never).fillna(False)).any(axis=1)
    unknown = ~happened & codes.isna().any(axis=1)
    return happened.astype("boolean").mask(unknown).rename("bullied")
