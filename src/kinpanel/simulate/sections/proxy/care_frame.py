"""The code frames of the main caregiver and what else is asked about care, with their words."""

from __future__ import annotations

from kinpanel.simulate.sections.asked import YES_NO, Answers, Asked

MOTHER, FATHER, NOBODY = 1, 2, 12
CAREGIVERS: Answers = {
    1: ("Mother", "母亲"),
    2: ("Father", "父亲"),
    3: ("Father's parents", "爷爷奶奶"),
    4: ("Mother's parents", "外公外婆"),
    5: ("Grandparents of both sides", "双方祖辈"),
    6: ("Aunt, uncle or other relative", "叔伯姑姨等亲属"),
    7: ("Adult brother or sister", "成年兄姐"),
    8: ("Brother or sister under 18", "未成年兄姐"),
    9: ("Neighbour or friend", "邻居或朋友"),
    10: ("School or boarding staff", "学校或宿舍人员"),
    11: ("Paid carer", "雇佣照料者"),
    12: ("Nobody, the child alone", "无人照料"),
}
"""The main caregiver: who sleeps in the same dwelling and cares every day."""
BROAD: Answers = {
    1: ("Mother", "母亲"),
    2: ("Father", "父亲"),
    3: ("Grandparents", "祖辈"),
    4: ("Other relatives", "其他亲属"),
    5: ("Not a relative", "非亲属"),
    6: ("School", "学校"),
    7: ("Nobody", "无人照料"),
}
BROAD_OF = {1: 1, 2: 2, 3: 3, 4: 3, 5: 3, 6: 4, 7: 4, 8: 4, 9: 5, 10: 6, 11: 5, 12: 7}
"""The broad code of each caregiver."""

EDUCATION: Answers = {
    1: ("No schooling", "未上学"),
    2: ("Primary school", "小学"),
    3: ("Junior secondary school", "初中"),
    4: ("Senior secondary or vocational school", "高中或中专"),
    5: ("College or university", "大专及以上"),
}
HEALTH: Answers = {
    1: ("Excellent", "非常好"),
    2: ("Very good", "很好"),
    3: ("Good", "好"),
    4: ("Fair", "一般"),
    5: ("Poor", "不好"),
}
OFTEN: Answers = {
    1: ("Never", "从不"),
    2: ("Sometimes", "有时"),
    3: ("Often", "经常"),
    4: ("Always", "总是"),
}
AGREE: Answers = {
    1: ("Strongly disagree", "非常不同意"),
    2: ("Disagree", "不同意"),
    3: ("Neither agree nor disagree", "一般"),
    4: ("Agree", "同意"),
    5: ("Strongly agree", "非常同意"),
}
MOOD: Answers = {
    0: ("Rarely (<1 day)", "几乎没有（不到一天）"),
    1: ("Some days (1-2)", "有些时候（1-2天）"),
    2: ("Occasionally (3-4)", "经常有（3-4天）"),
    3: ("Most days (5-7)", "大多数时候有（5-7天）"),
}
ABSENT: Answers = {
    1: ("At boarding school", "住校"),
    2: ("With the parents", "在父母处"),
    3: ("Ill or other", "生病或其他"),
}
WHO_ANSWERED: Answers = {
    1: ("The child", "孩子本人"),
    2: ("Proxy: child at boarding school", "代答：孩子住校"),
    3: ("Proxy: child with the parents", "代答：孩子在父母处"),
    4: ("Proxy: ill or other", "代答：生病或其他"),
}

LATER = ("w2", "w3", "w4", "w5")
COVER = (
    Asked("age", "Age of the child", "孩子周岁年龄", stem="a1"),
    Asked(
        "sex", "Sex of the child", "孩子性别", {1: ("Male", "男"), 2: ("Female", "女")}, stem="a2"
    ),
)
MAIN = Asked("caregiver", "Main caregiver", "主要照料者", CAREGIVERS, stem="k1")
SECOND = Asked("caregiver2", "Caregiver, second mention", "照料者（第二）", CAREGIVERS, stem="k1m2")
ITEMS = tuple(
    Asked(f"mood{number}", f"Mood, item {number}", f"情绪第{number}题", MOOD, stem=f"k3_{number}")
    for number in range(1, 9)
)
QUESTIONS = (
    Asked("caregiver_age", "Age of the caregiver", "照料者年龄", stem="k2a"),
    Asked("caregiver_edu", "Education of the caregiver", "照料者学历", EDUCATION, stem="k2b"),
    Asked("caregiver_health", "Health of the caregiver", "照料者健康", HEALTH, LATER, stem="k2c"),
    *ITEMS,
    Asked("children_cared", "Children cared for", "照料孩子数", stem="k4"),
    Asked("knows_where", "Knows where the child is", "知道孩子去哪", OFTEN, stem="k5a"),
    Asked("knows_friends", "Knows the child's friends", "认识孩子朋友", OFTEN, stem="k5b"),
    Asked("checks_homework", "Checks homework", "检查作业", OFTEN, stem="k5c"),
    Asked("reads_to", "Reads or tells stories", "读书或讲故事", OFTEN, stem="k5d"),
    Asked("plays_with", "Plays, sings or draws", "玩耍、唱歌或画画", OFTEN, stem="k5e"),
    Asked(
        "guardianship", "Written guardianship agreement", "书面监护协议", YES_NO, LATER, stem="k6"
    ),
    Asked("material_only", "Food and clothes are enough", "吃饱穿暖就够了", AGREE, stem="k7"),
)
ABOUT_PROXY = (
    Asked("proxied", "Answered for an absent child", "是否代答", YES_NO, LATER, stem="k8"),
    Asked("proxied_why", "Why the child was absent", "孩子不在的原因", ABSENT, LATER, stem="k8a"),
)
