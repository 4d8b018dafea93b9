"""Romano and Wolf's step-down p values over terms of several models, from shared draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError
from kinpanel.estimation.arrays import FloatArray
from kinpanel.estimation.inference.bootstrap import (
    TIE,
    as_large,
    observed,
    refuse_hopeless,
    single,
)
from kinpanel.estimation.inference.draws import Draws, draw
from kinpanel.estimation.inference.record import vcov_record
from kinpanel.estimation.inference.system import ClusterSystem, system_of
from kinpanel.estimation.inference.wild import positions

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit


@dataclass(frozen=True)
class Hypothesis:
    """One term of one model: no effect. p_value: of its own; p_adjusted: of the family."""

    outcome: str
    formula: str
    term: str
    estimate: float
    statistic: float
    p_value: float
    p_adjusted: float
    n_obs: int
    n_clusters: int


@dataclass(frozen=True)
class StepDown:
    """The hypotheses in the order given, with how their p values were made."""

    hypotheses: tuple[Hypothesis, ...]
    cluster: str
    weights: str
    impose_null: bool
    draws: int
    enumerated: bool
    seed: int | None

    def note(self) -> str:
        """How it was made, for a table note."""
        how = "all sign combinations" if self.enumerated else f"seed {self.seed}"
        kind = "null imposed" if self.impose_null else "null not imposed"
        return (
            f"Romano-Wolf step-down over {len(self.hypotheses):,} hypotheses, wild cluster "
            f"bootstrap by {self.cluster}, {self.weights} weights, {kind}, {self.draws:,} draws "
            f"({how})"
        )

    def tidy(self) -> pd.DataFrame:
        """One row per hypothesis."""
        return pd.DataFrame([asdict(one) for one in self.hypotheses])

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    def summary(self) -> str:
        """The hypotheses and how their p values were made, as text."""
        lines = [
            f"{one.outcome} ~ {one.term}: {one.estimate:.6g}, t = {one.statistic:.4g}, "
            f"p = {one.p_value:.4g}, adjusted {one.p_adjusted:.4g} (rows: {one.n_obs:,})"
            for one in self.hypotheses
        ]
        return "\n".join([*lines, self.note()])


def romano_wolf(
    fits: Sequence[Fit],
    terms: str | Sequence[str],
    *,
    draws: int = 9_999,
    weights: str = "rademacher",
    impose_null: bool = True,
    seed: int = 0,
) -> StepDown:
    """p values of every term in every fit that control the chance of any false rejection.

    All models share the draws: a cluster has one weight in all of them, by its name, so that the
    dependence between outcomes is used. Hypotheses are taken in order of absolute t; each is held
    against the largest bootstrap t of those not yet taken. Weights, enumeration and impose_null
    as in `wild`. Raises UsageError for unknown terms, or fits that are clustered by different
    variables; what `wild` raises beside. Romano and Wolf (2005, 2016).
    """
    names = (terms,) if isinstance(terms, str) else tuple(terms)
    if not fits:
        raise UsageError("name at least one fit")
    systems = [system_of(fit) for fit in fits]
    taken = _shared(systems, draws, weights, seed)
    found, drawn = [], []
    for fit, system, own in zip(fits, systems, taken, strict=True):
        at = positions(fit, names)
        refuse_hopeless(fit, system, at)
        for j in at:
            curve = single(system, system.loadings[j], own)
            estimate = float(fit.coefficients.iloc[j])
            square = observed(system, system.loadings[[j]], np.array([estimate]))
            drawn.append(curve.at(estimate if impose_null else 0.0))
            found.append((fit, fit.terms[j], estimate, square, system.n_clusters))
    squares = np.array([square for *_, square, _ in found])
    first = taken[0]
    adjusted = step_down(squares, np.array(drawn), first)
    return StepDown(
        hypotheses=tuple(
            Hypothesis(
                outcome=fit.outcome,
                formula=fit.formula,
                term=term,
                estimate=estimate,
                statistic=float(np.sign(estimate) * np.sqrt(square / _factor(fit))),
                p_value=first.p_value(as_large(statistics, square)),
                p_adjusted=float(p),
                n_obs=fit.n_obs,
                n_clusters=size,
            )
            for (fit, term, estimate, square, size), statistics, p in zip(
                found, drawn, adjusted, strict=True
            )
        ),
        cluster=systems[0].cluster,
        weights=weights,
        impose_null=impose_null,
        draws=len(first),
        enumerated=first.enumerated,
        seed=None if first.enumerated else seed,
    )


def step_down(statistics: FloatArray, drawn: FloatArray, draws: Draws) -> FloatArray:
    """Adjusted p values (h,) of statistics (h,) from their bootstrap (h, B); larger is stronger."""
    order = np.argsort(-statistics, kind="stable")
    largest = np.maximum.accumulate(np.where(np.isnan(drawn), np.inf, drawn)[order[::-1]])[::-1]
    counts = np.count_nonzero(largest >= statistics[order, np.newaxis] * (1 - TIE), axis=1)
    stepped = np.maximum.accumulate([draws.p_value(int(count)) for count in counts])
    adjusted = np.empty_like(statistics)
    adjusted[order] = stepped
    return adjusted


def _factor(fit: Fit) -> float:
    return vcov_record("CRV1", fit.cluster, fit.vcov.ssc, fit.counts).multiplier


def _shared(systems: list[ClusterSystem], draws: int, weights: str, seed: int) -> list[Draws]:
    """Draws for every system, with one weight per cluster throughout."""
    variables = dict.fromkeys(system.cluster for system in systems)
    if len(variables) > 1:
        raise UsageError(
            f"the fits are clustered by different variables ({', '.join(variables)}); one is needed"
        )
    if len(systems) == 1:
        return [draw(systems[0].n_clusters, draws, weights, seed)]
    if any(not system.labels for system in systems):
        raise UsageError("the clusters of these fits have no names by which they are matched")
    labels = dict.fromkeys(label for system in systems for label in system.labels)
    place = {label: at for at, label in enumerate(labels)}
    whole = draw(len(labels), draws, weights, seed)
    return [whole.of(np.array([place[label] for label in system.labels])) for system in systems]
