"""Answers add up to what they measure, and are missing for declared reasons only."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import ITEMS, allocate

HAPPY, ENJOYED = "cesd4", "cesd6"

WHYS = [f"{name}__why" for name in (*ITEMS, "words", "shock")]


def test_items_add_up_to_every_possible_total():
    total = np.repeat(np.arange(25), 40)
    items = allocate(np.random.default_rng(1), total)
    assert items.shape == (1000, 8)
    assert (items.sum(axis=1) == total).all()
    assert items.min() == 0
    assert items.max() == 3
    assert len(np.unique(items[total == 12], axis=0)) > 20


def points(answers: pd.DataFrame) -> pd.DataFrame:
    """What each answer counts in the total: well-being counts the other way round."""
    items = answers[list(ITEMS)]
    return items.assign(**{name: 3 - items[name] for name in (HAPPY, ENJOYED)})


def test_recorded_items_add_up_to_the_total_of_the_latent_score(baseline):
    rows = baseline.answers.merge(baseline.child_waves, on=["pid", "wave"], validate="1:1")
    complete = rows[rows[list(ITEMS)].notna().all(axis=1)]
    assert len(complete) > 3000
    assert (points(complete).sum(axis=1) == complete["cesd_total"]).all()
    linear = 8 + 4 * complete["dep"]
    inside = linear.between(0, 24)
    assert (complete["cesd_total"] - linear)[inside].abs().max() <= 0.5
    assert np.corrcoef(complete["cesd_total"], complete["dep"])[0, 1] > 0.99


def test_the_scale_is_consistent_and_asked_items_differ(baseline):
    items = points(baseline.answers).dropna()
    alpha = 8 / 7 * (1 - items.var().sum() / items.sum(axis=1).var())
    assert 0.6 < alpha < 0.9
    assert items.mean().max() - items.mean().min() > 0.3


def test_the_happy_are_less_depressed(baseline):
    items = baseline.answers[list(ITEMS)].dropna().corr()
    for name in (HAPPY, ENJOYED):
        assert items.loc[name, "cesd7"] < -0.1
    assert items.loc[HAPPY, ENJOYED] > 0.1


def test_words_follow_latent_cognition(baseline):
    rows = baseline.answers.merge(baseline.child_waves, on=["pid", "wave"], suffixes=("", "_true"))
    given = rows[rows["words"].notna()]
    assert (given["words"] == given["words_true"]).all()
    assert given["words"].between(0, 34).all()
    assert np.corrcoef(given["words"], given["cog"])[0, 1] > 0.99


def test_an_answer_is_given_or_has_exactly_one_reason(baseline):
    answers = baseline.answers
    for why in WHYS:
        missing = answers[why.removesuffix("__why")].isna()
        assert (missing == (answers[why] != "")).all()
        assert set(answers[why]) <= {"", "dont_know", "refused", "inapplicable"}


def test_routing_by_age(baseline):
    rows = baseline.answers.merge(baseline.child_waves[["pid", "wave", "age"]], on=["pid", "wave"])
    for item in ITEMS:
        assert ((rows[f"{item}__why"] == "inapplicable") == (rows["age"] < 8)).all()
    assert ((rows["words__why"] == "inapplicable") == (rows["age"] < 6)).all()
    assert not (rows["shock__why"] == "inapplicable").any()


def test_about_one_and_a_half_percent_of_asked_items_are_missing(baseline):
    asked = baseline.answers[WHYS].stack()
    asked = asked[asked != "inapplicable"]
    # About 37,000 items; modules are refused as a whole, which triples the binomial error.
    assert abs((asked != "").mean() - 0.015) < 3 * 3 * np.sqrt(0.015 / len(asked))
    assert (asked == "refused").any()
    assert (asked == "dont_know").any()
