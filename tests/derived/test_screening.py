"""Screening: planted coding mistakes are named, sound answers raise nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinpanel.derived.scoring import oriented
from kinpanel.derived.screening import screen
from kinpanel.errors import UsageError
from kinpanel.instruments import instrument, instruments, scoring_key

ROWS = 600
KEYED = [
    (one.id, form)
    for one in instruments()
    for form in ([form.id for form in one.forms] or [None])
    if one.size > 2
]
NAMEABLE = [(name, form) for name, form in KEYED if instrument(name).size > 3]
"""Among three items it cannot be told which one runs against the others."""


def answers(name, form=None, seed=1, level=-0.6):
    """One-factor answers in canonical codes, printed order, items reversed as the key says.

    `level` moves the mean towards the well side (negative) or the ill side.
    """
    key = scoring_key(instrument(name), form=form)
    rng = np.random.default_rng(seed)
    sign = 1 if key.scales[0].direction == "worse" else -1
    factor = rng.normal(size=(ROWS, 1)) + level
    low, high = key.codes.min, key.codes.max
    columns = []
    for item in key.columns:
        leaf = next((one for one in key.scales[1:] if item in one.items), key.scales[0])
        toward = sign if leaf.direction == key.scales[0].direction else -sign
        latent = toward * factor[:, 0] + rng.normal(size=ROWS) * 0.8
        codes = np.clip(np.round((high + low) / 2 + latent * (high - low) / 4), low, high)
        columns.append(low + high - codes if item in key.reversed else codes)
    return pd.DataFrame(np.array(columns).T).astype("Int64")


def rules(findings):
    return {one.rule for one in findings}


@pytest.mark.parametrize(("name", "form"), KEYED)
def test_sound_answers_raise_nothing(name, form):
    assert screen(answers(name, form), name, form=form) == ()


@pytest.mark.parametrize(("name", "form"), NAMEABLE)
def test_a_planted_item_is_named(name, form):
    """One item coded the other way round in the file, and no other item is accused."""
    key = scoring_key(instrument(name), form=form)
    items = answers(name, form)
    leaf = next((scale for scale in key.scales[1:] if scale.items), key.scales[0])
    place = key.columns.index(next(item for item in leaf.items if item not in key.reversed))
    items[place] = key.codes.min + key.codes.max - items[place]
    found = screen(items, name, form=form)
    assert [one.examples for one in found] == [(key.name(key.columns[place]),)]
    assert found[0].rule == "item-rest"
    assert "probably not reversed" in found[0].message
    assert "item-rest r = -0." in found[0].message


@pytest.mark.parametrize("name", ["cesd20", "cesd10", "cesd8", "cesdc", "ucla20", "kidscreen10"])
def test_items_that_the_file_had_reversed_already(name):
    key = scoring_key(instrument(name))
    plain = oriented(answers(name), name).astype("Int64")
    (found,) = screen(plain, name)
    assert found.rule == "already-reversed"
    assert [one.split()[1] for one in found.examples] == [str(n) for n in sorted(key.reversed)]


def test_half_of_the_items_reversed_already():
    """Five against five: no single item stands out, the two sides do."""
    plain = oriented(answers("rses", "order_a"), "rses", form="order_a").astype("Int64")
    found = screen(plain, "rses", form="order_a")
    assert rules(found) == {"already-reversed"}


def test_one_item_reversed_twice():
    items = answers("cesd20")
    items[7] = 3 - items[7]
    (found,) = screen(items, "cesd20")
    assert found.examples == ("item 8",)
    assert "probably reversed twice" in found.message


def test_the_other_item_order_is_suggested():
    found = screen(answers("rses", "order_b"), "rses", form="order_a")
    named = {example for one in found for example in one.examples}
    assert named == {"item 2", "item 3", "item 6", "item 10"}
    assert all("as form order_b no item does" in one.advice for one in found)


def test_offset_outside_the_codes_and_within():
    coded_from_1 = answers("cesd8") + 1
    found = screen(coded_from_1, "cesd8")
    assert rules(found) == {"codes", "offset"}
    assert next(one for one in found if one.rule == "offset").advice == "subtract 1"
    (within,) = screen(answers("cesd8").clip(upper=2) + 1, "cesd8")
    assert (within.rule, within.severity, within.advice) == ("offset", "warning", "subtract 1")


def test_an_undeclared_missing_code_does_not_hide_the_rest():
    items = answers("k6")
    items[2] = 4 - items[2]
    items.iloc[:50, 0] = 99
    found = screen(items, "k6")
    assert [one.rule for one in found] == ["codes", "item-rest"]
    assert (found[0].examples, found[0].count) == (("99",), 50)


def test_items_without_variance():
    items = answers("k6")
    items[4] = 2
    (found,) = screen(items, "k6")
    assert (found.rule, found.examples) == ("no-variance", ("item 5",))


@pytest.mark.parametrize("name", ["k6", "who5", "cesd20"])
def test_a_turned_scale_shows_in_its_mean_and_against_a_criterion(name):
    key = scoring_key(instrument(name))
    items = answers(name, level=-1.2)
    illness = scoring_key(instrument(name)).scales[0].direction == "worse"
    total = oriented(items, name).sum(axis=1) * (1 if illness else -1)
    assert screen(items, name, criterion=total) == ()
    other_way = key.codes.min + key.codes.max - items
    mean, criterion = screen(other_way, name, criterion=total)
    assert (mean.rule, mean.severity) == ("direction", "warning")
    assert (criterion.rule, criterion.severity) == ("direction", "error")
    assert "runs against the criterion" in criterion.message


def test_waves_are_screened_one_by_one():
    items = pd.concat([answers("k6", seed=1), answers("k6", seed=2)], ignore_index=True)
    wave = pd.Series(["w1"] * ROWS + ["w2"] * ROWS)
    items.loc[wave == "w2", 3] = 4 - items.loc[wave == "w2", 3]
    (found,) = screen(items, "k6", wave=wave.astype("category"))
    assert (found.wave, found.examples) == ("w2", ("item 4",))
    assert found.count == ROWS
    with pytest.raises(UsageError, match="one value for each of 1200 rows"):
        screen(items, "k6", wave=wave[:5])


def test_few_rows_say_nothing_about_correlations():
    items = answers("k6").head(29)
    items[2] = 4 - items[2]
    assert screen(items, "k6") == ()


def test_unrelated_items_are_not_accused():
    rng = np.random.default_rng(8)
    accused = 0
    for _ in range(40):
        items = pd.DataFrame(rng.integers(0, 3, (200, 13)))
        accused += len(screen(items, "smfq"))
    assert accused <= 0.05 * 40 * 13
