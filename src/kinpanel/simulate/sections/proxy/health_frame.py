"""What is asked about the child's health, with the words."""

from __future__ import annotations

from kinpanel.simulate.sections.proxy.asked import YES_NO, Answers, Asked
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

RATED = Asked("rated_health", "h1", ("Health of the child", "孩子健康状况"), HEALTH)
ILL_MONTH = Asked("ill_month", "h2m", ("Ill in the last month", "过去一个月是否生病"), YES_NO)
ILL = Asked("ill", "h2", ("Ill in the last two weeks", "过去两周是否生病"), YES_NO)
CHRONIC = Asked("chronic", "h2c", ("Chronic illness", "慢性病"), YES_NO)
FOLLOWING = (
    Asked("care_sought", "h3", ("Care sought", "是否就医"), YES_NO),
    Asked("first_provider", "h4", ("First provider", "首诊机构"), PROVIDERS),
    Asked("reason_no_care", "h5", ("Why no care was sought", "未就医原因"), REASONS),
    Asked("insured", "h6", ("Health insurance", "医疗保险"), YES_NO),
    Asked("reimbursed", "h6b", ("Cost of care reimbursed", "医疗费用是否报销"), YES_NO),
    Asked("vaccination_card", "h7", ("Vaccination card", "预防接种证"), CARDS),
    Asked("injury", "h8", ("Injury in 12 months", "过去12个月受伤"), YES_NO),
)
HEIGHT = Asked("height", "h9", ("Height", "身高"), wide=True)
WEIGHT = Asked("weight", "h10", ("Weight", "体重"), wide=True)
POSTURE = Asked("posture", "h11", ("Lying or standing", "躺或站"), POSTURES)
SHOES = Asked("shoes_on", "h9s", ("Measured in shoes", "穿鞋测量"), YES_NO, ("w5",))
GROWING = (
    Asked("menarche", "h14", ("First menstruation", "月经初潮"), YES_NO),
    Asked("menarche_told", "h14a", ("Told of it before", "事前告知"), YES_NO),
)
BLOOD = (
    Asked("hb_sampled", "h13a", ("Haemoglobin measured", "是否测量血红蛋白"), YES_NO),
    Asked("hb", "h13", ("Haemoglobin, g/L", "血红蛋白（克/升）"), wide=True),
)
"""Asked in a part of the villages."""
EATEN = Asked("diet", "h15", ("Eaten yesterday", "昨天吃过"), {0: ("No", "否"), 1: ("Yes", "是")})
INTERVIEWER = ("Interviewer", "访员编码")
