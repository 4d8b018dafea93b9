"""Columns that look like a roster are pointed out in a draft; a battery of items is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kinpanel.ingest.draft.roster import suggestions
from kinpanel.ingest.raw import RawColumn


@pytest.fixture
def series(column):
    """Columns of a template for each slot; labels may name the slot."""

    def make(template: str, slots, label: str = "", **more) -> dict[str, RawColumn]:
        names = {slot: template.replace("{slot}", slot) for slot in slots}
        return {
            name: replace(column([1.0], name=name, **more), label=label.format(slot=slot))
            for slot, name in names.items()
        }

    return make


def test_series_that_share_their_slots_are_one_repeat(series, column):
    columns = {
        "hh1": column([1.0], name="hh1"),
        **series("name_{slot}", ("1", "2", "3"), "Name of member {slot}"),
        **series("a{slot}_age", ("1", "2", "3")),
        **series("q5_{slot}_x", ("01", "02", "03", "04")),
        **series("p{slot}", ("01", "02", "03", "04")),
    }
    assert suggestions(columns, "home") == [
        "  # TODO: columns name_{slot}, a{slot}_age look like a repeat: {repeat: home, slots: 1-3}",
        "  # TODO: columns q5_{slot}_x, p{slot} look like a repeat: {repeat: home, slots: 01-04}",
    ]


def test_batteries_short_series_single_series_and_gaps_are_none(series):
    three = ("1", "2", "3")
    item = series("cesd{slot}", three)
    worded = {
        name: replace(column, label=f"{'abc'[place]} lately")
        for place, (name, column) in enumerate(item.items())
    }
    other = series("dep{slot}", three)
    assert suggestions({**item, **other}, "f")
    assert not suggestions({**worded, **other}, "f")
    assert not suggestions(item, "f")
    assert not suggestions({**series("a{slot}", three[:2]), **series("b{slot}", three[:2])}, "f")
    assert not suggestions({**series("a{slot}", three[1:]), **series("b{slot}", three[1:])}, "f")
    mixed = series("b{slot}", ("1",), storage="integer") | series("b{slot}", three[1:])
    assert not suggestions({**item, **mixed}, "f")
    labelled = series("b{slot}", ("1",), value_labels={"1": "Yes"}) | series("b{slot}", three[1:])
    assert not suggestions({**item, **labelled}, "f")
