"""The child file of every wave: its own names and codes for the same questions."""

from __future__ import annotations

from kinpanel.simulate.answers import ITEMS, TOP
from kinpanel.simulate.layouts.column import Code, Column, Layout, Style
from kinpanel.simulate.layouts.wave import Traps, WaveStyle, sex_labels, style_of, yes_no_labels

FILES: dict[str, tuple[str, int | None]] = {
    "w1": ("w1_child.dta", 13),
    "w2": ("w2_child.sav", None),
    "w3": ("w3_child.dta", 14),
    "w4": ("w4_child.dta", 15),
    "w5": ("w5_child.sav", None),
}
"""File name, and Stata release where it is a .dta."""

_IDENTIFIERS = ("pid", "hhid", "village", "county", "father_pid", "mother_pid")
_NAMES: dict[str, str] = {
    "w1": "tcpid tchhid tcvill tccounty tcym tca1 tca2 tcfid tcmid tcd{} tcg1 tcn1 tcwt",
    "w2": "wq2pid wq2hhid wq2vill wq2cty wq2ym wq2a1 wq2age wq2fid wq2mid wq2d40{} wq2g1 wq2n1 "
    "wq2wt",
    "w3": "qnpid qnfid qnvid qncid qnmonth qna001 qna002 qnpid_f qnpid_m qn40{} qnword qnshock "
    "qnrswt",
    "w4": "pnpid pnfid pnvid pncid pnmonth pna001 pna002 pnpid_f pnpid_m pn40{} pnword pnshock "
    "pnrswt",
    "w5": "PID FID22 VID22 CID22 YM22 GENDER AGE22 PID_F PID_M QN40{} QWORD QSHOCK RSWT22",
}
_ORDER = (
    *("pid", "hhid", "village", "county", "interview_month", "sex", "age"),
    *("father_pid", "mother_pid", "cesd", "words", "shock", "weight"),
)

LABELS: dict[str, tuple[str, str]] = {
    "pid": ("Child id", "儿童编码"),
    "hhid": ("Household id", "家庭编码"),
    "village": ("Village", "村编码"),
    "county": ("County", "县编码"),
    "interview_month": ("Month of interview", "访问年月"),
    "sex": ("Sex", "性别"),
    "age": ("Age in completed years", "周岁年龄"),
    "father_pid": ("Father's id", "父亲编码"),
    "mother_pid": ("Mother's id", "母亲编码"),
    "cesd1": ("I felt depressed", "我感到情绪低落"),
    "cesd2": ("I felt that everything I did was an effort", "我觉得做任何事都很费劲"),
    "cesd3": ("My sleep was restless", "我的睡眠不好"),
    "cesd4": ("I was happy", "我感到愉快"),
    "cesd5": ("I felt lonely", "我感到孤独"),
    "cesd6": ("I enjoyed life", "我生活快乐"),
    "cesd7": ("I felt sad", "我感到悲伤难过"),
    "cesd8": ("I could not get going", "我觉得打不起精神做事"),
    "words": ("Words read correctly (of 34)", "识字题答对个数（共34个）"),
    "shock": ("Household hit by a shock in the last two years", "过去两年家庭是否遭受冲击"),
    "weight": ("Weight of the child's village", "权重"),
}
FREQUENCY = {
    "en": ("Rarely (<1 day)", "Some days (1-2)", "Occasionally (3-4)", "Most days (5-7)"),
    "zh": ("几乎没有（不到一天）", "有些时候（1-2天）", "经常有（3-4天）", "大多数时候有（5-7天）"),
}


RENAMED, ZEROS_LOST = 1, 6
"""Numbers of the traps that lie in this file alone."""


def child_layout(wave: str, traps: Traps) -> Layout:
    """The child file of a wave."""
    style, (file, stata) = style_of(wave, traps), FILES[wave]
    named = wave if RENAMED in traps else "w1"
    names = dict(zip(_ORDER, _NAMES[named].split(), strict=True))
    items = names.pop("cesd")
    names = {
        **{source: name for source, name in names.items() if source not in ("words", "shock")},
        **{item: items.format(number) for number, item in enumerate(ITEMS, start=1)},
        **{source: names[source] for source in ("words", "shock")},
    }
    ids: Style = "identifier_number" if wave == "w4" and ZEROS_LOST in traps else "text"
    columns = tuple(_column(style, source, name, ids) for source, name in names.items())
    return Layout(wave, "child", file, stata, columns, style.child_missing)


def _column(style: WaveStyle, source: str, name: str, ids: Style) -> Column:
    label = LABELS[source][0 if style.language == "en" else 1]
    if source in _IDENTIFIERS:
        return Column(source, name, label, ids)
    if source == "interview_month":
        return Column(source, name, label, style.child_month)
    if source in ("age", "weight"):
        return Column(source, name, label)
    codes: dict[int, int] = {}
    labels: dict[Code, str] = {}
    if source == "sex":
        codes, labels = dict(style.sex), sex_labels(style)
    elif source == "shock":
        codes, labels = dict(style.yes_no), yes_no_labels(style)
    elif source in ITEMS:
        codes = {answer: answer + style.cesd_first for answer in range(TOP + 1)}
        frequency = FREQUENCY[style.language]
        labels = {answer + style.cesd_first: frequency[answer] for answer in range(TOP + 1)}
    return Column(source, name, label, "number", codes, labels, answer=source != "sex")
