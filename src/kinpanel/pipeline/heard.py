"""Whether the persons that links lead to are known in any other wave."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from kinpanel.codebook.ids import Spaces, id_spaces
from kinpanel.errors import Finding
from kinpanel.ingest.links import ids_held, unheard
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.known import Known


def unheard_links(study: Study, known: Known, made: Collection[str]) -> list[Finding]:
    """Findings on links of the waves `made` to somebody whom no other wave knows.

    Other waves are those made beside and those that have landed, as `known` has them. While one
    of them is neither, the findings are warnings.
    """
    doubtful = [link for link in study.codebook.links if link.wave in made and not link.why]
    if not doubtful:
        return []
    spaces = id_spaces(study.codebook.tables.values(), study.definition.audit)
    ids = {wave: ids_held(_frames(known, wave, spaces), spaces) for wave in known.records}
    findings = []
    for wave in made:
        elsewhere: dict[str, frozenset[str]] = {}
        for held in (held for other, held in ids.items() if other != wave):
            for space, some in held.items():
                elsewhere[space] = elsewhere.get(space, frozenset()) | some
        findings += unheard([link for link in doubtful if link.wave == wave], elsewhere)
    if set(ids) >= set(study.questionnaires.waves):
        return findings
    return [replace(one, severity="warning") for one in findings]


def _frames(known: Known, wave: str, spaces: Spaces) -> dict[str, pd.DataFrame]:
    """The columns of a wave that hold ids, by table."""
    columns: dict[str, list[str]] = {}
    for table, name in spaces:
        columns.setdefault(table, []).append(name)
    frames = {table: known.frame(wave, table, names) for table, names in columns.items()}
    return {table: frame for table, frame in frames.items() if frame is not None}
