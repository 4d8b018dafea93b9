"""From a measurement and its L, M and S to a z-score.

Sources: Cole TJ, Green PJ (1992), Statistics in Medicine 11, 1305-1319 (the method); WHO
Multicentre Growth Reference Study Group (2006), WHO Child Growth Standards: Methods and
development, chapter 7 (tails of weight-based indices).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def lms_z(y: Floats, lms: Floats) -> Floats:
    """((y/M)^L - 1) / (S L) for every y (n) and row of L, M, S (n x 3); NaN where one is.

    With L = 0 it is ln(y/M) / S, the limit. For measurements above 0.
    """
    power, median, spread = lms.T
    logs = np.log(y / median)
    flat = power == 0
    steep = np.expm1(power * logs) / (spread * np.where(flat, 1.0, power))
    return np.asarray(np.where(flat, logs / spread, steep))


def lms_value(z: float, lms: Floats) -> Floats:
    """The measurement that lies `z` standard deviations from the median, for rows of L, M, S."""
    power, median, spread = lms.T
    flat = power == 0
    inner = np.log1p(power * spread * z) / np.where(flat, 1.0, power)
    return np.asarray(median * np.exp(np.where(flat, spread * z, inner)))


def tailed_z(y: Floats, lms: Floats) -> Floats:
    """`lms_z`, straight beyond 3: further standard deviations are as wide as that from 2 to 3.

    Above 3 it is 3 + (y - SD3) / (SD3 - SD2), below -3 likewise; for indices based on weight.
    """
    z = lms_z(y, lms)
    high, low = lms_value(3, lms), lms_value(-3, lms)
    above = 3 + (y - high) / (high - lms_value(2, lms))
    below = -3 + (y - low) / (lms_value(-2, lms) - low)
    return np.where(z > 3, above, np.where(z < -3, below, z))
