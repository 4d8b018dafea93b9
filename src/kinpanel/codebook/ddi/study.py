"""`stdyDscr`: titles, version, waves, units, missing reasons and conditions of access."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kinpanel.codebook.ddi.access import RESTRICTIONS, Access
from kinpanel.codebook.ddi.element import add, add_texts, add_title, identifier
from kinpanel.codebook.model import Codebook
from kinpanel.codebook.statistics import Release, version
from kinpanel.study import UNEXPLAINED, StudyDefinition


def add_study(
    root: Element,
    study: StudyDefinition,
    codebook: Codebook,
    access: Access,
    release: Release | None,
) -> None:
    """The study: `citation`, `stdyInfo`, `method`, `dataAccs` and, in `notes`, missing reasons.

    A wave is a `timePrd` and a `collDate`, both with the wave's id as `cycle`.
    """
    description = add(root, "stdyDscr")
    citation = add(description, "citation")
    add_title(citation, study.title, study.languages)
    if release is not None:
        add(add(citation, "verStmt"), "version", version(release), type="release")
    _add_scope(description, study, codebook)
    collection = add(add(description, "method"), "dataColl")
    add(collection, "timeMeth", "panel survey", method="panel").set("xml:lang", "en")
    _add_access(description, access)
    for reason, labels in study.reasons.items():
        kind = study.missing[reason].kind if reason != UNEXPLAINED else "none"
        add_texts(
            description,
            "notes",
            labels,
            study.languages,
            type="missing reason",
            subject=reason,
            level=kind,
        )


def _add_scope(description: Element, study: StudyDefinition, codebook: Codebook) -> None:
    scope = add(add(description, "stdyInfo"), "sumDscr")
    for wave in study.waves:
        year = str(wave.year)
        period = identifier("P", wave.id)
        add(scope, "timePrd", year, ID=period, date=year, event="single", cycle=wave.id)
    for wave in study.waves:
        year = str(wave.year)
        text, date = wave.fieldwork or year, identifier("W", wave.id)
        add(scope, "collDate", text, ID=date, date=year, event="single", cycle=wave.id)
    for unit in sorted({table.unit for table in codebook.tables.values()}):
        add(scope, "anlyUnit", unit)
    add(scope, "dataKind", "survey data").set("xml:lang", "en")


def _add_access(description: Element, access: Access) -> None:
    """One `useStmt` per kind of variable that is not public; `var/@access` points to them."""
    if not access.used & RESTRICTIONS.keys():
        return
    conditions = add(description, "dataAccs")
    for sensitivity, text in RESTRICTIONS.items():
        if sensitivity in access.used:
            statement = add(conditions, "useStmt", ID=identifier("A", sensitivity))
            add(statement, "restrctn", text).set("xml:lang", "en")
