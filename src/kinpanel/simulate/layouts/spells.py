"""The spell file of every wave: each parent's absences as known at that interview."""

from __future__ import annotations

from kinpanel.simulate.layouts.column import Code, Column, Layout
from kinpanel.simulate.layouts.wave import Traps, WaveStyle, style_of, yes_no_labels

_NAMES: dict[str, tuple[str, int, str]] = {
    "w1": ("w1_spells.dta", 13, "tm_pid tm_hhid tm_start tm_still tm_end tm_dest tm_why"),
    "w2": ("w2_spells.dta", 14, "wm2pid wm2hhid wm2from wm2now wm2to wm2dest wm2why"),
    "w3": ("w3_spells.dta", 14, "qmpid qmfid qm1 qm2 qm3 qm4 qm5"),
    "w4": ("w4_spells.dta", 15, "pmpid pmfid pm1 pm2 pm3 pm4 pm5"),
    "w5": ("w5_spells.dta", 15, "PID_P FID22 STARTYM STILL ENDYM DEST REASON"),
}
"""File name, Stata release, and the columns in order."""
_ORDER = (
    *("parent_pid", "hhid", "start_month", "still_away"),
    *("end_month", "destination", "reason"),
)

LABELS: dict[str, tuple[str, str]] = {
    "parent_pid": ("Id of the parent", "父亲或母亲编码"),
    "hhid": ("Household id", "家庭编码"),
    "start_month": ("Month of departure", "外出开始年月"),
    "still_away": ("Still away at the interview", "目前是否仍在外"),
    "end_month": ("Month of return", "返回年月"),
    "destination": ("Where to", "外出地点"),
    "reason": ("Main reason", "外出主要原因"),
}
DESTINATION: dict[str, dict[Code, str]] = {
    "en": {1: "Same county, other township", 2: "Same province, other county", 3: "Other province"},
    "zh": {1: "县内乡外", 2: "省内县外", 3: "省外"},
}
REASON: dict[str, dict[Code, str]] = {
    "en": {1: "Work or business", 2: "Study or training", 3: "Care for family", 4: "Other"},
    "zh": {1: "务工经商", 2: "学习培训", 3: "照料家人", 4: "其他"},
}


def spells_layout(wave: str, traps: Traps) -> Layout:
    """The spell file of a wave."""
    style, (file, stata, names) = style_of(wave, traps), _NAMES[wave]
    columns = tuple(
        _column(style, source, name) for source, name in zip(_ORDER, names.split(), strict=True)
    )
    return Layout(wave, "spells", file, stata, columns, style.table_missing)


def _column(style: WaveStyle, source: str, name: str) -> Column:
    label = LABELS[source][0 if style.language == "en" else 1]
    if source in ("parent_pid", "hhid"):
        return Column(source, name, label, "text")
    if source in ("start_month", "end_month"):
        return Column(source, name, label, style.spell_month)
    if source == "still_away":
        return Column(source, name, label, "number", style.yes_no, yes_no_labels(style))
    if source == "destination":
        return Column(source, name, label, "number", {}, DESTINATION[style.language])
    return Column(source, name, label, "number", {}, REASON[style.language], answer=True)
