"""Height and weight in centimetres and kilograms, from a growth curve of the panel's own."""

from __future__ import annotations

import numpy as np

from kinpanel.simulate.households import Population
from kinpanel.simulate.months import WAVE_COUNT
from kinpanel.simulate.parameters import GrowthParameters
from kinpanel.simulate.streams import Floats, Streams

_AGES = (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
_BOYS = (96, 103, 110, 116, 122, 127, 133, 138, 143, 149, 156, 163, 169, 173, 175, 176)
_GIRLS = (95, 102, 109, 115, 121, 127, 133, 139, 145, 151, 156, 160, 162, 163, 163, 163)
"""Median heights in round centimetres; no published table."""
_MASS_AGES = (3, 6, 8, 10, 12, 14, 16, 18)
_MASS = (15.7, 15.3, 15.8, 16.6, 17.8, 19.2, 20.6, 21.7)
"""Median body mass index in kilograms per square metre."""


def height_cm(rule: GrowthParameters, people: Population, haz: Floats) -> Floats:
    """Standing height as measured, to a millimetre (5 x N), from height for age."""
    age = (people.interview[:, people.household] - people.birth) / 12
    median = np.where(people.girl, np.interp(age, _AGES, _GIRLS), np.interp(age, _AGES, _BOYS))
    return np.asarray(np.round(median * (1 + rule.spread * haz), 1))


def draw_weight(
    streams: Streams, rule: GrowthParameters, people: Population, height: Floats, sent: Floats
) -> Floats:
    """Weight to 100 grams (5 x N); `sent` is the log of one plus remittance in thousands."""
    age = (people.interview[:, people.household] - people.birth) / 12
    rng = streams("weight")
    lasting = rng.normal(size=age.shape[1])
    passing = rng.normal(size=(WAVE_COUNT, age.shape[1]))
    build = np.sqrt(rule.memory) * lasting + np.sqrt(1 - rule.memory) * passing
    mass = np.interp(age, _MASS_AGES, _MASS)
    mass = mass * np.exp(rule.heaviness * (build + rule.remittance * sent))
    return np.asarray(np.round(mass * (height / 100) ** 2, 1))
