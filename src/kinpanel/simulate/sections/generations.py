"""Parents left behind as children, their first migration and plans; asked of a parent by phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.alone.answering import Given, block_why, one, routed
from kinpanel.simulate.sections.alone.columns import Asked, Words
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams
from kinpanel.simulate.truth import Truth

YOUNGEST_MOVER = 14
"""Nobody tells of an earlier first migration."""
PARENTS = ("father", "mother")
FIRST = ("lb", "who", "from", "to", "raised")
LATER = ("moved", "first_move")
_WORDS: Mapping[str, Words] = {
    "lb": ("{} left behind before 16", "{}16岁前是否留守"),
    "who": ("Which parent of the {} was away", "{}的哪一方父母外出"),
    "from": ("Age of the {} when it began", "{}开始留守的年龄"),
    "to": ("Age of the {} when it ended", "{}结束留守的年龄"),
    "raised": ("Who raised the {} then", "{}当时由谁抚养"),
    "moved": ("{} ever left to work", "{}是否曾外出务工"),
    "first_move": ("Age of the {} at the first migration", "{}首次外出务工年龄"),
}
_NAMES: Mapping[str, Words] = {"father": ("Father", "父亲"), "mother": ("Mother", "母亲")}
_AWAY: Mapping[int, Words] = {
    1: ("Father", "父亲"),
    2: ("Mother", "母亲"),
    3: ("Both", "双方"),
}
_RAISED: Mapping[int, Words] = {
    1: ("The other parent", "父母中的另一方"),
    2: ("Grandparents", "祖辈"),
    3: ("Other relatives", "其他亲属"),
    4: ("A school, or nobody", "学校或无人"),
}
_PLANS: Mapping[int, Words] = {
    1: ("Stay or come home", "留在或返回家乡"),
    2: ("Go, the child stays", "外出，孩子留下"),
    3: ("Go with the child", "带孩子外出"),
    4: ("Undecided", "未定"),
}


def draw_generations(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """The same memories in every wave, with who would not, or could not, tell."""
    rng = Streams(truth.seed)(f"generations {wave}")
    known = truth.children.set_index("pid").loc[rows["pid"]]
    month = rows["interview_month"].to_numpy()
    found: Given = {}
    for parent in PARENTS:
        facts = _facts(truth, parent).loc[known[f"{parent}_pid"]]
        left = facts["lb"].to_numpy()
        why = block_why(rng, np.ones(len(rows), dtype=bool), 2)
        found |= one(f"lb_{parent}", left, why[:, 0])
        for name in FIRST[1:]:
            values = facts[name].to_numpy()
            found |= one(f"{name}_{parent}", values, routed(rng, left, why[:, 0], left))
        moved = facts["moved_month"].to_numpy() <= month
        found |= one(f"moved_{parent}", moved, why[:, 1])
        age = facts["first_move"].to_numpy()
        found |= one(f"first_move_{parent}", age, routed(rng, moved, why[:, 1], moved))
    plans = rng.choice([1, 2, 3, 4], len(rows), p=[0.4, 0.3, 0.1, 0.2])
    why = block_why(rng, np.ones(len(rows), dtype=bool), 1)[:, 0]
    return {**found, **one("plans", plans, why)}


def _facts(truth: Truth, parent: str) -> pd.DataFrame:
    """What is true of every father, or mother, for life, by id."""
    rng = Streams(truth.seed)(f"generations {parent}")
    parents = truth.children.drop_duplicates(f"{parent}_pid").set_index(f"{parent}_pid")
    size = len(parents)
    begin = rng.integers(2, 14, size)
    who = rng.choice([1, 2, 3], size, p=[0.6, 0.1, 0.3])
    other = np.where(who == 3, 2, np.where(rng.random(size) < 0.8, 1, 2))
    raised = np.where(rng.random(size) < 0.08, rng.choice([3, 4], size), other)
    birth = truth.persons.set_index("pid")["birth_month"].loc[parents.index].to_numpy()
    spell = truth.spells.groupby("parent_pid")["start_month"].min().reindex(parents.index)
    told = birth + 12 * rng.integers(16, 25, size) + rng.integers(0, 12, size)
    before = rng.random(size) < 0.25
    start = spell.to_numpy(dtype=np.float64, na_value=np.inf)
    month = np.where(before, np.minimum(told, start), start)
    age = (np.where(np.isfinite(month), month, birth) - birth) // 12
    return pd.DataFrame(
        {
            "lb": parents[f"gen2_{parent}"].to_numpy(dtype=bool),
            "who": who,
            "from": begin,
            "to": np.minimum(begin + rng.integers(1, 9, size), 15),
            "raised": raised,
            "moved_month": month,
            "first_move": np.maximum(age, YOUNGEST_MOVER),
        },
        index=parents.index,
    )


def generations_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Seven questions on the father, seven on the mother, and the plans."""
    asked = Asked("proxy", wave, traps)
    answers = {"who": _AWAY, "raised": _RAISED}
    columns = []
    for place, parent in enumerate(PARENTS):
        for number, name in enumerate((*FIRST, *LATER), start=1):
            words = _said(name, parent)
            source, at = f"{name}_{parent}", ("generations", 10 * place + number)
            if name in ("lb", "moved"):
                columns.append(asked.yes_no(source, at, words))
            else:
                columns.append(asked.column(source, at, words, answers=answers.get(name)))
    words = ("Plans for the next two years", "未来两年打算")
    return (*columns, asked.column("plans", ("generations", 21), words, answers=_PLANS))


def _said(name: str, parent: str) -> Words:
    english, chinese = _WORDS[name]
    who = _NAMES[parent]
    start = english.startswith("{}")
    return english.format(who[0] if start else who[0].lower()), chinese.format(who[1])


def clean_generations(rows: pd.DataFrame, _: str) -> Mapping[str, Any]:
    """Every answer as it was given."""
    names = [f"{name}_{parent}" for parent in PARENTS for name in (*FIRST, *LATER)]
    return {"hhid": rows["hhid"], **kept(rows, [*names, "plans"])}


GENERATIONS = Section(
    "generations",
    "proxy",
    "generations",
    draw_generations,
    generations_columns,
    clean_generations,
)
