"""Graded responses: scales, directions, reliability, and items that keep their traits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.simulate.items import graded
from kinpanel.simulate.streams import Streams


def turned(answers, levels, reverse):
    points = answers.copy()
    for number in reverse:
        points[:, number - 1] = levels - 1 - points[:, number - 1]
    return points


def alpha(points):
    k = points.shape[1]
    return k / (k - 1) * (1 - points.var(axis=0).sum() / points.sum(axis=1).var())


@given(st.integers(1, 6), st.integers(2, 7), st.integers(0, 50), st.integers(0, 99))
def test_answers_stay_on_the_scale(items, levels, n, seed):
    latent = np.linspace(-4, 4, n)
    answers = graded(Streams(seed)("items"), latent, items, levels, reverse=(1,))
    assert answers.shape == (n, items)
    assert ((answers >= 0) & (answers < levels)).all()


@pytest.mark.parametrize(
    ("items", "levels", "reverse"),
    [(20, 4, (4, 8, 12, 16)), (10, 4, (2, 5, 6, 8, 9)), (25, 3, (7, 11, 14, 21, 25)), (6, 5, ())],
)
def test_every_item_goes_with_the_latent_in_its_direction(items, levels, reverse):
    latent = Streams(1)("latent").normal(size=5000)
    answers = graded(Streams(1)("items"), latent, items, levels, reverse)
    for number in range(1, items + 1):
        slope = np.corrcoef(answers[:, number - 1], latent)[0, 1]
        assert (slope < -0.2) if number in reverse else (slope > 0.2)
    score = turned(answers, levels, reverse).sum(axis=1)
    assert np.corrcoef(score, latent)[0, 1] > 0.75


def test_eight_items_of_a_depression_scale_have_a_reliability_of_about_eight_tenths():
    """.80 to the last digit declared: .75 to .85, at the scale's usual level."""
    found = []
    for seed in range(40):
        latent = Streams(seed)("latent").normal(size=2000)
        answers = graded(Streams(seed)("items"), latent, 8, 4, (4, 6), location=0.6)
        found.append(alpha(turned(answers, 4, (4, 6))))
    assert 0.75 < np.mean(found) < 0.85


def test_a_higher_location_means_fewer_high_answers():
    latent = Streams(2)("latent").normal(size=3000)
    means = [graded(Streams(2)("items"), latent, 8, 4, (), place).mean() for place in (0.5, 1.5)]
    assert means[1] < means[0] - 0.3


def test_what_reverse_items_share_is_not_only_the_latent():
    """Given the latent variable, reverse items still go together; others go apart from them."""
    latent = np.zeros(60_000)
    answers = graded(Streams(3)("items"), latent, 4, 4, reverse=(3, 4))
    shared = np.corrcoef(answers[:, 2], answers[:, 3])[0, 1]
    across = np.corrcoef(answers[:, 0], answers[:, 2])[0, 1]
    assert shared > 0.01
    assert shared > across


def test_items_keep_their_traits_whoever_answers():
    few = graded(Streams(4)("items"), np.full(20_000, 0.5), 6, 4)
    many = graded(Streams(4)("items"), np.full(40_000, 0.5), 6, 4)
    assert np.abs(few.mean(axis=0) - many.mean(axis=0)).max() < 0.05
    assert np.ptp(many.mean(axis=0)) > 0.1
