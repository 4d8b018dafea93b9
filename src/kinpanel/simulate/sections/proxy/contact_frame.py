"""What is asked about contact with each parent who lives elsewhere, with the words."""

from __future__ import annotations

from kinpanel.simulate.sections.asked import ALL_WAVES, YES_NO, Answers, Asked

PARENTS = (("father", "f", "Father", "父亲"), ("mother", "m", "Mother", "母亲"))
"""Name, letter in column names, and words of each parent."""
HERE, ELSEWHERE, DEAD = 1, 2, 3
LIVES: Answers = {
    HERE: ("Lives here", "住在家里"),
    ELSEWHERE: ("Lives elsewhere", "不住在家里"),
    DEAD: ("Dead", "已去世"),
}
VOICE, TEXT, NEVER = 1, 2, 3
CHANNELS: Answers = {
    VOICE: ("Talking", "通话"),
    TEXT: ("Writing", "书信或文字"),
    NEVER: ("No contact", "没有联系"),
}
"""The plain set, to which all others lead."""
CHANNELS_2: Answers = {
    1: ("Letter", "书信"),
    2: ("Landline", "固定电话"),
    3: ("Mobile phone", "手机"),
    4: ("Text message", "短信"),
    5: ("No contact", "没有联系"),
}
CHANNELS_3: Answers = {
    1: ("Letter", "书信"),
    2: ("Landline", "固定电话"),
    3: ("Mobile phone", "手机"),
    4: ("Text message", "短信"),
    5: ("WeChat video", "微信视频"),
    6: ("WeChat message", "微信消息"),
    7: ("No contact", "没有联系"),
}
BANDS: Answers = {
    0: ("None", "没有"),
    1: ("Once", "一次"),
    2: ("Two or three times", "两三次"),
    3: ("Four times or more", "四次及以上"),
}
CLOSE: Answers = {
    1: ("Not close at all", "很不亲近"),
    2: ("Not close", "不亲近"),
    3: ("Neither close nor distant", "一般"),
    4: ("Close", "亲近"),
    5: ("Very close", "非常亲近"),
}
HARD: Answers = {
    1: ("Never", "从不"),
    2: ("Sometimes", "有时"),
    3: ("Often", "经常"),
    4: ("Always", "总是"),
}
WIDE = ("messages", "days", "child_visited", "gifts")
"""Numbers that reach 97 and more."""
VIDEO_WAVES = ("w3", "w4", "w5")


DIFFICULTIES = ("hurried", "marks", "hides", "quarrel")
"""What makes talking difficult, beside not knowing what to say."""


def asked_of(name: str, letter: str, english: str, chinese: str) -> dict[str, Asked]:
    """The questions about one parent, by the end of their names."""

    def ask(
        end: str,
        stem: str,
        label: tuple[str, str],
        answers: Answers | None = None,
        waves: tuple[str, ...] = ALL_WAVES,
    ) -> Asked:
        words = (f"{english}: {label[0]}", f"{chinese}：{label[1]}")
        own, wide = f"{stem}{letter}", end in WIDE
        return Asked(f"{name}_{end}", *words, answers, waves, stem=own, wide=wide)

    return {
        "lives": ask("lives", "c0", ("where living", "现居何处"), LIVES),
        "voice": ask("voice", "c1", ("days a week with a call", "每周通话天数")),
        "video": ask("video", "c2", ("days a week with video", "每周视频天数"), None, VIDEO_WAVES),
        "messages": ask("messages", "c3", ("messages a week", "每周信息条数")),
        "channel": ask("channel", "c4", ("usual way of contact", "通常联系方式"), CHANNELS),
        "visits": ask("visits", "c5", ("visits home in 12 months", "过去12个月回家次数")),
        "days": ask("days", "c6", ("days together in 12 months", "过去12个月在一起天数")),
        "child_visited": ask("child_visited", "c7", ("days child visited", "孩子探亲天数")),
        "new_year": ask("new_year", "c8", ("last Lunar New Year together", "一起过年"), YES_NO),
        "gifts": ask("gifts", "c9", ("parcels and gifts, yuan", "寄物品金额（元）")),
        "hard": ask("hard", "c10", ("talking is difficult", "沟通困难"), HARD),
        "hurried": ask("hurried", "c10b", ("talks are hurried", "通话匆忙"), HARD),
        "marks": ask("marks", "c10c", ("talks of marks and money only", "只谈学习和钱"), HARD),
        "hides": ask("hides", "c10d", ("child hides worries", "孩子隐瞒心事"), HARD),
        "quarrel": ask("quarrel", "c10e", ("talks end in quarrels", "通话争吵"), HARD),
        "close": ask("close", "c11", ("closeness", "亲近程度"), CLOSE),
    }


SHARES = Asked(
    "school_shares",
    "School shares photos or videos",
    "学校分享照片或视频",
    YES_NO,
    VIDEO_WAVES,
    stem="c13",
)
