"""What each cluster does to each coefficient: estimation without it, leverage, effective number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.estimation.arrays import FloatArray
from kinpanel.estimation.inference.jackknife import changes_without
from kinpanel.estimation.inference.system import system_of
from kinpanel.estimation.statistic import known

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit

SHOWN = 3


@dataclass(frozen=True, eq=False)
class Influence:
    """Leave-one-cluster-out of a fit, G clusters and k terms.

    clusters: by name, or by number from 0 where names are not known. leverage: (G,) the trace of
    the cluster's hat matrix after the absorbed effect, in numbers of parameters. estimates: (k,).
    without: (G, k) coefficients without the cluster, NaN where they cannot be estimated. partial:
    (G, k) the share of the term's variation, free of all else, that lies in the cluster.
    effective: (k,) the number of equal clusters that would share the variation as unevenly,
    1 / sum of squared shares. errors: (k,) standard errors of the fit.
    """

    formula: str
    cluster: str
    terms: tuple[str, ...]
    clusters: tuple[str, ...]
    leverage: FloatArray
    estimates: FloatArray
    errors: FloatArray
    without: FloatArray
    partial: FloatArray
    effective: FloatArray

    def tidy(self) -> pd.DataFrame:
        """One row per term and cluster, the largest change of a term first.

        change: the coefficient without the cluster less the one with all; change_in_se: the same
        in standard errors of the fit.
        """
        change = self.without - self.estimates
        with np.errstate(divide="ignore", invalid="ignore"):
            relative = change / self.errors
        rows = []
        for j, term in enumerate(self.terms):
            size = np.where(np.isnan(change[:, j]), np.inf, np.abs(change[:, j]))
            for g in np.argsort(-size, kind="stable"):
                rows.append(
                    {
                        "term": term,
                        self.cluster: self.clusters[g],
                        "estimate_without": self.without[g, j],
                        "change": change[g, j],
                        "change_in_se": relative[g, j],
                        "partial_leverage": self.partial[g, j],
                        "leverage": self.leverage[g],
                    }
                )
        return pd.DataFrame(rows)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; a coefficient that cannot be estimated is None."""
        rows = self.tidy().to_dict("records")
        return {
            "formula": self.formula,
            "cluster": self.cluster,
            "effective_clusters": dict(zip(self.terms, self.effective.tolist(), strict=True)),
            "rows": [
                {str(k): known(v) if isinstance(v, float) else v for k, v in row.items()}
                for row in rows
            ],
        }

    def summary(self) -> str:
        """For each term: range without one cluster, effective clusters, those that matter."""
        lines = [
            self.formula,
            f"without one cluster of {self.cluster} (G = {len(self.clusters):,})",
        ]
        table = self.tidy()
        for j, term in enumerate(self.terms):
            own = table[table["term"] == term]
            low, high = own["estimate_without"].min(), own["estimate_without"].max()
            most = ", ".join(
                f"{row[self.cluster]} {row['change']:+.4g}"
                for row in own.head(SHOWN).to_dict("records")
            )
            lines.append(
                f"{term}: {self.estimates[j]:.6g}, {low:.6g} to {high:.6g}, "
                f"{self.effective[j]:.1f} effective clusters; most without {most}"
            )
        return "\n".join(lines)


def influence(fit: Fit) -> Influence:
    """Every coefficient without each cluster, exactly, from stored moments.

    Few effective clusters mean that CRV1 rejects too often. Raises what `system_of` raises.
    Source: MacKinnon, Nielsen and Webb (2023) for leverage; Carter, Schnepel and Steigerwald
    (2017) for the effective number, here of the term's own variation.
    """
    system = system_of(fit)
    estimates = fit.coefficients.to_numpy(dtype=float)
    reach = np.einsum("ki,gij,kj->gk", system.loadings, system.cross, system.loadings)
    partial = reach / reach.sum(axis=0)
    numbers = tuple(str(g) for g in range(system.n_clusters))
    return Influence(
        formula=fit.formula,
        cluster=system.cluster,
        terms=fit.terms,
        clusters=system.labels or numbers,
        leverage=np.einsum("gii->g", system.cross),
        estimates=estimates,
        errors=np.sqrt(np.diagonal(fit.covariance.to_numpy(dtype=float)).clip(min=0.0)),
        without=estimates + changes_without(system),
        partial=partial,
        effective=1.0 / np.square(partial).sum(axis=0),
    )
