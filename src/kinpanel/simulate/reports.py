"""What is told in the place of what is true: heaped months, mistaken states."""

from __future__ import annotations

import numpy as np

from kinpanel.simulate.parameters import ReportParameters
from kinpanel.simulate.streams import Flags, Ints, Streams


def heaped_months(streams: Streams, rule: ReportParameters, name: str, months: Ints) -> Ints:
    """Months away as told: for a share rounded as in `rounded`; one draw for each month."""
    rounds = streams(f"heaping {name}").random(months.shape) < rule.heaped
    return rounded(rule, months, rounds)


def rounded(rule: ReportParameters, months: Ints, rounds: Flags) -> Ints:
    """Months as those tell them who round: the nearest round number, the lower one at a tie.

    None and twelve months are told as they are.
    """
    heaps = np.array(rule.heaps)
    nearest = heaps[np.abs(months[..., None] - heaps).argmin(axis=-1)]
    return np.asarray(np.where(rounds & (months > 0), nearest, months))


def told_state(streams: Streams, rule: ReportParameters, state: Ints) -> Ints:
    """States as told (5 x N): the true ones but for the mistakes of the scenario."""
    draw = streams("mistaken states").random(state.shape)
    told = state.copy()
    passed = np.zeros(4)
    for true, said, share in rule.mistaken:
        here: Flags = (state == true) & (draw >= passed[true]) & (draw < passed[true] + share)
        told[here] = said
        passed[true] += share
    return told
