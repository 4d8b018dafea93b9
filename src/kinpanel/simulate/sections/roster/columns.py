"""The columns of the roster beyond its core, wave by wave, traps and all."""

from __future__ import annotations

from collections.abc import Mapping

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps, style_of
from kinpanel.simulate.sections.ask import Ask, Options

UID, REFORM, PRESENCE = 4, 32, 50
"""Numbers of the traps that lie in these columns."""
PATTERNS = {"w1": "tr_{}", "w2": "wr2{}", "w3": "qr_{}", "w4": "pr_{}", "w5": "{}"}
"""How the roster names its columns; w5 writes capitals."""

MARITAL: Options = {
    1: ("Never married", "未婚"),
    2: ("Married", "已婚"),
    3: ("Divorced", "离婚"),
    4: ("Widowed", "丧偶"),
}
EDUCATION: Options = {
    1: ("No schooling", "未上学"),
    2: ("Primary school", "小学"),
    3: ("Junior secondary school", "初中"),
    4: ("Senior secondary or vocational school", "高中或中专"),
    5: ("College or university", "大专及以上"),
}
HUKOU: Options = {
    1: ("Agricultural", "农业户口"),
    2: ("Non-agricultural", "非农业户口"),
    3: ("Unified resident", "居民户口"),
}
HUKOU_PLACE: Options = {
    1: ("This township", "本乡镇"),
    2: ("This county, another township", "本县其他乡镇"),
    3: ("This province, another county", "本省其他县"),
    4: ("Another province", "外省"),
}
CAME: Options = {
    1: ("Listed before", "上次已登记"),
    2: ("Born since", "新出生"),
    3: ("Married in", "婚入"),
    4: ("Moved in", "迁入"),
}
LEFT: Options = {
    0: ("Still a member", "仍是家庭成员"),
    1: ("Died", "去世"),
    2: ("Moved out", "迁出"),
}
_TWO_KINDS: Mapping[int, int] = {1: 1, 2: 2}

ASKS = {
    ask.source: ask
    for ask in (
        Ask("alive", ("Alive", "是否健在"), "yes_no"),
        Ask("adult", ("Aged 16 or older", "是否年满16周岁"), "yes_no"),
        Ask("marital", ("Marital status", "婚姻状况"), "choice", MARITAL),
        Ask("education", ("Highest schooling completed", "最高学历"), "choice", EDUCATION),
        Ask("hukou_now", ("Registration (hukou)", "户口类型"), "choice", HUKOU),
        Ask("hukou_plain", ("Registration (hukou)", "户口类型"), "choice", HUKOU),
        Ask("hukou_before", ("Registration before the reform", "改革前户口类型"), "choice", HUKOU),
        Ask("hukou_place", ("Where registered", "户口所在地"), "choice", HUKOU_PLACE),
        Ask("usual", ("Usually lives here", "平时是否住在这里"), "yes_no"),
        Ask("slept", ("Slept here last night", "昨晚是否住在这里"), "yes_no"),
        Ask("months_here", ("Months lived here, last 12", "过去12个月在家居住月数")),
        Ask("came", ("Since the last interview", "上次访问以来"), "choice", CAME),
        Ask("entered_month", ("Month of coming", "进入年月"), "month"),
        Ask("left_how", ("Member still", "是否仍为成员"), "choice", LEFT),
        Ask("left_month", ("Month of leaving or death", "离开或去世年月"), "month"),
        Ask("counted", ("Counted in this household", "是否计入本户"), "yes_no"),
        Ask("split_off", ("Household split off from another", "是否由他户分出"), "yes_no"),
        Ask("orig_hhid", ("Household it split off from", "原家庭编码"), "text"),
        Ask("orig_pid", ("Id in that household", "原个人编码"), "text"),
        Ask("uid", ("Permanent id", "永久编码"), "text"),
    )
}
_ALWAYS = ("alive", "adult", "marital", "education", "hukou_now", "hukou_place", "months_here")
_CHANGES = ("came", "entered_month", "left_how", "left_month", "counted", "split_off")
_SHORT = {
    "education": "edu",
    "hukou_now": "hukou",
    "hukou_plain": "hukou",
    "hukou_before": "hkbefore",
    "hukou_place": "hkplace",
    "months_here": "months",
    "entered_month": "came_ym",
    "left_how": "left",
    "left_month": "left_ym",
    "split_off": "split",
    "orig_hhid": "hhid_o",
    "orig_pid": "pid_o",
}


def columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The columns that follow the core of the roster."""
    style = style_of(wave, traps)
    sources = [*_ALWAYS, *(_CHANGES if wave != "w1" else ())]
    if wave != "w1":
        sources += ["orig_hhid", "orig_pid"]
    reformed = wave in ("w3", "w4", "w5")
    if REFORM not in traps:
        sources[sources.index("hukou_now")] = "hukou_plain"
    elif reformed:
        sources.insert(sources.index("hukou_now") + 1, "hukou_before")
    if UID not in traps or reformed:
        sources.append("uid")
    made = []
    for source in sources:
        two = source in ("hukou_plain", "hukou_before") or (source == "hukou_now" and not reformed)
        codes = _TWO_KINDS if two else None
        name = _name(wave, source)
        made.append(ASKS[source].column(style, name, style.roster_month, codes))
    return (*made, *_presence(wave, traps))


def _presence(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Column `present` is who usually lives here; in w4, with the trap, who slept here."""
    style = style_of(wave, traps)
    main = "slept" if wave == "w4" and PRESENCE in traps else "usual"
    present = ASKS[main].column(style, _name(wave, "present"))
    if wave == "w5" or (wave == "w4" and PRESENCE not in traps):
        return present, ASKS["slept"].column(style, _name(wave, "slept"))
    return (present,)


def _name(wave: str, source: str) -> str:
    name = PATTERNS[wave].format(_SHORT.get(source, source))
    return name.upper() if wave == "w5" else name
