"""Suicidal ideation: one flag over twelve months, for tables that stay restricted."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kinpanel.codebook import Variable
from kinpanel.errors import RefusedError

YOUNGEST = 10
"""Completed years of age from which children are asked themselves, in private."""


def ideation_12m(
    seriously_considered: pd.Series[Any], age: pd.Series[Any], item: Variable
) -> pd.Series[Any]:
    """Whether a child seriously considered suicide in the last twelve months: boolean.

    NA where the answer is missing, whatever for, and under `YOUNGEST` years or at unknown age:
    answers given for younger children, or by others, are not used. Plans and attempts stay in the
    restricted table. RefusedError where `item`, the variable of the answer, is public.
    """
    if item.sensitivity == "public":
        message = f"{item.name!r} is public: answers on suicide are restricted"
        raise RefusedError(f"{message}; declare sensitivity: restricted in its codebook")
    asked = (age >= YOUNGEST).astype("boolean").fillna(False).astype(bool)
    return seriously_considered.astype("boolean").where(asked).rename("si_12m")
