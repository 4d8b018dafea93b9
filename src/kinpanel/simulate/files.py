"""All files of a wave and their layouts."""

from __future__ import annotations

from dataclasses import replace

from kinpanel.simulate.layouts.child import child_layout
from kinpanel.simulate.layouts.column import Column, Layout
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.roster import roster_layout
from kinpanel.simulate.layouts.spells import spells_layout
from kinpanel.simulate.layouts.wave import GBK, OTHER_FORMAT, file_style
from kinpanel.simulate.sections import Traps, sections_of
from kinpanel.simulate.traps import ALL_TRAPS

FILES: dict[str, dict[str, int | None]] = {
    "household": {"w1": 13, "w2": 14, "w3": 14, "w4": 15, "w5": None},
    "proxy": {"w1": 13, "w2": None, "w3": 14, "w4": 15, "w5": 15},
    "self": {"w1": None, "w2": None, "w3": 14, "w4": 15, "w5": None},
    "adult": {"w2": 14},
    "village": {"w1": 13, "w2": 14, "w3": 14, "w4": 15, "w5": 15},
    "tracking": {"w2": 14, "w3": 14, "w4": 15, "w5": 15},
}
"""Stata release by file and wave; None for a .sav. In `proxy` the caregiver answers for a child."""
KEYS: dict[str, tuple[str, ...]] = {
    "household": ("hhid",),
    "proxy": ("pid", "hhid"),
    "self": ("pid", "hhid"),
    "adult": ("pid", "hhid"),
    "village": ("village",),
    "tracking": ("pid", "hhid"),
}
HOUSEHOLD_IDS = {"w1": "fid", "w2": "fid16", "w3": "fid18", "w4": "fid20", "w5": "FID22"}
"""What the household file calls its key under trap 2: another name every wave."""
TURNED_SAV = frozenset({("village", "w4")})
"""Files that the trap of formats writes as .sav, with texts of more than 255 bytes."""
_LABELS = {
    "pid": ("Child id", "儿童编码"),
    "hhid": ("Household id", "家庭编码"),
    "village": ("Village", "村编码"),
}


def layouts_of(wave: str, traps: Traps = ALL_TRAPS) -> tuple[Layout, ...]:
    """The files of a wave: child, roster, spells, and those that hold sections."""
    first = child_layout(wave, traps), roster_layout(wave, traps), spells_layout(wave, traps)
    longer = (_with_sections(layout, wave, traps) for layout in first)
    return *longer, *asked_layouts(wave, traps)


def _with_sections(layout: Layout, wave: str, traps: Traps) -> Layout:
    """A core file with the columns of the sections that are asked in it, after its own."""
    more = (column for one in sections_of(layout.unit) for column in one.columns(wave, traps))
    return replace(layout, columns=(*layout.columns, *more))


def asked_layouts(wave: str, traps: Traps) -> tuple[Layout, ...]:
    """The files of a wave that hold sections, but for those in which nothing is asked."""
    return tuple(
        _layout(unit, wave, traps)
        for unit, releases in FILES.items()
        if wave in releases and sections_of(unit)
    )


def _layout(unit: str, wave: str, traps: Traps) -> Layout:
    style, release = file_style(unit, wave, traps), release_of(unit, wave, traps)
    spoken = 0 if style.language == "en" else 1
    keys = tuple(
        Column(key, _key_name(unit, wave, key, traps), _LABELS[key][spoken], "text")
        for key in KEYS[unit]
    )
    asked = [column for one in sections_of(unit) for column in one.columns(wave, traps)]
    ending = "sav" if release is None else "dta"
    missing = style.child_missing if unit in ("proxy", "self", "adult") else style.table_missing
    if release is None and style.spss_missing is not None:
        missing = style.spss_missing
    encoding = "gbk" if OTHER_FORMAT in traps and (unit, wave) in GBK else None
    name = f"{wave}_{unit}.{ending}"
    return Layout(wave, unit, name, release, (*keys, *asked), missing, encoding)


def release_of(unit: str, wave: str, traps: Traps) -> int | None:
    """The Stata release of a file of sections; None for a .sav."""
    return None if OTHER_FORMAT in traps and (unit, wave) in TURNED_SAV else FILES[unit][wave]


def _key_name(unit: str, wave: str, key: str, traps: Traps) -> str:
    renamed = 2 in traps and (unit, key) == ("household", "hhid")
    return HOUSEHOLD_IDS[wave] if renamed else raw_name(unit, wave, key)
