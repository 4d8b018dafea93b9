"""Thoughts of suicide and self-harm, asked alone from w2 on, and what the protocol did then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.answers import GIVEN, INAPPLICABLE, Whys
from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.absent import alone
from kinpanel.simulate.sections.alone.answering import Given, one, places, routed
from kinpanel.simulate.sections.alone.columns import Asked, Words
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Flags, Streams
from kinpanel.simulate.truth import Truth

NOT_ASKED = 53
"""Number of the trap that lies in this section."""
ASKED_FROM = 10
PREFERS_NOT = "prefer_not_to_say"
SAYS_SO, SAYS_SO_NUMBER = 8, 88
"""What the screen writes for it: among the answers yes and no, and for a number."""
WITHHELD = (0.02, 0.10)
"""Share that prefers not to say, of those with nothing to tell and of the others."""
NONE, THOUGHTS, PLAN, HARM = 0, 1, 2, 3
VERSIONS: Mapping[str, int] = {"w1": 1, "w2": 1, "w3": 2, "w4": 2, "w5": 3}

QUESTIONS = ("si_thought", "si_plan", "si_attempts", "si_injury", "nssi")
PROTOCOL = (
    *("safety_rule", "safety_minute", "safety_role", "safety_same_day", "safety_referral"),
    *("assent_version", "consent_version"),
)
_ALONE: Words = ("Child is here and answers alone at the tablet", "孩子在场并独自在平板上作答")
_WORDS: Mapping[str, Words] = {
    "si_thought": ("Seriously considered suicide, last 12 months", "过去12个月是否认真考虑过自杀"),
    "si_plan": ("Made a plan, last 12 months", "过去12个月是否做过计划"),
    "si_attempts": ("Attempts, last 12 months", "过去12个月尝试次数"),
    "si_injury": ("An attempt needed treatment", "是否因此需要治疗"),
    "nssi": ("Hurt oneself on purpose without wanting to die", "是否有意伤害自己但不想死"),
    "safety_rule": ("Rule of the protocol that applied", "触发的安全规则"),
    "safety_minute": ("Time of the alert, minutes after midnight", "触发时间（零点后分钟数）"),
    "safety_role": ("Who was told", "通知对象"),
    "safety_same_day": ("Spoken to on the same day", "当日是否联系"),
    "safety_referral": ("Referral", "转介情况"),
    "assent_version": ("Version of the assent", "儿童同意书版本"),
    "consent_version": ("Version of the guardian's consent", "监护人同意书版本"),
}
_RULES: Mapping[int, Words] = {
    NONE: ("None", "无"),
    THOUGHTS: ("Thoughts only", "仅有自杀想法"),
    PLAN: ("Plan or attempt", "有自杀计划或尝试"),
    HARM: ("Self-harm only", "仅自伤"),
}
_ROLES: Mapping[int, Words] = {
    1: ("Field supervisor", "督导"),
    2: ("School counsellor", "学校心理老师"),
    3: ("Guardian", "监护人"),
}
_REFERRALS: Mapping[int, Words] = {
    1: ("Not needed", "无需转介"),
    2: ("Offered, declined", "已提供，未接受"),
    3: ("Made", "已转介"),
    4: ("Completed", "转介完成"),
}
_ANSWERS = {"safety_rule": _RULES, "safety_role": _ROLES, "safety_referral": _REFERRALS}


def draw_safety(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """Answers, what the screen wrote, and the steps of the protocol.

    Nobody is asked whose caregiver answers, or who is on the phone.
    """
    rng = Streams(truth.seed)(f"safety {wave}")
    waves = truth.child_waves.iloc[places(truth, rows, wave)]
    dep = waves["dep"].to_numpy(dtype=np.float64)
    old = (rows["age"] >= ASKED_FROM).to_numpy()
    private = alone(truth, rows, wave)
    asked = old & private
    thought = waves["ideation"].to_numpy(dtype=np.float64) == 1
    plan = rng.random(len(rows)) < 0.35
    attempts = np.where(rng.random(len(rows)) < 0.18, 1 + rng.poisson(0.3, len(rows)), 0)
    injury = rng.random(len(rows)) < 0.25
    hurt = rng.random(len(rows)) < 1 / (1 + np.exp(-(-1.05 + 0.7 * dep)))
    first = _why(rng, asked, thought)
    opened = thought & (first == GIVEN)
    number = _behind(rng, first, opened, attempts > 0)
    found = {
        **one("si_thought", thought, first),
        **one("si_plan", plan, _behind(rng, first, opened, plan)),
        **one("si_attempts", attempts, number),
        **one("si_injury", injury, routed(rng, attempts, number, attempts > 0)),
        **one("nssi", hurt, _why(rng, asked, hurt)),
    }
    shown = np.where(old, GIVEN, INAPPLICABLE).astype(object)
    found |= {**_screened(found), **_protocol(rng, found, asked)}
    for name in ("assent_version", "consent_version"):
        found |= one(name, np.full(len(rows), VERSIONS[wave]), shown)
    return {**found, **one("alone", private, shown)}


def _why(rng: np.random.Generator, asked: Flags, true: Flags) -> Whys:
    withheld = rng.random(len(asked)) < np.where(true, WITHHELD[1], WITHHELD[0])
    why = np.where(withheld, PREFERS_NOT, GIVEN).astype(object)
    why[~asked] = INAPPLICABLE
    return np.asarray(why, dtype=object)


def _behind(rng: np.random.Generator, gate: Whys, opened: Flags, true: Flags) -> Whys:
    """Why a question about thoughts is missing: as its gate, not asked, rather not said."""
    return np.asarray(np.where(gate == GIVEN, _why(rng, opened, true), gate), dtype=object)


def _screened(found: Given) -> Given:
    """The same answers with what the screen writes where somebody prefers not to say."""
    screened: Given = {}
    for name in QUESTIONS:
        values, why = found[name].copy(), found[f"{name}__why"].copy()
        values[why == PREFERS_NOT] = SAYS_SO_NUMBER if name == "si_attempts" else SAYS_SO
        why[why == PREFERS_NOT] = GIVEN
        screened |= {f"{name}_screen": values, f"{name}_screen__why": why}
    return screened


def _protocol(rng: np.random.Generator, found: Given, asked: Flags) -> Given:
    size = len(found["nssi"])
    graver = (found["si_plan"] == 1) | (found["si_attempts"] > 0)
    told = [graver, found["si_thought"] == 1, found["nssi"] == 1]
    rule: npt.NDArray[Any] = np.select(told, [PLAN, THOUGHTS, HARM], NONE)
    alert = np.where(rule == NONE, INAPPLICABLE, GIVEN).astype(object)
    steps = {
        "safety_minute": rng.integers(480, 1200, size),
        "safety_role": rng.choice([1, 2, 3], size, p=[0.5, 0.3, 0.2]),
        "safety_same_day": (rng.random(size) < 0.93) | (rule == PLAN),
        "safety_referral": rng.choice([1, 2, 3, 4], size, p=[0.35, 0.2, 0.25, 0.2]),
    }
    every = np.where(asked, GIVEN, INAPPLICABLE).astype(object)
    made = one("safety_rule", rule, every)
    for name, values in steps.items():
        made |= one(name, np.asarray(values), alert)
    return made


def safety_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Whether the child is alone, questions, the record of the protocol; nothing in w1."""
    if wave == "w1" and NOT_ASKED in traps:
        return ()
    asked = Asked("self", wave, traps)
    questions = [_question(asked, number, name) for number, name in enumerate(QUESTIONS, start=1)]
    steps = [_step(asked, number, name) for number, name in enumerate(PROTOCOL, start=11)]
    return (asked.yes_no("alone", ("safety", 0), _ALONE), *questions, *steps)


def _question(asked: Asked, number: int, name: str) -> Column:
    place, source = ("safety", number), f"{name}_screen"
    rather_not = asked.say(("Prefer not to say", "不想说"))
    if name == "si_attempts":
        return asked.column(source, place, _WORDS[name])
    column = asked.yes_no(source, place, _WORDS[name])
    return replace(
        column,
        codes={**column.codes, SAYS_SO: SAYS_SO},
        labels={**column.labels, SAYS_SO: rather_not},
    )


def _step(asked: Asked, number: int, name: str) -> Column:
    place = ("safety", number)
    if name == "safety_same_day":
        return asked.yes_no(name, place, _WORDS[name])
    return asked.column(name, place, _WORDS[name], answers=_ANSWERS.get(name))


def clean_safety(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Answers and protocol as they are; nothing is known for w1."""
    if wave == "w1":
        return {"hhid": rows["hhid"]}
    return {"hhid": rows["hhid"], **kept(rows, ["alone", *QUESTIONS, *PROTOCOL])}


SAFETY = Section("safety", "self", "safety", draw_safety, safety_columns, clean_safety)
