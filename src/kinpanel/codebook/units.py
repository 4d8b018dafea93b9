"""The closed table of units that can be converted into each other exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from kinpanel.errors import nearest


@dataclass(frozen=True)
class Unit:
    """A unit: what it measures, and how many of the dimension's first unit it is, exactly."""

    name: str
    dimension: str
    size: Fraction


_TABLE: dict[str, dict[str, Fraction]] = {
    "mass": {
        "kg": Fraction(1),
        "g": Fraction(1, 1000),
        "jin": Fraction(1, 2),
        "liang": Fraction(1, 20),
        "lb": Fraction("0.45359237"),
    },
    "length": {
        "m": Fraction(1),
        "cm": Fraction(1, 100),
        "mm": Fraction(1, 1000),
        "km": Fraction(1000),
        "chi": Fraction(1, 3),
        "inch": Fraction("0.0254"),
    },
    "area": {"m2": Fraction(1), "mu": Fraction(10_000, 15), "ha": Fraction(10_000)},
    "money": {
        "yuan": Fraction(1),
        "wan_yuan": Fraction(10_000),
        "jiao": Fraction(1, 10),
        "fen": Fraction(1, 100),
    },
    "time": {
        "hours": Fraction(1),
        "minutes": Fraction(1, 60),
        "days": Fraction(24),
        "weeks": Fraction(24 * 7),
    },
    "calendar time": {"months": Fraction(1), "years": Fraction(12)},
}
"""Months and years are apart from days: no number of days is a month."""

ALIASES = {
    "公斤": "kg",
    "克": "g",
    "斤": "jin",
    "两": "liang",
    "米": "m",
    "厘米": "cm",
    "平方米": "m2",
    "亩": "mu",
    "公顷": "ha",
    "元": "yuan",
    "万元": "wan_yuan",
    "角": "jiao",
    "分": "fen",
}
"""Other names that questionnaires use."""

UNITS: dict[str, Unit] = {
    name: Unit(name, dimension, size)
    for dimension, units in _TABLE.items()
    for name, size in units.items()
}


def unit_of(name: str | None) -> Unit | None:
    """The unit of that name or alias; None for any other text, and for none."""
    return UNITS.get(ALIASES.get(name or "", name or ""))


def conversion(source: str | None, target: str | None) -> Fraction | None:
    """What a number in the first unit is multiplied by to be in the second; None if it cannot."""
    one, two = unit_of(source), unit_of(target)
    if one is None or two is None or one.dimension != two.dimension:
        return None
    return one.size / two.size


def like(unit: str | None, factor: Fraction) -> Iterator[str]:
    """The units of which `factor` make one of that unit: of kg and 2, jin."""
    known = unit_of(unit)
    for other in UNITS.values() if known is not None else ():
        if conversion(known.name if known else None, other.name) == factor:
            yield other.name


def unknown_unit(name: str) -> str:
    """Advice on a unit that the table lacks: the nearest name, or some that it has."""
    return nearest(name, [*UNITS, *ALIASES])
