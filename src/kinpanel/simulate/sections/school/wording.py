"""Labels of the section on school, and its answers in the words of each wave."""

from __future__ import annotations

from kinpanel.simulate.sections.asked import Answers

ANEW_YES_NO: Answers = {1: ("Yes", "是", "有"), 0: ("No", "否", "没有")}
"""Yes and no in codes of the codebook, with the words of the later translation."""
STAGE: Answers = {
    1: ("Nursery", "托儿所", "托育机构"),
    2: ("Kindergarten", "幼儿园", "学前班/幼儿园"),
    3: ("Primary school", "小学", "小学阶段"),
    4: ("Junior secondary school", "初中", "初级中学"),
    5: ("Senior secondary or vocational school", "高中/中专/职高", "高级中学（含职业学校）"),
}
PLACE: Answers = {
    1: ("This village", "本村", "村内"),
    2: ("Township", "乡镇", "乡镇上"),
    3: ("County town", "县城", "县城里"),
    4: ("Farther away", "县外", "更远的地方"),
}
PLACE_W1: Answers = {
    1: ("This village", "本村", "村内"),
    2: ("Township", "乡镇", "乡镇上"),
    3: ("Elsewhere", "其他地方", "别处"),
}
TRUANCY: Answers = {
    1: ("No absence", "没有缺课", "一直到校"),
    2: ("Leave of absence", "请假", "请过假"),
    3: ("Truant once or twice", "逃课一两次", "旷课1-2次"),
    4: ("Truant three times or more", "逃课三次及以上", "旷课至少3次"),
}
PAST: Answers = {
    1: ("Never went", "从未上学", "没上过学"),
    2: ("Left before finishing senior secondary", "高中毕业前离校", "没读完就不读了"),
    3: ("Finished senior secondary", "高中毕业", "已读完高中"),
}
LEFT: Answers = {
    1: ("No wish to go on", "不想读书", "自己不愿上学"),
    2: ("Poor marks", "成绩不好", "学习跟不上"),
    3: ("Costs", "费用太高", "负担不起"),
    4: ("To go out to work", "外出打工", "想挣钱"),
    5: ("Needed at home", "家里需要人手", "帮家里干活"),
    6: ("Illness", "生病", "身体原因"),
    7: ("Other", "其他", "其它原因"),
}
BACK: Answers = {
    1: ("Costs", "费用太高", "城里花费大"),
    2: ("No exams there without local hukou", "无当地户口，不能在当地考试", "没户口不能考试"),
    3: ("Nobody to look after the child", "没人照看", "父母没时间管"),
    4: ("Parents came back", "父母返乡", "随父母回来"),
    5: ("School was shut", "学校关闭", "学校停办"),
    6: ("Other", "其他", "其它原因"),
}
HOPE: Answers = {
    1: ("Junior secondary", "初中", "初中毕业"),
    2: ("Senior secondary or vocational", "高中或职高", "高中/职校毕业"),
    3: ("Junior college", "大专", "专科"),
    4: ("Bachelor", "本科", "大学本科毕业"),
    5: ("Postgraduate", "研究生", "硕士或以上"),
}
BULLIED: Answers = {
    1: ("Never", "从来没有", "没有过"),
    2: ("Once or twice", "一两次", "1-2次"),
    3: ("Two or three times a month", "每月两三次", "一月两三回"),
    4: ("About once a week", "大约每周一次", "一周一回"),
    5: ("Several times a week", "每周几次", "一周好几回"),
}
BULLIED_TERM: Answers = {
    1: ("Not this term", "本学期没有", "这学期没有过"),
    2: ("A few times this term", "本学期几次", "这学期几回"),
    3: ("Every month", "每月都有", "月月有"),
    4: ("Every week", "每周都有", "周周有"),
}
SUPPORT: Answers = {
    1: ("None", "没有", "不关心"),
    2: ("A little", "一点", "不太关心"),
    3: ("Some", "一些", "比较关心"),
    4: ("A lot", "很多", "非常关心"),
}
HELPER: Answers = {
    1: ("Nobody", "没有人", "无人"),
    2: ("Grandparent", "祖辈", "爷爷奶奶/外公外婆"),
    3: ("Parent", "父母", "爸爸或妈妈"),
    4: ("Sibling", "兄弟姐妹", "哥哥姐姐"),
    5: ("Paid tutor or class", "家教或辅导班", "课外班"),
}
OFTEN: Answers = {
    1: ("Never", "从不", "不限制"),
    2: ("Rarely", "很少", "难得限制"),
    3: ("Sometimes", "有时", "偶尔限制"),
    4: ("Often", "经常", "常常限制"),
    5: ("Very often", "非常频繁", "一直限制"),
}
MODE: Answers = {1: ("Face to face", "面访", "入户"), 2: ("Phone", "电话", "打电话")}
FORM: Answers = {
    1: ("Words and maths", "字词与数学", "识字算术卷"),
    2: ("Recall and number series", "记忆与数列", "记忆数列卷"),
}
