"""Height-, weight- and BMI-for-age and weight-for-height of children as WHO z-scores.

The method is that of the WHO's own programs for the standards of 2006 (0 to 60 months) and the
reference of 2007 (to 228 months): WHO Multicentre Growth Reference Study Group (2006), WHO Child
Growth Standards: Methods and development; de Onis M et al. (2007), Bulletin of the World Health
Organization 85, 660-667.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.derived.growth.bodies import Bodies, Measures, Objects, bodies_in, reasons_in
from kinpanel.derived.growth.lms import lms_z, tailed_z
from kinpanel.derived.growth.tables import FIVE_YEARS, GrowthTables, Indicator, Sex
from kinpanel.labels import Labels
from kinpanel.tables.frame import reasons_column, why

Floats = npt.NDArray[np.float64]

GROWTH_REASONS: Mapping[str, Labels] = {
    "no_sex": {"en": "Sex not known", "zh": "性别不详"},
    "no_age": {"en": "Age not known", "zh": "年龄不详"},
    "age_outside": {"en": "Age outside the growth tables", "zh": "年龄超出生长标准范围"},
    "not_measured": {"en": "Not measured", "zh": "未测量"},
    "oedema": {"en": "Oedema: weight says nothing", "zh": "水肿（体重无意义）"},
    "size_outside": {"en": "Height outside the growth tables", "zh": "身高超出生长标准范围"},
    "no_table": {"en": "No growth table for it", "zh": "无相应生长标准"},
    "implausible": {"en": "Implausible z-score", "zh": "标准分不合理"},
}
"""Why a z-score is missing, beside the reasons that its own inputs are missing for."""

LIMITS: Mapping[str, tuple[float, float]] = {
    "haz": (-6, 6),
    "waz": (-6, 5),
    "baz": (-5, 5),
    "whz": (-5, 5),
}
"""Beyond these, after rounding, a z-score is implausible (WHO)."""

OLDEST: Mapping[str, float] = {"haz": 228.0, "waz": 120.0, "baz": 228.0}
"""The last age in months that has a z-score, included; weight-for-height ends before 60."""

FOR_AGE: Mapping[str, Indicator] = {
    "haz": "height_for_age",
    "waz": "weight_for_age",
    "baz": "bmi_for_age",
}
SEX_CODES: Mapping[Sex, int] = {"female": 1, "male": 0}


def growth_z(frame: pd.DataFrame, measures: Measures, tables: GrowthTables) -> pd.DataFrame:
    """Columns haz, waz, baz, whz (Float64, two decimals), and `<name>__why` where one is missing.

    Children from 731 days of age that were measured lying count as 0.7 cm shorter, younger ones
    that were measured standing as 0.7 cm taller. Missing are scores of children of unknown sex or
    age or outside the tables (weight-for-age after 120, others after 228, weight-for-height from
    60 months on), of measurements that are missing, of weight with oedema, and implausible ones
    (`LIMITS`); each with a reason: that of the first input that is missing, from the frame, or one
    of `GROWTH_REASONS`. Nothing is guessed. UsageError for columns that are not there or hold
    something else.
    """
    bodies = bodies_in(frame, measures)
    vocabulary = list(dict.fromkeys([*reasons_in(frame, measures), *GROWTH_REASONS]))
    columns: dict[str, pd.Series[Any]] = {}
    for name in LIMITS:
        z, reason = _scored(name, bodies, tables)
        gone = reason != ""
        array: Any = pd.arrays.FloatingArray(np.where(gone, 0.0, z), gone)
        columns[name] = pd.Series(array, index=frame.index)
        beside = reasons_column(reason, name, vocabulary)
        if beside is not None:
            columns[why(name)] = beside.set_axis(frame.index)
    return pd.DataFrame(columns, index=frame.index)


def _scored(name: str, bodies: Bodies, tables: GrowthTables) -> tuple[Floats, Objects]:
    """z-scores and why they are missing, "" where not; the weightiest reason comes last."""
    lms, held = _lms(name, bodies, tables)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        y = _measured(name, bodies)
        usable = np.isfinite(y) & (y > 0)
        rule = lms_z if name == "haz" else tailed_z
        z = np.round(rule(np.where(usable, y, 1.0), lms), 2) + 0.0
    low, high = LIMITS[name]
    reason = np.full(len(z), "", dtype=object)
    reason[~(usable & (z >= low) & (z <= high))] = "implausible"
    reason[np.isnan(lms[:, 0])] = "size_outside" if name == "whz" else "age_outside"
    if name != "haz":
        reason[bodies.oedema] = "oedema"
    if not held:
        reason[:] = "no_table"
    inputs = ["weight"] * (name != "haz") + ["height"] * (name != "waz")
    for role in inputs:
        _put(reason, bodies.missing[role])
    oldest = bodies.months <= OLDEST[name] if name in OLDEST else bodies.months < FIVE_YEARS
    reason[~(oldest & (bodies.months >= 0))] = "age_outside"
    _put(reason, bodies.missing["age"])
    _put(reason, bodies.missing["female"])
    return z, reason


def _put(reason: Objects, other: Objects) -> None:
    reason[other != ""] = other[other != ""]


def _measured(name: str, bodies: Bodies) -> Floats:
    if name == "haz":
        return bodies.height
    if name == "baz":
        squared = (bodies.height / 100) ** 2
        known = (bodies.height > 0) & (squared > 0)  # the square of the smallest floats is 0
        return np.asarray(bodies.weight / np.where(known, squared, np.nan))
    return bodies.weight


def _lms(name: str, bodies: Bodies, tables: GrowthTables) -> tuple[Floats, bool]:
    """L, M and S of every child, NaN where the tables have none, and whether they hold any."""
    found = np.full((len(bodies.months), 3), np.nan)
    for sex, code in SEX_CODES.items():
        rows = bodies.female == code
        if name in FOR_AGE:
            found[rows] = tables.by_age(FOR_AGE[name], sex, bodies.months[rows])
            continue
        short, tall = rows & bodies.lying, rows & ~bodies.lying
        found[short] = tables.by_size("weight_for_length", sex, bodies.height[short])
        found[tall] = tables.by_size("weight_for_height", sex, bodies.height[tall])
    if name in FOR_AGE:
        return found, tables.holds(FOR_AGE[name])
    return found, tables.holds("weight_for_length") or tables.holds("weight_for_height")
