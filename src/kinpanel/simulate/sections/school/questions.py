"""The questions on school and the tests, in the order of the file, as asked the plain way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kinpanel.simulate.sections.school import wording as said

Kind = Literal["number", "text", "month"]


@dataclass(frozen=True)
class Asked:
    """One question: its true quantity, the end of its column's name, its labels and answers."""

    source: str
    stem: str
    en: str
    zh: str
    answers: said.Answers | None = None
    kind: Kind = "number"


SCHOOL = (
    Asked("school_age", "e01", "Age in completed years", "周岁年龄"),
    Asked("at_school", "e02", "Goes to school or kindergarten", "是否在读", said.YES_NO),
    Asked("stage", "e03", "Stage of schooling", "就读阶段", said.STAGE),
    Asked("school_place", "e04", "Where the school is", "学校所在地", said.PLACE),
    Asked("school_id", "e05", "School id", "学校编码", kind="text"),
    Asked("school_grade", "e06", "Grade", "就读年级"),
    Asked("boards", "e07", "Boards at school", "是否住校", said.YES_NO),
    Asked("boarding_nights", "e08", "Nights at school a week", "每周住校晚数"),
    Asked("boarding_age", "e09", "Age when boarding began", "开始住校年龄"),
    Asked("has_repeated", "e10", "Has repeated a grade", "是否留级", said.YES_NO),
    Asked("days_absent", "e11", "Days absent, last month of school", "最近一个上课月缺课天数"),
    Asked(
        "truancy_kind",
        "e12",
        "Absence and truancy, last month of school",
        "最近一个上课月缺课情况",
        said.TRUANCY,
    ),
    Asked("school_past", "e13", "School past", "上学经历", said.PAST),
    Asked("left_month", "e14", "Month of leaving school", "离校年月", kind="month"),
    Asked("left_reason", "e15", "Reason for leaving school", "离校原因", said.LEFT),
    Asked("chinese_mark", "e16", "Last mark in Chinese (of 100)", "上学期语文成绩"),
    Asked("maths_mark", "e17", "Last mark in mathematics (of 100)", "上学期数学成绩"),
    Asked("transferred", "e18", "Came from a school in the city", "是否从城市转回", said.YES_NO),
    Asked("transfer_year", "e19", "Year of the transfer", "转回年份"),
    Asked("transfer_reason", "e20", "Reason for the transfer", "转回原因", said.BACK),
    Asked("aspiration", "e21", "Schooling hoped for", "期望学历", said.HOPE),
    Asked("bullied_frequency", "e22", "Bullied at school", "被欺负情况", said.BULLIED),
    Asked("teacher_support", "e23", "Support by teachers", "老师关心程度", said.SUPPORT),
    Asked("counselling_room", "e24", "Counselling room at school", "有无心理咨询室", said.YES_NO),
    Asked("homework_help", "e25", "Who helps with homework", "谁辅导作业", said.HELPER),
    Asked("tv_limits", "e26", "How often television is limited", "限制看电视的频率", said.OFTEN),
    Asked("internet_hours", "e27", "Internet: hours a week", "每周上网时间（小时）"),
)
INTERNET_USE = Asked("internet_use", "e27a", "Uses the internet", "是否上网", said.YES_NO)
INTERNET_MINUTES = Asked(
    "internet_minutes", "e27b", "Internet: minutes a day", "每天上网时间（分钟）"
)
TESTS_ASKED = (
    Asked("test_mode", "g01", "Mode of the interview", "访问方式", said.MODE),
    Asked("test_form", "g02", "Form of the tests", "测试卷类型", said.FORM),
    Asked("words_right", "g03", "Words read correctly (of 34)", "字词测试得分"),
    Asked("maths_right", "g04", "Maths problems solved (of 24)", "数学测试得分"),
    Asked("words_recalled", "g05", "Words recalled (of 10)", "词语回忆得分"),
    Asked("series_right", "g06", "Number series solved (of 15)", "数列测试得分"),
)
