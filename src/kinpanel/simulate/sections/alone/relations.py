"""Attachment, what children say of their parents, resentment, self-reliance, the village norm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.alone.answering import (
    Given,
    answered,
    block_why,
    given,
    loaded,
    one,
    places,
)
from kinpanel.simulate.sections.alone.columns import Asked, Words
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams
from kinpanel.simulate.truth import Truth

IDENTITY = 56
"""Number of the trap that lies in this section."""
ASKED_FROM = 10
HOME, AWAY, NO_TOUCH, DEAD, RATHER_NOT = 1, 2, 3, 4, 5
ATTACHMENT = tuple(f"attach_{number}" for number in range(1, 5))
SAID = ("says_father", "says_mother")
AGREED = ("resentment", "self_reliance", "village_norm")
_WORDS: Mapping[str, Words] = {
    "attach_1": ("I tell my parents what worries me", "我有心事会告诉父母"),
    "attach_2": ("My parents know how I feel", "父母知道我的感受"),
    "attach_3": ("I can count on my parents when I need them", "需要时我可以依靠父母"),
    "attach_4": ("I feel like a stranger to my parents", "我觉得和父母很陌生"),
    "says_father": ("How the child describes the father to a new friend", "向新朋友怎样介绍父亲"),
    "says_mother": ("How the child describes the mother to a new friend", "向新朋友怎样介绍母亲"),
    "resentment": ("I blame my parents for being away", "我怪父母不在身边"),
    "self_reliance": ("I manage without anybody's help", "没人帮忙我也能行"),
    "village_norm": (
        "Here most children live apart from their parents",
        "村里多数孩子不和父母同住",
    ),
    "identity_lb": ("Left-behind child", "留守儿童"),
}
_AGREE: Mapping[int, Words] = {
    1: ("Completely disagree", "完全不同意"),
    2: ("Tend to disagree", "不太同意"),
    3: ("Neither agree nor disagree", "一般"),
    4: ("Tend to agree", "比较同意"),
    5: ("Completely agree", "完全同意"),
}
_DESCRIBED: Mapping[int, Words] = {
    HOME: ("Lives with me", "和我住在一起"),
    AWAY: ("Works away from home", "在外打工"),
    NO_TOUCH: ("We are not in touch", "没有联系"),
    DEAD: ("Is dead", "去世了"),
    RATHER_NOT: ("Would not say", "不愿说"),
}


def draw_relations(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """Agreement from 1 to 5, two descriptions, and whether one calls oneself left behind."""
    rng = Streams(truth.seed)(f"relations {wave}")
    at, old = places(truth, rows, wave), (rows["age"] >= ASKED_FROM).to_numpy()
    waves = truth.child_waves.iloc[at]
    attach = answered(truth, at, "attachment", loaded("dep", -0.4), 4, 5, (4,), 0.0)
    agreed = answered(truth, at, "agreement", loaded("dep", 0.2), 3, 5, location=0.2)
    state = waves["state"].to_numpy()
    found: Given = {
        **given(ATTACHMENT, attach + 1, block_why(rng, old, len(ATTACHMENT))),
        **given(AGREED, agreed + 1, block_why(rng, old, len(AGREED))),
    }
    why = block_why(rng, old, len(SAID))
    for place, (name, parent, away) in enumerate(
        zip(SAID, ("father", "mother"), (("F", "FM"), ("M", "FM")), strict=True)
    ):
        dead = waves[f"says_dead_{parent}"].to_numpy(dtype=np.float64) == 1
        said = _described(rng, np.isin(state, away), dead)
        found |= one(name, said, why[:, place])
    chance = np.select([state == "FM", state == "B"], [0.62, 0.05], 0.30)
    identity = rng.random(len(rows)) < chance
    return {**found, **one("identity_lb", identity, block_why(rng, old, 1)[:, 0])}


def _described(
    rng: np.random.Generator, away: npt.NDArray[np.bool_], dead: npt.NDArray[np.bool_]
) -> npt.NDArray[Any]:
    draw = rng.random(len(away))
    living = np.select([draw < 0.03, draw < 0.06, away], [RATHER_NOT, NO_TOUCH, AWAY], HOME)
    return np.where(dead, DEAD, living)


def relations_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The items; in w5 also whether the child calls itself left behind."""
    asked = Asked("self", wave, traps)
    columns = []
    for number, name in enumerate((*ATTACHMENT, *SAID, *AGREED), start=1):
        answers = _DESCRIBED if name in SAID else _AGREE
        place = ("relations", number)
        columns.append(asked.column(name, place, _WORDS[name], answers=answers))
    if wave != "w5":
        return tuple(columns)
    identity = asked.yes_no("identity_lb", ("relations", 10), _WORDS["identity_lb"])
    if IDENTITY in traps:
        identity = replace(identity, name=raw_name("self", wave, "leftbehind"))
    else:
        label = asked.say(("I call myself a left-behind child", "我觉得自己是留守儿童"))
        identity = replace(identity, label=label)
    return (*columns, identity)


def clean_relations(rows: pd.DataFrame, wave: str) -> Mapping[str, Any]:
    """Every answer; the identity in w5 only."""
    names = [*ATTACHMENT, *SAID, *AGREED, *(["identity_lb"] if wave == "w5" else [])]
    return {"hhid": rows["hhid"], **kept(rows, names)}


RELATIONS = Section(
    "relations", "self", "relations", draw_relations, relations_columns, clean_relations
)
