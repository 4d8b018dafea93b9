"""The estimation sample: which rows of the data enter a model, in which order, and why not all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from kinpanel.errors import EstimationError, UsageError
from kinpanel.estimation.arrays import BoolArray, FloatArray, IntArray
from kinpanel.estimation.columns import Coding, coded, numeric
from kinpanel.estimation.factor import (
    CARRIED_LEVELS,
    Factor,
    combine,
    labels_of,
    ordering,
    refuse_duplicates,
)
from kinpanel.estimation.flow import Dropped, SampleFlow, empty_sample
from kinpanel.estimation.formula import Effect, Formula
from kinpanel.estimation.panel_index import cluster_labels, panel_index, wave_of
from kinpanel.estimation.singletons import without_singletons

Singletons = Literal["drop", "keep"]
Duplicates = Literal["error", "keep"]
PanelId = tuple[str, str]
"""The panel's index: the columns of the unit (child) and of the wave."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The rows of one model, ordered by (cluster where nested,) entity and wave.

    columns: (1 + k, n) float64, the outcome and then the terms, no missing values.
    rows: (n,) positions in the data. weights: (n,) scaled to mean one, or None.
    absorbed: the effect with most levels (the child effects), or None without effects.
    others: the further effects of few levels, carried as indicators; swept: those of many, that
    a sweep removes. time: the wave of each row, or None.
    nested: every entity lies in one cluster (true without a cluster). second_cluster: the other
    of two clusters. cluster_labels: the clusters by name, () for more than 5,000.
    unit, unit_time: the panel's own index where the absorbed effect is not its unit, else None.
    """

    outcome: str
    terms: tuple[str, ...]
    intercept: bool
    columns: FloatArray
    rows: IntArray
    absorbed: Factor | None
    others: tuple[Factor, ...]
    swept: tuple[Factor, ...]
    other_labels: tuple[tuple[str, ...], ...]
    time: Factor | None
    cluster: Factor | None
    nested: bool
    unit: Factor | None
    unit_time: Factor | None
    weights: FloatArray | None
    weights_name: str | None
    flow: SampleFlow
    second_cluster: Factor | None = None
    cluster_labels: tuple[str, ...] = ()

    @property
    def n_obs(self) -> int:
        """Rows used."""
        return int(self.rows.size)


@dataclass(frozen=True)
class _Roles:
    """The columns of the model as they stand in the data, all rows."""

    numbers: dict[str, FloatArray]
    weights: FloatArray | None
    codings: dict[str, Coding]


@dataclass(frozen=True)
class _Kept:
    """The rows that stay, and how the call wants them grouped."""

    rows: IntArray
    chosen: int | None
    flow: SampleFlow
    cluster: str | None
    second_cluster: str | None
    by_absorbed: bool
    weights: str | None
    panel_id: PanelId | None


def build_sample(
    formula: Formula,
    data: pd.DataFrame,
    *,
    cluster: str | None = None,
    weights: str | None = None,
    singletons: Singletons = "drop",
    duplicates: Duplicates = "error",
    cluster_by_absorbed: bool = False,
    panel_id: PanelId | None = None,
    second_cluster: str | None = None,
) -> Sample:
    """Choose and order the rows of a model.

    Listwise deletion counts every variable named: outcome, terms, effects, cluster, weights;
    then rows of non-positive weight, then singletons of the absorbed effect.
    second_cluster: a further cluster, for a variance by both.
    cluster_by_absorbed: without a cluster, the absorbed effect is the cluster. panel_id: unit
    and wave, by which switchers are counted in a model that absorbs something else.
    Raises UsageError for unknown columns, DataError for columns that are no numbers, infinite
    values and two rows of the same entity and wave (unless `duplicates="keep"`),
    EstimationError when no row is left.
    """
    if not isinstance(data, pd.DataFrame):
        raise UsageError(f"data must be a pandas DataFrame, not {type(data).__name__}")
    clusters = tuple(name for name in (cluster, second_cluster) if name is not None)
    roles = _read(formula, data, clusters, weights)
    keep, dropped = _listwise(formula, roles, len(data), clusters, weights)
    rows = np.flatnonzero(keep)
    effects = [combine(effect, roles.codings, rows) for effect in formula.effects]
    chosen = max(range(len(effects)), key=lambda i: effects[i].levels) if effects else None
    if effects and singletons == "drop":
        stay, lone = without_singletons(effects)
        dropped += lone
        rows = rows[stay]
    if rows.size == 0:
        flow = SampleFlow(len(data), tuple(dropped), 0)
        raise EstimationError("no row is left to estimate on", [empty_sample(flow)])
    flow = SampleFlow(len(data), tuple(dropped), int(rows.size))
    kept = _Kept(
        rows, chosen, flow, cluster, second_cluster, cluster_by_absorbed, weights, panel_id
    )
    return _assemble(formula, data, roles, kept, duplicates)


def _read(
    formula: Formula, data: pd.DataFrame, clusters: tuple[str, ...], weights: str | None
) -> _Roles:
    numbers = {name: numeric(data, name) for name in (formula.outcome, *formula.variables)}
    keys = [part for effect in formula.effects for part in effect.parts]
    keys += clusters
    codings = {name: coded(data, name) for name in dict.fromkeys(keys)}
    return _Roles(numbers, numeric(data, weights) if weights is not None else None, codings)


def _listwise(
    formula: Formula, roles: _Roles, n: int, clusters: tuple[str, ...], weights: str | None
) -> tuple[BoolArray, list[Dropped]]:
    keep = np.ones(n, dtype=np.bool_)
    dropped: list[Dropped] = []

    def drop(reason: str, variable: str, bad: BoolArray) -> None:
        count = int(np.count_nonzero(bad & keep))
        if count:
            dropped.append(Dropped(reason, variable, count))
            np.logical_and(keep, ~bad, out=keep)

    drop("missing outcome", formula.outcome, np.isnan(roles.numbers[formula.outcome]))
    for name in formula.variables:
        drop("missing variable", name, np.isnan(roles.numbers[name]))
    for name in dict.fromkeys(part for effect in formula.effects for part in effect.parts):
        drop("missing effect", name, roles.codings[name].codes < 0)
    for cluster in clusters:
        drop("missing cluster", cluster, roles.codings[cluster].codes < 0)
    if weights is not None and roles.weights is not None:
        drop("missing weight", weights, np.isnan(roles.weights))
        drop("non-positive weight", weights, roles.weights <= 0)
    return keep, dropped


def _assemble(
    formula: Formula,
    data: pd.DataFrame,
    roles: _Roles,
    kept: _Kept,
    duplicates: Duplicates,
) -> Sample:
    rows, chosen, cluster = kept.rows, kept.chosen, kept.cluster
    entity = None if chosen is None else combine(formula.effects[chosen], roles.codings, rows)
    by = None if chosen is None or not kept.by_absorbed else formula.effects[chosen]
    by = by if cluster is None else Effect((cluster,))
    group = None if by is None else combine(by, roles.codings, rows)
    other = [effect for i, effect in enumerate(formula.effects) if i != chosen]
    time = (
        None if entity is None else wave_of(data, roles.codings, rows, kept.panel_id, entity, other)
    )
    order, nested = ordering(entity, group, time)
    if order is not None:
        rows = rows[order]
        entity, group, time = (
            None if factor is None else Factor(factor.name, factor.codes[order], factor.levels)
            for factor in (entity, group, time)
        )
    if entity is not None and time is not None and duplicates == "error":
        refuse_duplicates(rows, entity, time)
    further = [(effect, combine(effect, roles.codings, rows)) for effect in other]
    carried = [pair for pair in further if pair[1].levels <= CARRIED_LEVELS]
    labels = tuple(labels_of(data, rows, effect, factor) for effect, factor in carried)
    weight = None if roles.weights is None else roles.weights[rows]
    also = kept.second_cluster
    unit, unit_time = panel_index(data, rows, kept.panel_id, entity)
    return Sample(
        outcome=formula.outcome,
        terms=tuple(term.name for term in formula.terms),
        intercept=formula.intercept and not formula.effects,
        columns=_columns(formula, roles, rows),
        rows=rows,
        absorbed=entity,
        others=tuple(factor for _, factor in carried),
        swept=tuple(factor for _, factor in further if factor.levels > CARRIED_LEVELS),
        other_labels=labels,
        time=time,
        cluster=group,
        nested=nested,
        unit=unit,
        unit_time=unit_time,
        weights=None if weight is None else weight / weight.mean(),
        weights_name=kept.weights,
        flow=kept.flow,
        second_cluster=None if also is None else combine(Effect((also,)), roles.codings, rows),
        cluster_labels=cluster_labels(data, rows, by, group),
    )


def _columns(formula: Formula, roles: _Roles, rows: IntArray) -> FloatArray:
    columns = np.empty((1 + len(formula.terms), rows.size))
    np.take(roles.numbers[formula.outcome], rows, out=columns[0])
    for j, term in enumerate(formula.terms, start=1):
        np.take(roles.numbers[term.factors[0]], rows, out=columns[j])
        for name in term.factors[1:]:
            columns[j] *= roles.numbers[name][rows]
    return columns
