"""Eighteen vignettes under twelve presets: every answer, and why not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML
from tests.derived.absence.conftest import facts_of

from kinpanel.derived.absence import completed, evaluate, preset, preset_names

CASES = Path(__file__).parents[2] / "cases" / "absence"


def read():
    for path in sorted(CASES.glob("*.yaml")):
        file = YAML(typ="safe", pure=True).load(path)
        for vignette in file["vignettes"]:
            yield {"at": file["at"], **vignette}


VIGNETTES = sorted(read(), key=lambda vignette: vignette["id"])
CELLS = [(name, vignette) for vignette in VIGNETTES for name in preset_names()]


def test_the_table_is_complete():
    assert [v["id"] for v in VIGNETTES] == [f"V{n:02}" for n in range(1, 19)]
    assert all(tuple(v["answers"]) == preset_names() for v in VIGNETTES)
    assert len(CELLS) == 216


@pytest.mark.parametrize(("name", "vignette"), CELLS, ids=[f"{v['id']}-{n}" for n, v in CELLS])
def test_one_family(name, vignette):
    found = evaluate(preset(name), completed(facts_of([vignette])))
    (answer,), (why,) = found.answer, found.why
    assert not pd.isna(answer), why
    assert ("yes" if answer else why) == vignette["answers"][name]
    assert pd.isna(why) == answer


@pytest.mark.parametrize("name", preset_names())
def test_all_families_at_once(name):
    found = evaluate(preset(name), completed(facts_of(VIGNETTES)))
    expected = [vignette["answers"][name] for vignette in VIGNETTES]
    shown = ["yes" if a else w for a, w in zip(found.answer, found.why, strict=True)]
    assert shown == expected
