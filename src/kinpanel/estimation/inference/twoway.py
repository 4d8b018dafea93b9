"""Two clusters at once: inclusion and exclusion, and what to do when it is no variance."""

from __future__ import annotations

import numpy as np

from kinpanel.errors import Finding
from kinpanel.estimation.arrays import FloatArray

ROUNDING = 1e-12


def two_way(first: FloatArray, second: FloatArray, both: FloatArray) -> FloatArray:
    """V_first + V_second - V_both of summed scores (clusters, k) each; (k, k), perhaps indefinite.

    Cameron, Gelbach and Miller (2011). One factor is meant for all three parts.
    """
    variance: FloatArray = first.T @ first + second.T @ second - both.T @ both
    return variance


def positive(variance: FloatArray) -> tuple[FloatArray, bool]:
    """The nearest positive semi-definite matrix, and whether it differs.

    Negative eigenvalues become zero: Cameron, Gelbach and Miller (2011), section 2.3, as reghdfe
    and fixest do.
    """
    values, vectors = np.linalg.eigh(variance)
    if values.min(initial=0.0) >= -ROUNDING * np.abs(values).max(initial=0.0):
        return variance, False
    repaired: FloatArray = (vectors * values.clip(min=0.0)) @ vectors.T
    return repaired, True


def repaired_finding(cluster: str) -> Finding:
    """That the variance was no variance and was repaired."""
    return Finding(
        rule="not-positive",
        severity="warning",
        message=f"the variance by {cluster} had negative eigenvalues; they were set to zero",
        variable=cluster,
        advice="one of the clusters has few levels, or the scores hardly differ between them; "
        "report the variance by the coarser cluster beside it",
    )
