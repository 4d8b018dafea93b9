"""Panels in which only clustered inference is right: shocks and exposure move by village."""

from __future__ import annotations

import numpy as np
import pandas as pd

TRUE_EFFECT = 0.2
WAVES = 4


def panel(seed: int, villages: int) -> pd.DataFrame:
    """Villages of 3 to 40 children, most of them small, four waves, 15 % of child-waves missing.

    Exposure moves mostly with village and wave, and so do the errors: a shock of both, an effect
    that differs between villages about its mean, and noise that is larger where exposed.
    """
    random = np.random.default_rng(seed)
    sizes = np.minimum(3 + random.exponential(8, villages).astype(int), 40)
    village = np.repeat(np.repeat(np.arange(villages), sizes), WAVES)
    pid = np.repeat(np.arange(sizes.sum()), WAVES)
    wave = np.tile(np.arange(WAVES), sizes.sum())
    level = random.normal(scale=0.5, size=villages)[village]
    trend = random.normal(scale=1.0, size=(villages, WAVES))[village, wave]
    away = (level + trend + random.normal(scale=0.7, size=pid.size) > 0.3).astype(float)
    own = random.normal(scale=0.2, size=villages)[village]
    shock = random.normal(scale=0.5, size=(villages, WAVES))[village, wave]
    noise = random.normal(size=pid.size) * (1 + 0.5 * away)
    x = random.normal(size=pid.size)
    y = (TRUE_EFFECT + own) * away + 0.5 * x + random.normal(size=sizes.sum())[pid]
    rows = pd.DataFrame(
        {
            "pid": pid,
            "wave": wave,
            "village": village,
            "away": away,
            "x": x,
            "y": y + 0.1 * wave + shock + noise,
        }
    )
    return rows[random.random(len(rows)) > 0.15]
