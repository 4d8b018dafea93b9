"""The rule on people who are their own ancestors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinpanel.derived.audit.material import Material, People
from kinpanel.derived.audit.rule import AuditRule, Found, at_rows, both


def _circles(people: People, _: Material) -> Found:
    """Rows on a circle of fathers and mothers; who is their own parent is left to L22."""
    frame = people.frame
    parts = []
    for wave in sorted(frame["wave"].unique()):
        here = frame[frame["wave"] == wave]
        edges = pd.concat(
            [
                here[["row", "id", role]].set_axis(["row", "child", "parent"], axis=1)
                for role in ("father", "mother")
                if role in people.names
            ]
        )
        edges = edges[(edges["child"] >= 0) & (edges["parent"] >= 0)]
        edges = edges[edges["child"] != edges["parent"]]
        on_circle = _pruned(edges)
        name = people.names.get("father") or people.names["mother"]
        parts.append(at_rows(len(here), np.unique(on_circle["row"]), name))
    return both(*parts)


def _pruned(edges: pd.DataFrame) -> pd.DataFrame:
    """The edges left when those are taken away, again and again, that cannot lie on a circle.

    Whoever has no parent left, or no child left, lies on none. What connects two circles stays.
    """
    before = -1
    while len(edges) != before:
        before = len(edges)
        leads = edges["parent"].isin(edges["child"]) & edges["child"].isin(edges["parent"])
        edges = edges[leads]
    return edges


RULES = (
    AuditRule(
        "L28",
        "circular-ancestry",
        "error",
        "A person is their own ancestor: a circle of fathers and mothers.",
        "people",
        ("parents",),
        _circles,
    ),
)
