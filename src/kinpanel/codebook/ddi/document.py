"""The whole document: its own description, the study, the files and the variables."""

from __future__ import annotations

from xml.etree.ElementTree import Element, indent, tostring

from kinpanel.codebook.ddi.access import Access
from kinpanel.codebook.ddi.data import add_data
from kinpanel.codebook.ddi.element import add, add_title
from kinpanel.codebook.ddi.files import add_files
from kinpanel.codebook.ddi.study import add_study
from kinpanel.codebook.model import Codebook
from kinpanel.codebook.statistics import Release, landed, makers, version
from kinpanel.questionnaire import Questionnaires
from kinpanel.study import StudyDefinition

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"


def ddi_codebook(
    study: StudyDefinition,
    questionnaires: Questionnaires,
    codebook: Codebook,
    release: Release | None = None,
) -> bytes:
    """The study as a DDI-Codebook 2.5 document, ready for NADA and Dataverse.

    UTF-8 bytes, the same for the same arguments: no time stamps, ids made from names. One `var`
    per question of each wave and one per harmonised variable of each table, which is found in a
    file per wave. Missing codes are categories with `missing="Y"` and the reason as `missType`.
    No values of respondents: of restricted and identifier variables, and of the questions they
    are made from, not even categories and ranges. Without a release that holds tables there
    are neither rows, hashes nor a version. Nothing is raised for definitions that were checked.

    Source: DDI-Codebook 2.5, `codeBook` (`docDscr`, `stdyDscr`, `fileDscr`, `dataDscr`).
    """
    release = landed(release)
    root = Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5"})
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root.set("xsi:schemaLocation", f"{NAMESPACE} {SCHEMA}")
    access = Access(questionnaires, codebook)
    _add_self(root, study, release)
    add_study(root, study, codebook, access, release)
    add_files(root, study, questionnaires, codebook, release)
    add_data(root, study, questionnaires, codebook, access)
    indent(root, " ")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_self(root: Element, study: StudyDefinition, release: Release | None) -> None:
    """`docDscr`: this document, and the software that wrote it."""
    citation = add(add(root, "docDscr"), "citation")
    add_title(citation, study.title, study.languages)
    production = add(citation, "prodStmt")
    if release is None:
        add(production, "software", "kinpanel")
        return
    for maker in makers(release):
        add(production, "software", "kinpanel", version=maker)
    add(add(citation, "verStmt"), "version", version(release), type="release")
