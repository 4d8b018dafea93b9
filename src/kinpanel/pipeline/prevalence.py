"""`describe prevalence` and `describe overlap`: children under definitions of absence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.derived.absence import Absence, Definition, definition_names, definition_of, evaluate
from kinpanel.derived.absence.facts import Facts
from kinpanel.derived.absence.gather import gather_facts
from kinpanel.derived.absence.groups import EVERYBODY, Group, groups
from kinpanel.errors import UsageError, nearest
from kinpanel.estimation.ratio import share
from kinpanel.pipeline.handle import Study
from kinpanel.report.own import OwnSeries, OwnShare

ALL = "all"


def prevalence(
    study: Study,
    definition: str | Sequence[str] = ALL,
    wave: str | Sequence[str] = "",
    *,
    by_group: bool = False,
) -> pd.DataFrame:
    """One row per definition and wave (default: the last): how many children are left behind.

    Several definitions or waves may be named, or `all`. `eligible` belong to the base of the
    definition, `unknown` may be cases and nobody knows, `answers` are eligible with an answer and
    `cases` those of them who are cases; `percent` is of those with an answer, weighted where the
    child table has weights, with a design-based interval of 95 per cent by the study's clusters
    and strata (`estimation.ratio`). `weighted` is the sum of weights of the cases. `unverified`
    names fields of the definition that wait for verification. With `by_group` there are also rows
    of the groups that a definition reports apart (`derived.absence.groups`), and `group` names
    them. Exact numbers, not for publication. Raises UsageError for an unknown definition or wave.
    """
    tables, roles = study.panel_tables(), study.definition.panel
    child = tables[roles.child]
    waves = _waves(study, child, wave)
    design = _design(study, child)
    rows = []
    for name, one, found, facts in _evaluated(study, definition, tables):
        for at in waves:
            seen = child["wave"].astype(str) == at
            for group in groups(one, facts, found):
                if by_group or group.name == EVERYBODY:
                    labels = {"definition": name, "wave": at, "group": group.name}
                    doubts = {"unverified": ", ".join(found.doubts)}
                    rows.append({**labels, **_counted(group, seen, design), **doubts})
    frame = pd.DataFrame(rows)
    return frame if by_group else frame.drop(columns="group", errors="ignore")


def own_shares(
    study: Study, definitions: Sequence[str], waves: Sequence[str] = ()
) -> dict[str, OwnSeries]:
    """The study's own shares for a figure, by definition: those of all waves if none is named.

    Still exact: the figure withholds what may not be shown. Raises as `prevalence` does.
    """
    found = prevalence(study, definitions, waves or ALL)
    years = {wave.id: wave.year for wave in study.definition.waves}
    return {
        name: OwnSeries(
            shares=tuple(
                OwnShare(
                    year=years[row["wave"]],
                    percent=row["percent"],
                    low=row["low"],
                    high=row["high"],
                    answers=row["answers"],
                    cases=row["cases"],
                )
                for row in found[found["definition"] == name].to_dict("records")
            ),
            unverified=definition_of(study.definition, name).verify,
        )
        for name in dict.fromkeys(definitions)
    }


def overlap(study: Study, wave: str | Sequence[str] = "") -> pd.DataFrame:
    """The Jaccard overlap of every two definitions in a wave (default: the last).

    Children who are cases under both by children who are under either, of those with an answer
    under both; unweighted; NaN where there is no case. Raises UsageError for several waves.
    """
    tables = study.panel_tables()
    child = tables[study.definition.panel.child]
    waves = _waves(study, child, wave)
    if len(waves) > 1:
        raise UsageError(f"overlap is of one wave, not of {len(waves)}; name one")
    seen = child["wave"].astype(str).isin(waves).to_numpy()
    found = {name: one for name, _, one, _ in _evaluated(study, ALL, tables)}
    answers = {name: one.answer[seen] for name, one in found.items()}
    doubtful = {name: bool(one.doubts) for name, one in found.items()}
    rows: list[dict[str, Any]] = []
    for name, one in answers.items():
        row: dict[str, Any] = {"definition": name, "unverified": doubtful[name]}
        for other, two in answers.items():
            known = (one.notna() & two.notna()).to_numpy()
            a, b = (side[known].to_numpy(dtype=bool) for side in (one, two))
            row[other] = float((a & b).sum() / (a | b).sum()) if (a | b).any() else np.nan
        rows.append(row)
    return pd.DataFrame(rows)


def _evaluated(
    study: Study, definition: str | Sequence[str], tables: dict[str, pd.DataFrame]
) -> Iterator[tuple[str, Definition, Absence, Facts]]:
    named = (definition,) if isinstance(definition, str) else definition
    names = definition_names(study.definition) if ALL in named else tuple(dict.fromkeys(named))
    definitions = {name: definition_of(study.definition, name) for name in names}
    facts = gather_facts(tables, study.definition.panel)
    for name, one in definitions.items():
        yield name, one, evaluate(one, facts), facts


def _waves(study: Study, child: pd.DataFrame, wave: str | Sequence[str]) -> tuple[str, ...]:
    """The waves asked for, in the order of the study; `all` are those that have landed."""
    known = study.definition.wave_ids
    named = ((wave,) if wave else ()) if isinstance(wave, str) else tuple(wave)
    for one in named:
        if one not in (*known, ALL):
            raise UsageError(f"unknown wave {one!r}; {nearest(one, known)}")
    landed = [one for one in known if (child["wave"].astype(str) == one).any()]
    if ALL in named:
        return tuple(landed)
    return tuple(one for one in known if one in named) if named else tuple(landed[-1:])


@dataclass(frozen=True)
class _Design:
    """How the rows of the child table were drawn: weights, clusters, strata where there are."""

    weights: pd.Series[Any]
    clusters: pd.Series[Any]
    strata: pd.Series[Any] | None


def _design(study: Study, child: pd.DataFrame) -> _Design:
    """Weight 1 where the table has none, each child its own cluster where none is declared."""
    roles = study.definition.panel
    weight = study.codebook.tables[roles.child].weight
    one = pd.Series(1.0, index=child.index)
    cluster = roles.cluster or study.codebook.tables[roles.child].key[0]
    return _Design(
        weights=child[weight] if weight else one,
        clusters=child[cluster],
        strata=child[roles.strata] if roles.strata else None,
    )


def _counted(group: Group, seen: pd.Series[bool], design: _Design) -> dict[str, Any]:
    """The children of a group in the rows seen, and the share of cases among them."""
    base = group.eligible.fillna(value=False).astype(bool) & seen
    unknown = group.answer.isna() & group.eligible.fillna(value=True).astype(bool) & seen
    known = base & group.answer.notna()
    one = share(
        group.answer[seen],
        known[seen],
        design.weights[seen],
        design.clusters[seen],
        strata=None if design.strata is None else design.strata[seen],
    )
    return {
        "eligible": int(base.sum()),
        "unknown": int(unknown.sum()),
        "answers": int(known.sum()),
        "cases": int((known & group.answer.fillna(value=False).astype(bool)).sum()),
        "percent": 100 * one.share,
        "low": 100 * one.low,
        "high": 100 * one.high,
        "weighted": one.weighted,
        "clusters": one.clusters,
    }
