"""Scores in words: how they are made, and which facts nobody has verified."""

from __future__ import annotations

import pytest

from kinpanel.codebook import TableCodebook
from kinpanel.codebook.doubts import doubts, unverified
from kinpanel.codebook.score_text import command, described_score, rule_of, sentence


def table(**scores):
    variables = [{"name": name, "type": "decimal", "label": {}, "score": made}
                 for name, made in scores.items()]  # fmt: skip
    return TableCodebook.model_validate(
        {"table": "t", "label": {}, "unit": "u", "key": ("a",), "variables": variables},
        strict=False,
    )


def named(count):
    return [f"q{number}" for number in range(1, count + 1)]


TABLE = table(
    plain={"rule": "sum", "items": ["a", "b"]},
    dep={"instrument": "cesd8", "items": named(8)},
    rated={"instrument": "cesd8", "variant": "prorate", "items": named(8)},
    est={"instrument": "rses", "form": "order_b", "variant": "strict", "items": named(10)},
    low={"band_of": "est", "cutoff": "low_15"},
    sdq={"instrument": "sdq", "form": "parent", "items": named(25)},
    emo={
        "instrument": "sdq", "form": "self", "scale": "emotional",
        "items": {24: "e5", 3: "e1", 8: "e2", 13: "e3", 16: "e4"},
    },
    three={"band_of": "sdq", "cutoff": "three_band_parent_total"},
    four={"band_of": "sdq", "cutoff": "four_band_parent_total"},
    lonely={"instrument": "cls24", "items": named(24)},
    fear={"instrument": "mht100", "invalid": "x", "scale": "phobic", "items": named(100)},
    orphan={"band_of": "nobody", "cutoff": "x"},
)  # fmt: skip


def score(name):
    return TABLE.variable(name).score


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("plain", ()),
        ("dep", ()),
        ("rated", ("variants.prorate",)),
        ("est", ()),  # the variant says how missing items count, and is verified
        ("low", ()),
        ("sdq", ()),
        ("three", ()),
        ("four", ("cutoffs.four_band_parent_total",)),
        ("lonely", ("codes", "items", "reversed", "missing", "scales")),
        ("fear", ("scales", "missing", "validity")),
        ("orphan", ()),
    ],
)
def test_the_doubts_that_a_score_rests_on(name, facts):
    assert doubts(score(name), TABLE) == facts
    assert unverified(score(name), TABLE) == (f" (unverified: {', '.join(facts)})" if facts else "")


def test_sentences():
    assert sentence(score("plain"), TABLE) == (
        "The sum of its items; missing as soon as one item is."
    )
    assert sentence(score("dep"), TABLE) == (
        "Score total of CES-D, 8-item short form, form four_point; items 4, 6 reversed; missing as "
        "soon as one item is; range 0 to 24."
    )
    assert sentence(score("rated"), TABLE).endswith(
        "up to 1 of 8 items may be missing, prorated; range 0 to 24 (unverified: variants.prorate)."
    )
    assert "the sum of emotional, conduct, hyperactivity, peer" in sentence(score("sdq"), TABLE)
    assert "up to 2 of 5 items of each may be missing, prorated, rounded half up" in sentence(
        score("sdq"), TABLE
    )
    assert sentence(score("four"), TABLE) == (
        "The band of sdq by cut-off four_band_parent_total: close_to_average 0 to 13, "
        "slightly_raised 14 to 16, high 17 to 19, very_high 20 to 40 "
        "(unverified: cutoffs.four_band_parent_total)."
    )


def test_commands_name_items_by_number():
    assert command(score("plain")) == "sum: a b"
    assert command(score("emo")) == "sdq form self scale emotional: 24=e5 3=e1 8=e2 13=e3 16=e4"
    assert command(score("est")).startswith("rses form order_b variant strict: 7=q1 3=q2 9=q3")
    assert command(score("low")) == "band low_15: est"


def test_rules_as_traced():
    assert rule_of(score("plain"), TABLE) == "sum of a, b"
    assert rule_of(score("dep"), TABLE) == (
        f"total of cesd8: {', '.join(named(8))}; items 4, 6 reversed; "
        "missing as soon as one item is"
    )
    assert rule_of(score("four"), TABLE) == (
        "band of sdq by four_band_parent_total (unverified: cutoffs.four_band_parent_total)"
    )


def test_plain_values_for_a_data_package():
    assert described_score(score("plain"), TABLE) == {"rule": "sum", "items": ["a", "b"]}
    emo = described_score(score("emo"), TABLE)
    assert (emo["instrument"], emo["form"], emo["scale"]) == ("sdq", "self", "emotional")
    assert emo["items"] == ["e5", "e1", "e2", "e3", "e4"]
    assert emo["numbers"] == [24, 3, 8, 13, 16]
    assert "unverified" not in emo
    four = described_score(score("four"), TABLE)
    assert four["bandOf"] == "sdq"
    assert four["unverified"] == ["cutoffs.four_band_parent_total"]


def test_the_range_follows_from_the_key():
    spans = {name: TABLE.variable(name).span for name in ("plain", "dep", "est", "emo", "lonely")}
    assert spans == {
        "plain": None, "dep": (0, 24), "est": (0, 30), "emo": (0, 10), "lonely": (16, 80)
    }  # fmt: skip


def test_fillers_of_a_list_are_not_items_of_the_score():
    assert len(score("lonely").inputs) == 24
    assert len(score("lonely").numbered) == 16
    assert 2 not in score("lonely").numbered
