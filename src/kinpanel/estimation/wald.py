"""Wald tests that several terms of a fit have no slope."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kinpanel.errors import Finding
from kinpanel.estimation.fit import Fit
from kinpanel.estimation.statistic import Statistic, f_test

WEAK_BELOW = 10.0


def wald(fit: Fit, terms: Sequence[str], name: str) -> Statistic:
    """F(q, df) that the named terms all have no slope, with the variance of the fit.

    Terms that the fit dropped do not count; q is the rank of their covariance. NaN when none is
    left.
    """
    kept = [term for term in terms if term in fit.terms]
    if not kept:
        return Statistic(name, float("nan"), (0, fit.df), float("nan"), "F", "no term is left")
    slopes = fit.coefficients[kept].to_numpy(dtype=float)
    covariance = fit.covariance.loc[kept, kept].to_numpy(dtype=float)
    scale = np.sqrt(np.diagonal(covariance).clip(min=1e-300))
    shape, scaled = covariance / np.outer(scale, scale), slopes / scale
    rank = int(np.linalg.matrix_rank(shape, hermitian=True))
    statistic = float(scaled @ np.linalg.pinv(shape, hermitian=True) @ scaled)
    note = "" if rank == len(kept) else f"{len(kept)} terms, {rank} of them free"
    return f_test(name, statistic / rank, (rank, fit.df), note)


def weak_instruments(first: Statistic, name: str) -> list[Finding]:
    """A warning where the F of a first stage is below 10 (Staiger and Stock 1997)."""
    if not first.statistic < WEAK_BELOW:
        return []
    return [
        Finding(
            rule="weak-instruments",
            severity="warning",
            message=f"the first stage of {name} has F = {first.statistic:.2f}, below 10: "
            "estimate and standard error mislead",
            variable=name,
            advice="report the Anderson-Rubin test, which holds its level all the same",
        )
    ]
