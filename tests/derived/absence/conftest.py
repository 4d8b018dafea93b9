"""Families written as small mappings, made into facts."""

from __future__ import annotations

import pandas as pd
import pytest

from kinpanel.derived.absence import Facts


def month(text):
    """2020-07 as a month number; None stays."""
    return None if text is None else (int(text[:4]) - 1970) * 12 + int(text[5:7]) - 1


CHILD = {"hukou": "object", "place": "object", "in_school": "boolean", "entrusted": "boolean"}
PARENT = {
    "alive": "boolean",
    "coresident": "boolean",
    "capable": "boolean",
    "distance": "object",
    "recorded": "boolean",
}
SPELL = {
    "child": "int64",
    "parent": "object",
    "start": "Int64",
    "end": "Int64",
    "ongoing": "boolean",
    "boundary": "object",
    "reason": "object",
    "with_child": "boolean",
    "intra_city": "boolean",
}


def frame(rows, kinds):
    return pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype=kind)
            for name, kind in kinds.items()
        }
    )


def facts_of(families):
    """Families with `at`, `child`, `father`, `mother`, `away`; absences without `to` go on."""
    children = frame([family["child"] for family in families], CHILD)
    for name in ("at_day", "birth_day"):
        given = [family["child"].get(name) for family in families]
        if any(given):
            children[name] = pd.array(given, dtype="Int64")
    children["at"] = pd.array([month(family["at"]) for family in families], dtype="Int64")
    born = [month(family["child"].get("born")) for family in families]
    children["birth"] = pd.array(born, dtype="Int64")
    parents = [
        frame([{"recorded": True, **family.get(side, {})} for family in families], PARENT)
        for side in ("father", "mother")
    ]
    spells = [
        {
            "with_child": False,
            "intra_city": False,
            "ongoing": "to" not in spell,
            **spell,
            "child": row,
            "parent": spell["who"],
            "start": month(spell["from"]),
            "end": month(spell.get("to")),
        }
        for row, family in enumerate(families)
        for spell in family.get("away", [])
    ]
    return Facts(children, *parents, frame(spells, SPELL))


@pytest.fixture
def family():
    """A plain family: nine years old, rural, at origin, both parents living and at home."""

    def made(**changes):
        child = {
            "born": "2011-03",
            "hukou": "rural",
            "place": "origin",
            "in_school": True,
            "entrusted": True,
        }
        well = {"alive": True, "capable": True, "coresident": True, "distance": "none"}
        return {
            "at": changes.get("at", "2020-07"),
            "child": {**child, **changes.get("child", {})},
            "father": {**well, **changes.get("father", {})},
            "mother": {**well, **changes.get("mother", {})},
            "away": changes.get("away", []),
        }

    return made
