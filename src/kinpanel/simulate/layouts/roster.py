"""The roster file of every wave: everybody, parents who live elsewhere included."""

from __future__ import annotations

from kinpanel.simulate.layouts.column import Code, Column, Layout
from kinpanel.simulate.layouts.wave import Traps, WaveStyle, sex_labels, style_of

_NAMES: dict[str, tuple[str, int, str]] = {
    "w1": ("w1_roster.dta", 13, "tr_pid tr_hhid tr_line tr_sex tr_birth tr_rel"),
    "w2": ("w2_roster.dta", 14, "wr2pid wr2hhid wr2line wr2sex wr2ym wr2rel"),
    "w3": ("w3_roster.dta", 14, "qrpid qrfid qr1 qr2 qr3 qr4"),
    "w4": ("w4_roster.dta", 15, "prpid prfid pr1 pr2 pr3 pr4"),
    "w5": ("w5_roster.dta", 15, "PID FID22 LINE GENDER BIRTHYM RELATION"),
}
"""File name, Stata release, and the columns in order."""
_ORDER = ("pid", "hhid", "line", "sex", "birth_month", "relation")

LABELS: dict[str, tuple[str, str]] = {
    "pid": ("Person id", "个人编码"),
    "hhid": ("Household id", "家庭编码"),
    "line": ("Line in the roster", "成员序号"),
    "sex": ("Sex", "性别"),
    "birth_month": ("Month of birth", "出生年月"),
    "relation": ("Relation to the head", "与户主关系"),
}
RELATION: dict[str, dict[Code, str]] = {
    "en": {1: "Head", 2: "Spouse", 3: "Child", 4: "Child-in-law", 5: "Grandchild"},
    "zh": {1: "户主", 2: "配偶", 3: "子女", 4: "儿媳或女婿", 5: "孙子女"},
}


def roster_layout(wave: str, traps: Traps) -> Layout:
    """The roster file of a wave."""
    style, (file, stata, names) = style_of(wave, traps), _NAMES[wave]
    columns = tuple(
        _column(style, source, name) for source, name in zip(_ORDER, names.split(), strict=True)
    )
    return Layout(wave, "roster", file, stata, columns, style.table_missing)


def _column(style: WaveStyle, source: str, name: str) -> Column:
    label = LABELS[source][0 if style.language == "en" else 1]
    if source in ("pid", "hhid"):
        return Column(source, name, label, "text")
    if source == "birth_month":
        return Column(source, name, label, style.roster_month, answer=True)
    if source == "sex":
        return Column(source, name, label, "number", style.sex, sex_labels(style))
    if source == "relation":
        return Column(source, name, label, "number", {}, RELATION[style.language])
    return Column(source, name, label)
