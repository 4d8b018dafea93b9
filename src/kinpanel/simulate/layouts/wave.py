"""What is the same in all files of a wave: language, missing codes, coding of sex and yes/no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kinpanel.simulate.layouts.column import Code, Missing, Style

Traps = frozenset[int]
"""Numbers of the traps that are set."""

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class WaveStyle:
    """The habits of one wave's data entry; codes lead from true values to raw codes.

    `cesd_first` is the raw code of the lowest CES-D answer; `spss_missing` holds in the .sav files
    of sections where the wave otherwise uses tags, which only Stata has.
    """

    language: Language
    child_missing: Missing
    table_missing: Missing
    child_month: Style
    roster_month: Style
    spell_month: Style
    sex: Mapping[int, int]
    yes_no: Mapping[int, int]
    cesd_first: int = 0
    spss_missing: Missing | None = None


SEX_12 = {1: 1, 2: 2}
SEX_10 = {1: 1, 2: 0}
YES_1_NO_0 = {1: 1, 0: 0}
YES_1_NO_5 = {1: 1, 0: 5}

_NEGATIVE: dict[str, Code] = {"dont_know": -1, "refused": -2}
_ROUTED: dict[str, Code] = {**_NEGATIVE, "inapplicable": -8}
_NEGATIVE_EN: dict[Code, str] = {
    -1: "Don't know",
    -2: "Refused",
    -8: "Not applicable",
    -9: "Missing",
}
_NEGATIVE_ZH: dict[Code, str] = {-1: "不知道", -2: "拒绝回答", -8: "不适用", -9: "缺失"}
_TAGGED: dict[str, Code] = {"dont_know": "b", "refused": "c"}
_TAGGED_ZH: dict[Code, str] = {"a": "不适用", "b": "不知道", "c": "拒绝回答"}
_HIGH: dict[str, Code] = {"dont_know": 97, "refused": 98}
_HIGH_EN: dict[Code, str] = {97: "Don't know", 98: "Refused", 99: "No answer"}
_HIGH_ZH: dict[Code, str] = {97: "不知道", 98: "拒绝回答", 99: "缺失"}

STYLES: dict[str, WaveStyle] = {
    "w1": WaveStyle(
        language="en",
        child_missing=Missing(_NEGATIVE, _NEGATIVE_EN, low=-9, high=-1),
        table_missing=Missing(_NEGATIVE, _NEGATIVE_EN),
        child_month="yyyymm",
        roster_month="yyyymm",
        spell_month="yyyymm",
        sex=SEX_10,
        yes_no=YES_1_NO_0,
    ),
    "w2": WaveStyle(
        language="zh",
        child_missing=Missing(_ROUTED, _NEGATIVE_ZH, low=-9, high=-1),
        table_missing=Missing(_NEGATIVE, _NEGATIVE_ZH),
        child_month="yyyymm",
        roster_month="yyyymm",
        spell_month="yyyymm",
        sex=SEX_12,
        yes_no=YES_1_NO_0,
        cesd_first=1,
    ),
    # Births before 1960 are negative in %tm, where they would meet the codes -1 and -2.
    "w3": WaveStyle(
        language="en",
        child_missing=Missing(_NEGATIVE, _NEGATIVE_EN),
        table_missing=Missing(_NEGATIVE, _NEGATIVE_EN),
        child_month="stata_month",
        roster_month="yyyymm",
        spell_month="stata_month",
        sex=SEX_12,
        yes_no=YES_1_NO_0,
    ),
    "w4": WaveStyle(
        language="zh",
        child_missing=Missing({**_TAGGED, "inapplicable": "a"}, _TAGGED_ZH),
        table_missing=Missing(_TAGGED, _TAGGED_ZH),
        child_month="stata_month",
        roster_month="stata_month",
        spell_month="stata_month",
        sex=SEX_12,
        yes_no=YES_1_NO_0,
        spss_missing=Missing(_HIGH, _HIGH_ZH),
    ),
    "w5": WaveStyle(
        language="en",
        child_missing=Missing(_HIGH, _HIGH_EN),
        table_missing=Missing(_HIGH, _HIGH_EN),
        child_month="yyyymm",
        roster_month="yyyymm",
        spell_month="yyyymm",
        sex=SEX_12,
        yes_no=YES_1_NO_5,
    ),
}

GBK = frozenset({("household", "w1"), ("village", "w1")})
"""Files that the trap of formats turns into Chinese, in GBK."""
OTHER_FORMAT = 34
RECODED_SEX, RECODED_YES, SHIFTED_SCALE, OTHER_MISSING = 58, 46, 15, 36
"""Numbers of the traps that lie in the habits of a wave."""


def style_of(wave: str, traps: Traps) -> WaveStyle:
    """The habits of a wave, those of w2 where a trap that lies in them is not set.

    Codes for missing answers are then the negative ones, sex is 1 and 2, yes and no 1 and 0.
    """
    style = STYLES[wave]
    if RECODED_SEX not in traps:
        style = replace(style, sex=SEX_12)
    if RECODED_YES not in traps:
        style = replace(style, yes_no=YES_1_NO_0)
    if SHIFTED_SCALE not in traps:
        style = replace(style, cesd_first=0)
    if OTHER_MISSING not in traps:
        labels = _NEGATIVE_EN if style.language == "en" else _NEGATIVE_ZH
        plain = Missing(_ROUTED, labels, low=-9, high=-1)
        style = replace(style, child_missing=plain, table_missing=plain, spss_missing=None)
    return style


def file_style(unit: str, wave: str, traps: Traps) -> WaveStyle:
    """The habits of a wave in one file of sections: some are labelled in Chinese, unlike others."""
    style = style_of(wave, traps)
    if OTHER_FORMAT not in traps or (unit, wave) not in GBK:
        return style
    missing = replace(style.table_missing, labels=_NEGATIVE_ZH)
    return replace(style, language="zh", table_missing=missing)


MALE_FEMALE = {"en": ("Male", "Female"), "zh": ("男", "女")}
YES_NO = {"en": ("Yes", "No"), "zh": ("是", "否")}


def sex_labels(style: WaveStyle) -> dict[Code, str]:
    """Value labels of sex in the wave's language."""
    male, female = MALE_FEMALE[style.language]
    return {style.sex[1]: male, style.sex[2]: female}


def yes_no_labels(style: WaveStyle) -> dict[Code, str]:
    """Value labels of yes and no in the wave's language."""
    yes, no = YES_NO[style.language]
    return {style.yes_no[1]: yes, style.yes_no[0]: no}
