"""Health care of children who were ill: sought, forgone, and who was asked first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd


def care_sought(ill: pd.Series[Any], sought: pd.Series[Any]) -> pd.Series[Any]:
    """Whether care was sought, given illness: boolean, NA for children who were not ill.

    Booleans over the same weeks; NA, too, where illness or care is not known.
    """
    return sought.astype("boolean").where(_true(ill)).rename("care_sought")


def foregone_care(
    ill: pd.Series[Any],
    sought: pd.Series[Any],
    reason: pd.Series[Any],
    *,
    not_needed: Collection[str],
) -> pd.Series[Any]:
    """Whether care was needed and not sought, given illness: boolean, NA as `care_sought`.

    Who did without because none was needed (the codes `not_needed` of `reason`: not serious, ...)
    has forgone nothing; NA where the reason is not known. For several reasons give the main one.
    """
    asked = care_sought(ill, sought)
    without = asked.eq(False).fillna(False).astype(bool)
    spared = reason.astype("string").isin(list(not_needed))
    forgone = (without & ~spared).astype("boolean")
    return forgone.mask(asked.isna() | (without & reason.isna())).rename("foregone_care")


def first_provider(
    ill: pd.Series[Any], sought: pd.Series[Any], mentions: Sequence[pd.Series[Any]]
) -> pd.Series[Any]:
    """The first provider named, in order of mention: string, NA unless care was sought when ill.

    `mentions` are columns of codes in the order in which they were given; an empty one before a
    full one is passed over.
    """
    codes = pd.concat([one.astype("string") for one in mentions], axis=1).bfill(axis=1).iloc[:, 0]
    given = care_sought(ill, sought).fillna(False).astype(bool)
    return codes.where(given).rename("first_provider")


def _true(flag: pd.Series[Any]) -> Any:
    return flag.astype("boolean").fillna(False).to_numpy(dtype=np.bool_)
