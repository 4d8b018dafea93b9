"""The questions on school and the tests, in the order of the file, as asked the plain way."""

from __future__ import annotations

from kinpanel.simulate.sections.asked import YES_NO, Asked
from kinpanel.simulate.sections.school import wording as said

SCHOOL = (
    Asked("school_age", "Age in completed years", "周岁年龄", stem="e01"),
    Asked("at_school", "Goes to school or kindergarten", "是否在读", YES_NO, stem="e02"),
    Asked("stage", "Stage of schooling", "就读阶段", said.STAGE, stem="e03"),
    Asked("school_place", "Where the school is", "学校所在地", said.PLACE, stem="e04"),
    Asked("school_id", "School id", "学校编码", style="text", answer=False, stem="e05"),
    Asked("school_grade", "Grade", "就读年级", stem="e06"),
    Asked("boards", "Boards at school", "是否住校", YES_NO, stem="e07"),
    Asked("boarding_nights", "Nights at school a week", "每周住校晚数", stem="e08"),
    Asked("boarding_age", "Age when boarding began", "开始住校年龄", stem="e09"),
    Asked("has_repeated", "Has repeated a grade", "是否留级", YES_NO, stem="e10"),
    Asked("days_absent", "Days absent, last month of school", "最近一个上课月缺课天数", stem="e11"),
    Asked(
        "truancy_kind",
        "Absence and truancy, last month of school",
        "最近一个上课月缺课情况",
        said.TRUANCY,
        stem="e12",
    ),
    Asked("school_past", "School past", "上学经历", said.PAST, stem="e13"),
    Asked("left_month", "Month of leaving school", "离校年月", style="yyyymm", stem="e14"),
    Asked("left_reason", "Reason for leaving school", "离校原因", said.LEFT, stem="e15"),
    Asked("chinese_mark", "Last mark in Chinese (of 100)", "上学期语文成绩", stem="e16", top=3),
    Asked("maths_mark", "Last mark in mathematics (of 100)", "上学期数学成绩", stem="e17", top=3),
    Asked("transferred", "Came from a school in the city", "是否从城市转回", YES_NO, stem="e18"),
    Asked("transfer_year", "Year of the transfer", "转回年份", stem="e19"),
    Asked("transfer_reason", "Reason for the transfer", "转回原因", said.BACK, stem="e20"),
    Asked("aspiration", "Schooling hoped for", "期望学历", said.HOPE, stem="e21"),
    Asked("bullied_frequency", "Bullied at school", "被欺负情况", said.BULLIED, stem="e22"),
    Asked("teacher_support", "Support by teachers", "老师关心程度", said.SUPPORT, stem="e23"),
    Asked("counselling_room", "Counselling room at school", "有无心理咨询室", YES_NO, stem="e24"),
    Asked("homework_help", "Who helps with homework", "谁辅导作业", said.HELPER, stem="e25"),
    Asked(
        "tv_limits", "How often television is limited", "限制看电视的频率", said.OFTEN, stem="e26"
    ),
    Asked("internet_hours", "Internet: hours a week", "每周上网时间（小时）", stem="e27"),
)
INTERNET_USE = Asked("internet_use", "Uses the internet", "是否上网", YES_NO, stem="e27a")
INTERNET_MINUTES = Asked(
    "internet_minutes", "Internet: minutes a day", "每天上网时间（分钟）", stem="e27b"
)
TESTS_ASKED = (
    Asked("test_mode", "Mode of the interview", "访问方式", said.MODE, stem="g01"),
    Asked("test_form", "Form of the tests", "测试卷类型", said.FORM, stem="g02"),
    Asked("words_right", "Words read correctly (of 34)", "字词测试得分", stem="g03"),
    Asked("maths_right", "Maths problems solved (of 24)", "数学测试得分", stem="g04"),
    Asked("words_recalled", "Words recalled (of 10)", "词语回忆得分", stem="g05"),
    Asked("series_right", "Number series solved (of 15)", "数列测试得分", stem="g06"),
)
