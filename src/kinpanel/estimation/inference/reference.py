"""Estimate, standard error and degrees of freedom of one term, for tests that refer to t."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kinpanel.errors import EstimationError

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit


def term_row(fit: Fit, term: str) -> tuple[float, float, float]:
    """Estimate, standard error, df of a term.

    Raises UsageError for an unknown term, EstimationError where its standard error is zero or
    does not exist.
    """
    df = fit.df_of(term)
    at = fit.terms.index(term)
    error = float(np.sqrt(max(float(np.diagonal(fit.covariance)[at]), 0.0)))
    if not error > 0 or not df > 0:
        raise EstimationError(
            f"{term} has no standard error: the fit is perfect, or the term rests on one cluster"
        )
    return float(fit.coefficients.iloc[at]), error, df
