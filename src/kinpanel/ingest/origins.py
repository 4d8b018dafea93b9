"""Where split-off households come from: the column `origin` of links, in the tables that ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kinpanel.codebook import TableCodebook
from kinpanel.codebook.ids import HOUSEHOLD, ORIGIN, Spaces
from kinpanel.codebook.ledger import Link
from kinpanel.errors import Finding
from kinpanel.ingest.cells import with_cells


def apply_origins(
    tables: Mapping[str, pd.DataFrame],
    codebooks: Mapping[str, TableCodebook],
    spaces: Spaces,
    links: Sequence[Link],
    vocabulary: Sequence[str],
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Tables, linked before, in which variables of concept `household_origin` are filled.

    A row whose household has an `origin` in the wave's links gets it. Another origin that the
    delivery gives for such a row is a finding, and stays. Tables without such a variable, or with
    not exactly one other id of households, are left as they are.
    """
    origins = {link.uid: link for link in links if link.origin and link.space == HOUSEHOLD}
    done, findings = dict(tables), []
    for name, frame in tables.items():
        table = codebooks[name]
        targets = [v.name for v in table.variables if v.meaning == ORIGIN and v.name in frame]
        ids = [
            variable
            for (of, variable), space in spaces.items()
            if of == name and space == HOUSEHOLD and variable in frame and variable not in targets
        ]
        if not origins or len(targets) != 1 or len(ids) != 1:
            continue
        households, target = frame[ids[0]], frame[targets[0]]
        places = np.flatnonzero(households.isin(list(origins)).to_numpy(dtype=bool))
        own = [origins[str(one)] for one in households.iloc[places]]
        given = target.iloc[places].to_list()
        against = dict.fromkeys(
            link
            for link, stands in zip(own, given, strict=True)
            if not pd.isna(stands) and stands != link.origin
        )
        findings += [
            link.finding(f"the delivery gives {name} another origin", "ask which of them holds")
            for link in against
        ]
        if not against:
            cells = {targets[0]: (places.tolist(), [link.origin for link in own])}
            done[name] = with_cells(frame, table, cells, vocabulary)
    return done, findings
