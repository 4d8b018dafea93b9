"""What is asked about the child's health, with the words."""

from __future__ import annotations

from kinpanel.simulate.sections.asked import YES_NO, Answers, Asked
from kinpanel.simulate.sections.proxy.care_frame import HEALTH

HEALTHY: Answers = {
    1: ("Healthy", "健康"),
    2: ("Fairly healthy", "比较健康"),
    3: ("So-so", "一般"),
    4: ("Unhealthy", "不健康"),
    5: ("Very unhealthy", "很不健康"),
}
"""The anchors of wave 1, of which none is one of the later five."""
PROVIDERS: Answers = {
    1: ("Village clinic", "村卫生室"),
    2: ("Township health centre", "乡镇卫生院"),
    3: ("County hospital or higher", "县医院及以上"),
    4: ("Pharmacy or other", "药店或其他"),
}
REASONS: Answers = {
    1: ("Not serious", "病情不重"),
    2: ("Cost", "费用"),
    3: ("Distance", "路远"),
    4: ("Nobody to take the child", "无人陪同"),
}
CARDS: Answers = {
    1: ("Seen", "见到"),
    2: ("Has one, not seen", "有但未见到"),
    3: ("None", "没有"),
}
POSTURES: Answers = {1: ("Lying", "躺"), 2: ("Standing", "站")}
DIET: Answers = {
    1: ("Meat or fish", "肉鱼"),
    2: ("Eggs", "蛋"),
    3: ("Milk", "奶"),
    4: ("Beans", "豆类"),
    5: ("Vegetables", "蔬菜"),
    6: ("Fruit", "水果"),
}

RATED = Asked("rated_health", "Health of the child", "孩子健康状况", HEALTH, stem="h1")
ILL_MONTH = Asked("ill_month", "Ill in the last month", "过去一个月是否生病", YES_NO, stem="h2m")
ILL = Asked("ill", "Ill in the last two weeks", "过去两周是否生病", YES_NO, stem="h2")
CHRONIC = Asked("chronic", "Chronic illness", "慢性病", YES_NO, stem="h2c")
FOLLOWING = (
    Asked("care_sought", "Care sought", "是否就医", YES_NO, stem="h3"),
    Asked("first_provider", "First provider", "首诊机构", PROVIDERS, stem="h4"),
    Asked("reason_no_care", "Why no care was sought", "未就医原因", REASONS, stem="h5"),
    Asked("insured", "Health insurance", "医疗保险", YES_NO, stem="h6"),
    Asked("reimbursed", "Cost of care reimbursed", "医疗费用是否报销", YES_NO, stem="h6b"),
    Asked("vaccination_card", "Vaccination card", "预防接种证", CARDS, stem="h7"),
    Asked("injury", "Injury in 12 months", "过去12个月受伤", YES_NO, stem="h8"),
)
HEIGHT = Asked("height", "Height", "身高", wide=True, stem="h9")
WEIGHT = Asked("weight", "Weight", "体重", wide=True, stem="h10")
POSTURE = Asked("posture", "Lying or standing", "躺或站", POSTURES, stem="h11")
SHOES = Asked("shoes_on", "Measured in shoes", "穿鞋测量", YES_NO, ("w5",), stem="h9s")
GROWING = (
    Asked("menarche", "First menstruation", "月经初潮", YES_NO, stem="h14"),
    Asked("menarche_told", "Told of it before", "事前告知", YES_NO, stem="h14a"),
)
BLOOD = (
    Asked("hb_sampled", "Haemoglobin measured", "是否测量血红蛋白", YES_NO, stem="h13a"),
    Asked("hb", "Haemoglobin, g/L", "血红蛋白（克/升）", wide=True, stem="h13"),
)
"""Asked in a part of the villages."""
EATEN = Asked(
    "diet", "Eaten yesterday", "昨天吃过", {0: ("No", "否"), 1: ("Yes", "是")}, stem="h15"
)
INTERVIEWER = Asked("interviewer", "Interviewer", "访员编码", stem="a3", style="text", answer=False)
