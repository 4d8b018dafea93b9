"""All files of a wave and their layouts."""

from __future__ import annotations

from kinpanel.simulate.layouts.child import child_layout
from kinpanel.simulate.layouts.column import Column, Layout
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.roster import roster_layout
from kinpanel.simulate.layouts.spells import spells_layout
from kinpanel.simulate.layouts.wave import style_of
from kinpanel.simulate.sections import Traps, sections_of
from kinpanel.simulate.traps import ALL_TRAPS

FILES: dict[str, dict[str, int | None]] = {
    "household": {"w1": 13, "w2": 14, "w3": 14, "w4": 15, "w5": None},
    "proxy": {"w1": 13, "w2": None, "w3": 14, "w4": None, "w5": 15},
    "self": {"w1": None, "w2": None, "w3": 14, "w4": 15, "w5": None},
    "village": {"w1": 13, "w2": 14, "w3": 14, "w4": 15, "w5": 15},
    "tracking": {"w2": 14, "w3": 14, "w4": 15, "w5": 15},
}
"""Stata release by file and wave; None for a .sav. In `proxy` the caregiver answers for a child."""
KEYS: dict[str, tuple[str, ...]] = {
    "household": ("hhid",),
    "proxy": ("pid", "hhid"),
    "self": ("pid", "hhid"),
    "village": ("village",),
    "tracking": ("pid", "hhid"),
}
_LABELS = {
    "pid": ("Child id", "儿童编码"),
    "hhid": ("Household id", "家庭编码"),
    "village": ("Village", "村编码"),
}


def layouts_of(wave: str, traps: Traps = ALL_TRAPS) -> tuple[Layout, ...]:
    """The files of a wave: child, roster, spells, and those that hold sections."""
    first = child_layout(wave, traps), roster_layout(wave, traps), spells_layout(wave, traps)
    return *first, *asked_layouts(wave, traps)


def asked_layouts(wave: str, traps: Traps) -> tuple[Layout, ...]:
    """The files of a wave that hold sections, but for those in which nothing is asked."""
    return tuple(
        _layout(unit, wave, traps)
        for unit, releases in FILES.items()
        if wave in releases and sections_of(unit)
    )


def _layout(unit: str, wave: str, traps: Traps) -> Layout:
    style, release = style_of(wave, traps), FILES[unit][wave]
    keys = tuple(
        Column(
            key, raw_name(unit, wave, key), _LABELS[key][0 if style.language == "en" else 1], "text"
        )
        for key in KEYS[unit]
    )
    asked = [column for one in sections_of(unit) for column in one.columns(wave, traps)]
    ending = "sav" if release is None else "dta"
    missing = style.child_missing if unit in ("proxy", "self") else style.table_missing
    return Layout(wave, unit, f"{wave}_{unit}.{ending}", release, (*keys, *asked), missing)
