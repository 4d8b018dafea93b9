"""What a table or figure needs to know about an estimated model, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from kinpanel.errors import RefusedError, UsageError, nearest


class Within(Protocol):
    """Who identifies the coefficient of one term: counts of children, None where they are not.

    `switchers` ever change; `switchers_up` and `switchers_down` make a change in that direction.
    """

    @property
    def switchers(self) -> int | None: ...
    @property
    def switchers_up(self) -> int | None: ...
    @property
    def switchers_down(self) -> int | None: ...


class Variance(Protocol):
    """How the standard errors were made: kind, cluster variable, small-sample rule."""

    @property
    def kind(self) -> str: ...
    @property
    def cluster(self) -> str | None: ...
    @property
    def ssc(self) -> str: ...


class Estimate(Protocol):
    """A fitted model, as `kinpanel.estimation.Fit`; `tidy()` has one row per term.

    `n_entities` and `switchers` count levels of `unit`: children when that is `pid`.
    """

    @property
    def outcome(self) -> str: ...
    @property
    def terms(self) -> tuple[str, ...]: ...
    @property
    def effects(self) -> tuple[str, ...]: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def weights(self) -> str | None: ...
    @property
    def n_obs(self) -> int: ...
    @property
    def n_entities(self) -> int | None: ...
    @property
    def n_clusters(self) -> int | None: ...
    @property
    def within_r2(self) -> float | None: ...
    @property
    def outcome_mean(self) -> float: ...
    @property
    def switchers(self) -> Mapping[str, Within]: ...
    @property
    def vcov(self) -> Variance: ...
    def tidy(self) -> pd.DataFrame: ...


def children(fit: Estimate) -> int | None:
    """Children in a fitted model; None when it does not count them."""
    return fit.n_entities if fit.unit == "pid" else None


def coefficients(fit: Estimate) -> dict[str, dict[str, float]]:
    """Term -> estimate, std_error, p_value, conf_low, conf_high, from `tidy()`."""
    wanted = ["estimate", "std_error", "p_value", "conf_low", "conf_high"]
    table = fit.tidy().set_index("term")[wanted].astype("float64")
    return {
        str(term): dict(zip(wanted, row, strict=True))
        for term, row in zip(table.index, table.to_numpy().tolist(), strict=True)
    }


def chosen_terms(models: Mapping[str, Estimate], terms: Sequence[str]) -> tuple[str, ...]:
    """`terms`, or all terms of the models in order.

    Raises UsageError when there is no model, or for a term that is in none of them.
    """
    if not models:
        raise UsageError("a table or figure of models needs at least one")
    known = tuple(dict.fromkeys(term for fit in models.values() for term in fit.terms))
    for term in terms:
        if term not in known:
            raise UsageError(f"term {term!r} is in none of the models; {nearest(term, known)}")
    return tuple(terms) or known


def refuse_small(models: Mapping[str, Estimate], threshold: int) -> None:
    """Raise RefusedError when a model rests on fewer than `threshold` children.

    Where a model does not count children, its observations are counted instead.
    """
    for model, fit in models.items():
        counted = children(fit)
        if (fit.n_obs if counted is None else counted) < threshold:
            raise RefusedError(
                f"model {model!r} rests on fewer than {threshold} children and is not published"
            )
