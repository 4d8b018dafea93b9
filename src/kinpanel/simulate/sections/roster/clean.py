"""What the table of persons should hold beyond its core."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import GIVEN, INAPPLICABLE
from kinpanel.simulate.sections.roster.draw import UNIFIED

_ALWAYS = ("marital", "education", "hukou_now", "hukou_place", "months_here")
_CHANGES = ("came", "entered_month", "left_how", "left_month")


def clean(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """The variables of the roster's section; presence as that wave asked it."""
    found: dict[str, Any] = {"alive": rows["alive"]}
    asked = [*_ALWAYS, *(_CHANGES if wave != "w1" else ())]
    asked += ["usual"] if wave != "w4" else []
    asked += ["slept"] if wave in ("w4", "w5") else []
    for name in asked:
        found |= {name: rows[name], f"{name}__why": rows[f"{name}__why"]}
    found |= _kind(rows)
    if wave != "w1":
        found["counted"] = rows["counted"]
        for name in ("orig_hhid", "orig_pid"):
            found[name] = rows[name].where(rows["second"], None)
            found[f"{name}__why"] = np.where(rows["second"], GIVEN, INAPPLICABLE)
    if wave in ("w3", "w4", "w5"):
        found["uid"] = rows["uid"]
    return found


def _kind(rows: pd.DataFrame) -> Mapping[str, Any]:
    """The registration before the reform; `UNIFIED` for those who do not know it."""
    known = rows["hukou_now"].where(rows["hukou_now"] != UNIFIED, rows["hukou_before"])
    kind = known.fillna(UNIFIED).where(rows["hukou_now__why"] == GIVEN)
    return {"hukou_type": kind, "hukou_type__why": rows["hukou_now__why"]}
