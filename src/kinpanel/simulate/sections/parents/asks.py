"""What is asked about each parent: labels and answers."""

from __future__ import annotations

from kinpanel.simulate.sections.ask import Ask, Kind, Options
from kinpanel.simulate.sections.spells import REASONS

PLACES: Options = {
    1: ("Here", "在家"),
    2: ("This township, another village", "本乡镇其他村"),
    3: ("This county, another township", "县内其他乡镇"),
    4: ("This prefecture, another county", "市内其他县"),
    5: ("This province, another prefecture", "省内其他市"),
    6: ("Another province", "外省"),
    7: ("Abroad", "境外"),
    8: ("Whereabouts unknown", "下落不明"),
}
COARSE: Options = {
    1: PLACES[1],
    3: ("Elsewhere in this county", "县内其他地方"),
    4: PLACES[4],
    5: PLACES[5],
    6: ("Another province or abroad", "外省或境外"),
    8: PLACES[8],
}
RETURNS: Options = {
    1: ("Within three months", "三个月内"),
    2: ("By the next Lunar New Year", "下个春节前"),
    3: ("Later", "更晚"),
    4: ("Not planned", "没有打算"),
}
INDUSTRIES: Options = {
    1: ("Manufacturing", "制造业"),
    2: ("Construction", "建筑业"),
    3: ("Shops, catering, delivery", "商贸餐饮快递"),
    4: ("Transport", "运输业"),
    5: ("Farming", "农业"),
    6: ("Other", "其他"),
}
CAPACITIES: Options = {
    1: ("Able", "有监护能力"),
    2: ("Seriously ill", "患重病"),
    3: ("Severely disabled", "重度残疾"),
    4: ("In prison", "服刑"),
    5: ("Out of contact", "失联"),
}
CALENDARS: Options = {1: ("Solar", "公历"), 2: ("Lunar", "农历")}
FATHERS: Options = {
    1: ("Biological father", "生父"),
    2: ("Stepfather", "继父"),
    3: ("Adoptive father", "养父"),
}
WHO = {"f": ("father", "父亲"), "m": ("mother", "母亲")}


def asks_of(suffix: str) -> dict[str, Ask]:
    """The questions on one parent, by the name that their columns have."""
    en, zh = WHO[suffix]

    def ask(source: str, label: str, words: str, kind: Kind, of: Options | None = None) -> Ask:
        return Ask(f"{source}_{suffix}", (label.format(en), words.format(zh)), kind, of or {})

    return {
        "alive": ask("alive", "Is the {} alive", "{}是否健在", "yes_no"),
        "died": ask("death_month", "Month in which the {} died", "{}去世年月", "month"),
        "place": ask("place", "Where the {} lives now", "{}现居地", "choice", PLACES),
        "coarse": ask("place", "Where the {} lives now", "{}现居地", "choice", COARSE),
        "gate3": ask("gate3", "The {} away 3 months or more", "{}外出满3个月", "yes_no"),
        "gate6": ask("gate6", "The {} away 6 months or more", "{}外出满6个月", "yes_no"),
        "months0": ask("months0", "Months the {} was away", "{}外出月数", "number"),
        "months3": ask("months3", "Months the {} was away", "{}外出月数", "number"),
        "months6": ask("months6", "Months the {} was away", "{}外出月数", "number"),
        "longest0": ask("longest0", "Longest time away, {}", "{}最长连续外出月数", "number"),
        "longest3": ask("longest3", "Longest time away, {}", "{}最长连续外出月数", "number"),
        "longest6": ask("longest6", "Longest time away, {}", "{}最长连续外出月数", "number"),
        "reason": ask("reason", "Why the {} is away", "{}外出原因", "choice", REASONS),
        "plain": ask("reason_plain", "Why the {} is away", "{}外出原因", "choice", REASONS),
        "left": ask("left", "Month in which the {} left", "{}本次外出年月", "month"),
        "returns": ask("returns", "When the {} will be back", "{}预计返回", "choice", RETURNS),
        "county": ask("county", "County in which the {} lives", "{}所在县", "number"),
        "industry": ask("industry", "Industry of the {}", "{}行业", "choice", INDUSTRIES),
        "hours": ask("hours", "Hours a week, {}", "{}每周工时", "number"),
        "contract": ask("contract", "The {} has a written contract", "{}有无书面合同", "yes_no"),
        "capacity": ask("capacity", "Able to be guardian, {}", "{}监护能力", "choice", CAPACITIES),
        "took": ask("took", "The {} ever took the child along", "{}是否带孩子外出过", "yes_no"),
    }


AGE = Ask("age", ("Age of the child in years", "孩子周岁年龄"))
CALENDAR = Ask("calendar", ("Calendar of the birth date", "出生日期历法"), "choice", CALENDARS)
FATHER_KIND = Ask("father_kind", ("What kind of father", "父亲类型"), "choice", FATHERS)
