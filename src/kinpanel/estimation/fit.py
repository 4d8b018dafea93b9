"""The frozen result of a model: numbers, sample, switchers, convention, findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.errors import Finding, UsageError, nearest
from kinpanel.estimation.arrays import FloatArray
from kinpanel.estimation.flow import SampleFlow
from kinpanel.estimation.inference import Counts, VcovRecord, t_table, vcov_kind
from kinpanel.estimation.inference.covariance import RULES, of_fit
from kinpanel.estimation.linear import Solution
from kinpanel.estimation.moments import Moments
from kinpanel.estimation.statistic import Statistic
from kinpanel.estimation.summary import summary_html, summary_text
from kinpanel.estimation.variation import Variation


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a linear fit was solved from: enough for every variance by cluster, and no row.

    cluster_labels: the clusters by name, in order of the stack; () where they are not known.
    """

    moments: Moments
    solution: Solution
    cluster_labels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Fit:
    """Coefficients with what is needed to read, check and publish them.

    coefficients: (k,) by term; covariance: (k, k); terms left out as collinear are in
    `collinear`, not here. unit: the panel_id's unit, or else the absorbed effect; n_entities: its
    levels; None without both;
    n_clusters: None unless the variance is clustered, with two clusters the smaller number. df:
    of the reference t; `df_of` a term, for CRV2 has one for each.
    r2: 1 - rss/tss about the mean, effects included; within_r2: of what all effects leave, None
    without effects; rmse: sqrt(rss / (n - parameters, effects included)), in units of the
    outcome. outcome_mean is weighted where the model is. switchers: term -> variation within
    entities. findings: what to look at, warnings among them. tests: statistics that belong to
    the estimator (first stage, Hausman, joint tests). evidence: the moments that the fit follows
    from, None for estimators that are not linear.
    """

    estimator: str
    formula: str
    outcome: str
    terms: tuple[str, ...]
    coefficients: pd.Series
    covariance: pd.DataFrame
    n_obs: int
    n_entities: int | None
    n_clusters: int | None
    df: int
    sample: SampleFlow
    switchers: dict[str, Variation]
    collinear: tuple[str, ...]
    vcov: VcovRecord
    within_r2: float | None
    r2: float
    rmse: float
    rss: float
    outcome_mean: float
    effects: tuple[str, ...]
    effects_absorbed: str | None
    unit: str | None
    cluster: str | None
    weights: str | None
    findings: tuple[Finding, ...]
    counts: Counts = field(repr=False)
    raw_variances: dict[str, FloatArray] = field(repr=False)
    tests: tuple[Statistic, ...] = ()
    evidence: Evidence | None = field(default=None, repr=False)

    def tidy(self, level: float = 0.95) -> pd.DataFrame:
        """One row per term: estimate, std_error, statistic, p_value, conf_low, conf_high.

        p values are two-sided, from t(df), for CRV2 of the term's own df (`df_of`); `level` is
        the coverage of the interval.
        """
        if not 0.0 < level < 1.0:
            raise UsageError(f"level must lie between 0 and 1, not {level}")
        estimates = self.coefficients.to_numpy(dtype=float)
        df = np.array([self.df_of(term) for term in self.terms])
        table = t_table(estimates, self.covariance.to_numpy(dtype=float), df, level)
        return pd.DataFrame({"term": list(self.terms), "estimate": estimates, **table})

    def df_of(self, term: str) -> float:
        """Degrees of freedom of the t of one term. Raises UsageError for an unknown term."""
        if term not in self.terms:
            raise UsageError(f"the fit has no term {term!r}; {nearest(term, self.terms)}")
        own = self.vcov.df_terms
        return float(self.df) if own is None else own[self.terms.index(term)]

    def glance(self) -> pd.DataFrame:
        """The model in one row."""
        row = {
            "formula": self.formula,
            "n_obs": self.n_obs,
            "n_offered": self.sample.offered,
            "n_singletons": self.sample.singletons,
            "n_entities": self.n_entities,
            "n_clusters": self.n_clusters,
            "df": self.df,
            "vcov": self.vcov.kind,
            "cluster": self.vcov.cluster,
            "ssc": self.vcov.ssc,
            "within_r2": self.within_r2,
            "r2": self.r2,
            "rmse": self.rmse,
            "outcome_mean": self.outcome_mean,
        }
        return pd.DataFrame([row])

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; numbers that do not exist are None."""
        return {
            "estimator": self.estimator,
            "formula": self.formula,
            "coefficients": [
                {key: _plain(value) for key, value in record.items()}
                for record in self.tidy().to_dict("records")
            ],
            "n_obs": self.n_obs,
            "n_entities": self.n_entities,
            "n_clusters": self.n_clusters,
            "sample": self.sample.as_dict(),
            "switchers": {term: record.as_dict() for term, record in self.switchers.items()},
            "collinear": list(self.collinear),
            "vcov": {
                "kind": self.vcov.kind,
                "cluster": self.vcov.cluster,
                "ssc": self.vcov.ssc,
                "multiplier": self.vcov.multiplier,
                "K": self.vcov.n_parameters,
                "G": self.vcov.n_clusters,
                "df": self.vcov.df,
                "df_terms": None
                if self.vcov.df_terms is None
                else [_plain(value) for value in self.vcov.df_terms],
            },
            "within_r2": _plain(self.within_r2),
            "r2": _plain(self.r2),
            "rmse": self.rmse,
            "outcome_mean": self.outcome_mean,
            "effects": list(self.effects),
            "weights": self.weights,
            "tests": [one.as_dict() for one in self.tests],
            "findings": [finding.as_dict() for finding in self.findings],
        }

    def with_vcov(self, kind: str, *, ssc: str | None = None) -> Fit:
        """The same fit with another variance, as far as it follows from what is stored.

        "iid" always; "CRV1", "CRV2" and "CRV3" by the cluster of the fit; "hetero" where it was
        asked for. `ssc` changes the convention. Findings on few clusters or degrees of freedom
        become those of the new variance. Raises UsageError for what needs the rows again.
        """
        matrix, record, found = of_fit(self, vcov_kind(kind), ssc or self.vcov.ssc)
        names = list(self.terms)
        return replace(
            self,
            vcov=record,
            df=record.df,
            n_clusters=record.n_clusters,
            covariance=pd.DataFrame(matrix, index=names, columns=names),
            findings=(*(one for one in self.findings if one.rule not in RULES), *found),
        )

    def summary(self) -> str:
        """The table and everything its note must say, as text."""
        return summary_text(self)

    def __repr__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return summary_html(self)


def _plain(value: Any) -> Any:
    """A float that JSON can hold: NaN and infinities become None."""
    if isinstance(value, float):
        value = float(value)
        return value if value - value == 0.0 else None
    return value
