"""What people decided about a wave, put into its typed tables: links first, then corrections."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kinpanel.codebook import Codebook
from kinpanel.codebook.ids import id_spaces
from kinpanel.errors import Finding
from kinpanel.ingest.corrections import apply_corrections
from kinpanel.ingest.harmonise import key_findings
from kinpanel.ingest.links import apply_links
from kinpanel.ingest.origins import apply_origins
from kinpanel.study import StudyDefinition


def settle(
    tables: Mapping[str, pd.DataFrame], codebook: Codebook, study: StudyDefinition, wave: str
) -> tuple[Mapping[str, pd.DataFrame], list[Finding]]:
    """The tables of a wave with permanent ids and corrected cells; none where a ledger misfits.

    Corrections name rows by the permanent ids. Links that do not fit keep them from being tried.
    Keys are looked at again afterwards.
    """
    order = study.wave_ids.index(wave)
    links = codebook.links_of(wave)
    earlier = [link for link in codebook.links if study.wave_ids.index(link.wave) < order]
    corrections = codebook.corrections_of(wave)
    if not links and not earlier and not corrections:
        return tables, []
    spaces = id_spaces(codebook.tables.values(), study.audit)
    linked, findings = apply_links(tables, codebook.tables, spaces, links, earlier, wave)
    reasons = list(study.reasons)
    if not findings:
        linked, findings = apply_origins(linked, codebook.tables, spaces, links, reasons)
    if findings:
        return {}, findings
    done = {}
    for name, frame in linked.items():
        own = [one for one in corrections if one.table == name]
        done[name], problems = apply_corrections(frame, codebook.tables[name], own, reasons)
        findings += problems
    findings += [
        one.finding("the wave does not carry this table", "see codebooks/crosswalk.csv")
        for one in corrections
        if one.table not in tables
    ]
    if not findings:
        for name, frame in done.items():
            findings += key_findings(frame, codebook.tables[name], wave, "links and corrections")
    return ({} if findings else done), findings
