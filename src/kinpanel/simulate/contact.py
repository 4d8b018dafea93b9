"""Calls, video calls and messages between children and the parents who are away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinpanel.simulate.parameters import BOTH_AWAY, ContactParameters
from kinpanel.simulate.streams import Flags, Floats, Ints, Streams

DAYS = 7


@dataclass(frozen=True)
class Contact:
    """Per wave and child (5 x N): days a week with voice and video calls, messages a week.

    `lost`: one call a year or less. All are zero, or false, where nobody is away.
    """

    voice: Ints
    video: Ints
    messages: Ints
    lost: Flags


def draw_contact(
    streams: Streams, rule: ContactParameters, weekly: Flags, shares: Floats, state: Ints
) -> Contact:
    """Draw contact given who has weekly video while both are away, and its share by wave (5)."""
    away, both = state > 0, state == BOTH_AWAY
    single = streams("video with one parent").random(state.shape) < shares[:, None]
    video = np.where(both, weekly, away & single)
    draws = streams("weekly contact")
    lost = away & ~video & (draws.random(state.shape) < rule.lost)
    talks = away & ~lost
    days = 1 + draws.binomial(DAYS - 1, rule.more_video, state.shape)
    voice = draws.poisson(np.where(video, rule.voice_with_video, rule.voice))
    messages = draws.poisson(np.array(rule.messages)[:, None] * (0.5 + video))
    return Contact(
        voice=np.minimum(voice, DAYS) * talks,
        video=days * video,
        messages=messages * talks,
        lost=lost,
    )
