"""Findings on variances that rest on few clusters."""

from __future__ import annotations

from math import isnan

from kinpanel.errors import Finding
from kinpanel.estimation.inference.record import VcovRecord

FEW_CLUSTERS = 40
FEW_DEGREES = 4.0


def few_clusters(clusters: int | None, cluster: str | None) -> list[Finding]:
    """A warning below 40 clusters, for CRV1, which then rejects too often."""
    if clusters is None or clusters >= FEW_CLUSTERS:
        return []
    return [
        Finding(
            rule="few-clusters",
            severity="warning",
            message=f"{clusters} clusters of {cluster}; below {FEW_CLUSTERS} CRV1 standard "
            "errors tend to be too small",
            variable=cluster,
            advice="report the number of clusters, and infer by fit.with_vcov('CRV2') or by the "
            "bootstrap: wild(fit, term)",
        )
    ]


def of_variance(record: VcovRecord, terms: tuple[str, ...]) -> list[Finding]:
    """What is to be said of a clustered variance: too few clusters or degrees of freedom."""
    if record.kind == "CRV1":
        return few_clusters(record.n_clusters, record.cluster)
    findings = []
    for term, df in zip(terms, record.df_terms or (), strict=False):
        if isnan(df):
            findings.append(
                Finding(
                    rule="one-cluster",
                    severity="warning",
                    message=f"{term} cannot be estimated without one cluster of "
                    f"{record.cluster}; it has no standard error",
                    variable=term,
                    advice="do not report it, or describe that cluster instead",
                )
            )
        elif df < FEW_DEGREES:
            findings.append(
                Finding(
                    rule="few-degrees",
                    severity="warning",
                    message=f"{term} has {df:.1f} degrees of freedom by {record.cluster}; below "
                    f"{FEW_DEGREES:g} its p value and interval are not to be trusted",
                    variable=term,
                    advice="a few clusters hold its variation: see influence(fit), and use the "
                    "bootstrap or randomisation inference beside it",
                )
            )
    return findings
