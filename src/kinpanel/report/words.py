"""The fixed words of tables and figures, in English and Chinese; `{name}` marks what is put in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kinpanel.labels import Labels

_WORDS: dict[str, Labels] = {
    "B": {"en": "Both home", "zh": "父母均在家"},
    "F": {"en": "Father away", "zh": "父亲外出"},
    "M": {"en": "Mother away", "zh": "母亲外出"},
    "FM": {"en": "Both away", "zh": "双亲外出"},
    "all": {"en": "All", "zh": "合计"},
    "not_seen": {"en": "Not seen next wave", "zh": "下一轮未访到"},
    "variable": {"en": "Variable", "zh": "变量"},
    "mean_sd": {"en": "Mean (SD)", "zh": "均值（标准差）"},
    "difference": {"en": "Normalised difference to “{name}”", "zh": "与“{name}”的标准化差异"},
    "number": {"en": "Number", "zh": "数量"},
    "children": {"en": "Children", "zh": "儿童数"},
    "child_waves": {"en": "Child-waves", "zh": "儿童×轮次"},
    "from_state": {"en": "State in one wave", "zh": "本轮状态"},
    "to_state": {
        "en": "State in the next wave: row % (children)",
        "zh": "下一轮状态：行百分比（儿童数）",
    },
    "observations": {"en": "Observations", "zh": "观测数"},
    "clusters": {"en": "Clusters", "zh": "聚类数"},
    "constant": {"en": "Constant", "zh": "常数项"},
    "sample": {"en": "Sample and fit", "zh": "样本与拟合"},
    "identified": {"en": "Children that identify the coefficients", "zh": "识别系数的儿童"},
    "effects_group": {"en": "Effects", "zh": "效应"},
    "weights": {"en": "Weights", "zh": "权重"},
    "switchers": {"en": "Switchers, {name}", "zh": "状态变动儿童：{name}"},
    "up_down": {"en": "{n} (up {up} / down {down})", "zh": "{n}（升 {up} / 降 {down}）"},
    "outcome_mean": {"en": "Mean of the outcome", "zh": "因变量均值"},
    "within_r2": {"en": "Within R²", "zh": "组内 R²"},
    "pid": {"en": "Child", "zh": "儿童"},
    "wave": {"en": "Wave", "zh": "轮次"},
    "parental_state": {"en": "Parental state", "zh": "父母外出状态"},
    "why_missing": {"en": "Why missing: {name}", "zh": "缺失原因：{name}"},
    "village": {"en": "Village", "zh": "村"},
    "effects": {"en": "{name} effects", "zh": "{name}固定效应"},
    "yes": {"en": "Yes", "zh": "是"},
    "no": {"en": "No", "zh": "否"},
    "children_millions": {
        "en": "Children, millions (logarithmic scale)",
        "zh": "儿童数，百万（对数刻度）",
    },
    "published": {"en": "Published", "zh": "已公布"},
    "millions_log": {"en": "Millions of children (log scale)", "zh": "儿童数，百万（对数刻度）"},
    "percent_of_eligible": {"en": "% of eligible children", "zh": "占符合条件儿童的百分比"},
    "study": {"en": "This study", "zh": "本调查"},
    "nothing_known": {"en": "Not known in this study", "zh": "本调查无法判定"},
    "note_own": {
        "en": "Right: weighted, with 95% intervals by the design of the sample, of children with "
        "an answer. Each row has a definition of its own: numbers of two rows are no trend.",
        "zh": "右侧：有答案儿童的加权百分比，附按抽样设计计算的95%置信区间。"
        "各行口径不同，不可跨行连接。",
    },
    "note_published_percent": {
        "en": "×: published percentage.",
        "zh": "×：已公布的百分比。",
    },
    "note_definition_unverified": {
        "en": "†: details of this definition are not verified.",
        "zh": "†：该口径的部分细节未经核实。",
    },
    "unverified": {"en": "Hollow: not verified", "zh": "空心：未经核实"},
    "interval": {"en": "Estimate and 95% interval", "zh": "估计值与95%置信区间"},
    "no_font": {
        "en": "No font for {name} was found: labels are shown in another language or as names.",
        "zh": "No font for {name} was found: labels are shown in another language or as names.",
    },
    "note_unit": {
        "en": "Unit: child × wave ({name}). Means and SD are over child-waves with a value.",
        "zh": "单位：儿童×轮次（{name}）。均值与标准差按有值的儿童×轮次计算。",
    },
    "all_waves": {"en": "all waves", "zh": "全部轮次"},
    "note_difference": {
        "en": "Normalised difference: difference in means over √((s²+s²)/2) "
        "(Imbens and Rubin 2015).",
        "zh": "标准化差异：均值之差除以√((s²+s²)/2)（Imbens 与 Rubin 2015）。",
    },
    "note_unknown": {
        "en": "Left out because the parental state is unknown: {rows} child-waves of {n} children.",
        "zh": "因父母状态不明而未计入：{n}名儿童的{rows}个儿童×轮次。",
    },
    "note_unknown_next": {
        "en": "Left out because the state in the next wave is unknown: {rows} child-waves of {n} "
        "children.",
        "zh": "因下一轮状态不明而未计入：{n}名儿童的{rows}个儿童×轮次。",
    },
    "note_suppressed": {
        "en": "{marker}: fewer than {threshold} children. …: withheld, so that nothing about "
        "so few children is shown or can be worked out from the totals.",
        "zh": "{marker}：少于{threshold}名儿童。…：不予公布，"
        "以免显示或由合计推算出极少数儿童的信息。",
    },
    "note_transitions": {
        "en": "Pairs of adjacent waves ({name}); the last wave has no next one. Percentages are of "
        "child-waves; in parentheses, distinct children. Not seen includes children who aged out.",
        "zh": "相邻轮次（{name}）；最后一轮无下一轮。百分比按儿童×轮次计算，括号内为不重复儿童数。"
        "未访到包括超龄儿童。",
    },
    "note_sample": {
        "en": "Sample: child-waves with every variable of the model. Switchers are children whose "
        "value ever changes, and those that change it up and down; standard errors in parentheses.",
        "zh": "样本：模型各变量均有值的儿童×轮次。状态变动儿童指取值发生过变化者，"
        "括号内为升、降的儿童数；系数下方括号内为标准误。",
    },
    "note_vcov": {
        "en": "Standard errors: {kind}{cluster}; small-sample rule: {ssc}.",
        "zh": "标准误：{kind}{cluster}；小样本校正：{ssc}。",
    },
    "clustered_by": {"en": ", clustered by {name}", "zh": "，按{name}聚类"},
    "in_columns": {"en": "Column {name}: ", "zh": "第{name}列："},
    "note_reference": {"en": "Reference category: {name}.", "zh": "参照组：{name}。"},
    "note_few": {
        "en": "Fewer than {limit} children switch in some direction: {name}. Read with great care.",
        "zh": "某一方向上状态变动儿童少于{limit}名：{name}。解读须十分谨慎。",
    },
    "note_stars": {
        "en": "*** p < 0.01, ** p < 0.05, * p < 0.10.",
        "zh": "*** p < 0.01，** p < 0.05，* p < 0.10。",
    },
}

WORDS: Mapping[str, Labels] = MappingProxyType(_WORDS)
"""Texts by key; a language that is not here falls back to English."""
