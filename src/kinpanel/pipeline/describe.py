"""`describe`: first looks at a panel, exact numbers for those who hold the data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from kinpanel.errors import UsageError, nearest
from kinpanel.pipeline.handle import Study
from kinpanel.roles import STATES


def describe(study: Study, what: str) -> pd.DataFrame:
    """One of `TOPICS` as a frame; UsageError for another word or a study without that topic.

    These numbers are exact and not for publication: tables of the paper suppress small cells.
    """
    topic = TOPICS.get(what)
    if topic is None:
        raise UsageError(f"cannot describe {what!r}; {nearest(what, TOPICS)}")
    return topic(study)


def _states(study: Study) -> pd.DataFrame:
    """Children by parental state and wave; the last row counts unknown states."""
    panel = _with_states(study)
    state = panel["state"].cat.add_categories("unknown").fillna("unknown")
    counts = pd.crosstab(state, panel["wave"], dropna=False)
    return counts.rename_axis(index="state", columns=None).reset_index()


def _transitions(study: Study) -> pd.DataFrame:
    """Parental state in one wave (rows) by state in the next: child-waves."""
    from kinpanel.report.transitions import transitions

    pairs = transitions(_with_states(study), study.definition.wave_ids)
    counts = pd.crosstab(pairs["state"], pairs["next"])
    order = [name for name in (*STATES, "unknown", "not_seen") if name in counts.columns]
    return counts[order].rename_axis(columns=None).reset_index()


def _switchers(study: Study) -> pd.DataFrame:
    """Variation within children of every exposure."""
    from kinpanel.derived.panel import EXPOSURES

    panel = _with_states(study)
    rows = []
    for name in EXPOSURES:
        known = panel[["pid", "wave", name]].dropna().sort_values(["pid", "wave"])
        change = known.groupby("pid", observed=True)[name].diff().dropna()
        seen = known.groupby("pid", observed=True)[name].agg(["size", "nunique"])
        rows.append(
            {
                "exposure": name,
                "children": len(seen),
                "seen_twice": int((seen["size"] > 1).sum()),
                "switchers": int((seen["nunique"] > 1).sum()),
                "up": int((change > 0).sum()),
                "down": int((change < 0).sum()),
            }
        )
    return pd.DataFrame(rows)


def _missingness(study: Study) -> pd.DataFrame:
    """Missing values of the child table by variable, reason and wave."""
    child = study.definition.panel.child
    reasons = study.reasons(child)
    long = reasons.melt(id_vars="wave", var_name="variable", value_name="reason").dropna()
    if long.empty:
        return pd.DataFrame(columns=["variable", "reason", *study.definition.wave_ids])
    wide = pd.crosstab([long["variable"], long["reason"]], long["wave"]).reset_index()
    order = {v.name: place for place, v in enumerate(study.codebook.tables[child].variables)}
    wide = wide.sort_values(["variable", "reason"], key=lambda c: c.map(order).fillna(0))
    return wide.rename_axis(columns=None).reset_index(drop=True)


def _waves(study: Study) -> pd.DataFrame:
    """Rows of every table by wave."""
    release = study.store.release()
    rows: list[dict[str, Any]] = []
    for table in study.codebook.tables:
        counts = {
            wave: record.tables[table].rows if table in record.tables else 0
            for wave, record in release.waves.items()
        }
        rows.append({"table": table, **counts})
    return pd.DataFrame(rows)


def _with_states(study: Study) -> pd.DataFrame:
    panel = study.panel()
    if "state" not in panel:
        raise UsageError("study.yaml declares no `panel: absence:`, so there are no states")
    return panel


TOPICS: dict[str, Callable[[Study], pd.DataFrame]] = {
    "waves": _waves,
    "states": _states,
    "transitions": _transitions,
    "switchers": _switchers,
    "missingness": _missingness,
}
