"""Which labelled codes look missing, and for which of the study's reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kinpanel.study import StudyDefinition

_WHO = r"(?:the |r |respondent |child |interviewer |i )?"
_PATTERNS: dict[str, str] = {
    "refused": _WHO + r"(?:refus(?:e|ed|es|al)(?: (?:to|by) .{0,30})?|declined(?: to answer)?"
    r"|prefer(?:red|s)? not to (?:say|answer)|(?:拒绝|拒)(?:回答|作答|答|访)?)",
    "dont_know": _WHO + r"(?:(?:do not|don'?t|does not|doesn'?t|did not|didn'?t) know"
    r"|(?:do not|don'?t|can'?t|cannot) (?:remember|recall|say)|dk|unknown|unsure|not sure"
    r"|(?:我)?(?:不知道|不清楚|说不清(?:楚)?|不详|不记得|不确定|记不清(?:楚)?))",
    "inapplicable": r"(?:not applicable|inapplicable|does not apply|doesn'?t apply|n/?\.?a\.?|inap"
    r"|inapp|skip|skipped|legitimate skip|valid skip|不适用|跳过|合理跳过|无需回答)",
    "not_asked": r"(?:(?:question )?not asked.{0,30}|(?:本轮|本期)?未问|未提问)",
    "no_answer": r"(?:no (?:answer|response|reply)|not (?:answered|stated|available|ascertained)"
    r"|non-?response|nonresponse|missing(?: (?:value|data|answer))?|system missing|blank"
    r"|(?:数据|系统)?缺失(?:值)?|漏答|漏问|未(?:回)?答|未作答|无回答|无应答|无答案|空白)",
}
_CLASSES = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
_OTHER_NAMES = {
    "refused": {"refusal"},
    "dont_know": {"do_not_know", "dk", "unknown"},
    "inapplicable": {"not_applicable"},
    "not_asked": set(),
    "no_answer": {"missing", "nonresponse", "non_response", "no_response", "not_answered"},
}
_NUMBERED = re.compile(
    r"^\s*(?:-?[0-9]+|\.?[a-z]|\[[^\]]*\])\s*[.:=、)）-]+\s*(?=\S)", re.IGNORECASE
)
_PARTS = re.compile(r"[,;:，；：()（）]|\s/|/\s|(?<=[^\s/]{2})/(?=[^\s/]{2})|\bor\b|或")


def missing_class(label: str) -> str | None:
    """`refused`, `dont_know`, `inapplicable`, `not_asked`, `no_answer`, or None for an answer.

    A number before the text is passed over; of several words the first counts, and all must be
    of the kind, but for what stands in brackets at the end.
    """
    text = _NUMBERED.sub("", label.replace("’", "'")).strip()
    outside = re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", text) or text
    parts = [part.strip(" .!。*_-") for part in _PARTS.split(outside)]
    found = [_class(part) for part in parts if part]
    return found[0] if found and None not in found else None


def _class(part: str) -> str | None:
    return next((name for name, words in _CLASSES.items() if words.fullmatch(part)), None)


@dataclass(frozen=True)
class Reasons:
    """The study's missing reasons: by their labels, by class of label, and by code in a wave."""

    by_label: Mapping[str, str]
    by_class: Mapping[str, str]
    by_code: Mapping[str, str]

    def of(self, code: str, label: str) -> str | None:
        """The reason that a code with this label stands for, or None where none fits."""
        found = missing_class(label)
        said = self.by_label.get(label.strip().casefold())
        return said or self.by_class.get(found or "") or self.by_code.get(code)

    def looks_missing(self, code: str, label: str) -> bool:
        """Whether a labelled code is no answer: the label says so, or the wave, of a negative."""
        return (code in self.by_code and code.startswith("-")) or self.says_missing(label)

    def says_missing(self, label: str) -> bool:
        """Whether the label is that of a reason, or reads like one."""
        return label.strip().casefold() in self.by_label or missing_class(label) is not None


def reasons_of(study: StudyDefinition, wave: str) -> Reasons:
    """What the study calls its reasons, and the raw codes that it declares for the wave."""
    by_label = {
        text.strip().casefold(): name
        for name, reason in study.missing.items()
        for text in reason.label.values()
    }
    by_class: dict[str, str] = {}
    for known in _CLASSES:
        names = [known, *sorted(_OTHER_NAMES[known])]
        fits = [name for name in names if name in study.missing] + [
            name
            for name, reason in study.missing.items()
            if known in {missing_class(text) for text in reason.label.values()}
        ]
        if fits:
            by_class[known] = fits[0]
    return Reasons(by_label, by_class, study.wave(wave).missing_codes)
