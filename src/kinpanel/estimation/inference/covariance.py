"""From a raw variance to the covariance of a fit, with what is to be said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinpanel.errors import Finding, UsageError
from kinpanel.estimation.arrays import FloatArray
from kinpanel.estimation.inference.bias_reduced import bias_reduced
from kinpanel.estimation.inference.few import of_variance
from kinpanel.estimation.inference.jackknife import jackknife
from kinpanel.estimation.inference.record import VcovKind, VcovRecord, vcov_record
from kinpanel.estimation.inference.system import system_of
from kinpanel.estimation.inference.twoway import positive, repaired_finding

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit

RULES = frozenset({"few-clusters", "few-degrees", "one-cluster", "not-positive"})
"""Findings that belong to a variance, not to the model."""


def scaled(
    raw: FloatArray, record: VcovRecord, terms: tuple[str, ...]
) -> tuple[FloatArray, tuple[Finding, ...]]:
    """The raw variance (k, k) times its multiplier, repaired where two clusters made it no
    variance; and the findings that belong to it."""
    found = of_variance(record, terms)
    if record.groups:
        raw, repaired = positive(raw)
        found += [repaired_finding(record.cluster or "")] if repaired else []
    return raw * record.multiplier, tuple(found)


def of_fit(
    fit: Fit, kind: VcovKind, ssc: str
) -> tuple[FloatArray, VcovRecord, tuple[Finding, ...]]:
    """Covariance, record and findings of another variance of a fit.

    CRV2 and CRV3 come from its cluster moments. Raises UsageError for what needs the rows, and
    what `system_of` raises.
    """
    raw: FloatArray
    df: FloatArray | None = None
    if kind == "CRV2":
        raw, df = bias_reduced(system_of(fit))
    elif kind == "CRV3":
        raw = jackknife(system_of(fit))
    elif kind in fit.raw_variances:
        raw = fit.raw_variances[kind]
    else:
        known = ", ".join(fit.raw_variances)
        raise UsageError(f"vcov {kind!r} needs the rows; stored: {known}; fit again with vcov=")
    record = vcov_record(kind, fit.cluster, ssc, fit.counts)
    if df is not None:
        record = replace(record, df_terms=tuple(df.tolist()))
    matrix, findings = scaled(raw, record, fit.terms)
    return matrix, record, findings
