"""`describe prevalence` and `describe overlap`: children under definitions of absence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.derived.absence import Absence, definition_names, definition_of, evaluate
from kinpanel.derived.absence.gather import gather_facts
from kinpanel.errors import UsageError, nearest
from kinpanel.estimation.ratio import share
from kinpanel.pipeline.handle import Study

ALL = "all"


def prevalence(study: Study, definition: str = ALL, wave: str = "") -> pd.DataFrame:
    """One row per definition: how many children of a wave (default: the last) are left behind.

    `eligible` belong to the base of the definition, `unknown` may be cases and nobody knows;
    `percent` is of eligible children with an answer, weighted where the child table has weights,
    with a design-based interval of 95 per cent by the study's clusters (`estimation.ratio`).
    `weighted` is the sum of weights of the cases. `unverified` names fields of the definition
    that wait for verification. Exact numbers, not for publication. Raises UsageError for an
    unknown definition or wave.
    """
    rows = []
    tables, roles = study.panel_tables(), study.definition.panel
    child = tables[roles.child]
    seen = _in_wave(study, child, wave)
    weights, clusters = _design(study, child)
    for name, found in _evaluated(study, definition, tables):
        base = found.eligible.fillna(value=False).astype(bool) & seen
        unknown = found.answer.isna() & found.eligible.fillna(value=True).astype(bool) & seen
        known = base & found.answer.notna()
        one = share(found.answer[seen], known[seen], weights[seen], clusters[seen])
        rows.append(
            {
                "definition": name,
                "eligible": int(base.sum()),
                "unknown": int(unknown.sum()),
                "percent": 100 * one.share,
                "low": 100 * one.low,
                "high": 100 * one.high,
                "weighted": one.weighted,
                "clusters": one.clusters,
                "unverified": ", ".join(found.doubts),
            }
        )
    return pd.DataFrame(rows)


def overlap(study: Study, wave: str = "") -> pd.DataFrame:
    """The Jaccard overlap of every two definitions in a wave (default: the last).

    Children who are cases under both by children who are under either, of those with an answer
    under both; unweighted; NaN where there is no case.
    """
    tables = study.panel_tables()
    seen = _in_wave(study, tables[study.definition.panel.child], wave).to_numpy()
    found = dict(_evaluated(study, ALL, tables))
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
    study: Study, definition: str, tables: dict[str, pd.DataFrame]
) -> Iterator[tuple[str, Absence]]:
    known = definition_names(study.definition)
    names = known if definition == ALL else (definition,)
    definitions = {name: definition_of(study.definition, name) for name in names}
    facts = gather_facts(tables, study.definition.panel)
    for name, one in definitions.items():
        yield name, evaluate(one, facts)


def _in_wave(study: Study, child: pd.DataFrame, wave: str) -> pd.Series[bool]:
    waves = study.definition.wave_ids
    if wave and wave not in waves:
        raise UsageError(f"unknown wave {wave!r}; {nearest(wave, waves)}")
    landed = child["wave"].astype(str)
    last = [one for one in waves if (landed == one).any()][-1:]
    return landed == (wave or "".join(last))


def _design(study: Study, child: pd.DataFrame) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """Weights (1 without) and clusters (each child its own without) of the child table."""
    roles = study.definition.panel
    weight = study.codebook.tables[roles.child].weight
    one = pd.Series(1.0, index=child.index)
    key = study.codebook.tables[roles.child].key[0]
    return (child[weight] if weight else one), child[roles.cluster or key]
