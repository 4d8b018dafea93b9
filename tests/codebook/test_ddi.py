"""DDI-Codebook 2.5: the structure that the standard wants, and nothing lost on the way.

`CONTENT` and `ATTRIBUTES` say of every element we write what the official schema (codebook.xsd
of 2012-01-17, namespace `ddi:codebook:2_5`) says of it: which children may stand in it, in which
order and how often, and which attributes it takes, of which type. They were written down from
the schema's complex types by reading, and hold only elements that we use, so that a document
that passes is valid where the schema is right, but the schema allows more than they do: XHTML in
texts, Dublin Core in citations, elements and attributes that we never write.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinpanel.codebook import Codebook, TableCodebook
from kinpanel.codebook.codes import CodeGrid
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.datapackage import data_package
from kinpanel.codebook.ddi import ddi_codebook
from kinpanel.codebook.ddi.element import clean, identifier, tag_of
from kinpanel.codebook.rules import parse_rule
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire import (
    Choice,
    FileSpec,
    Question,
    Questionnaire,
    Questionnaires,
    load_questionnaires,
)
from kinpanel.questionnaire.routing import WORDS, parse_condition
from kinpanel.study import MissingReason, StudyDefinition, Wave, load_study
from kinpanel.tables.release import ObjectRecord, RawRecord, Release, TableRecord, WaveRecord

ROOT = Path(__file__).parents[2]
PANEL = ROOT / "tests" / "cases" / "panel"
NLSY = ROOT / "examples" / "nlsy-children"
SPACE = "{ddi:codebook:2_5}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

TEXT = "Link|ExtLink*"
CITATION = "titlStmt rspStmt? prodStmt? distStmt? serStmt* verStmt* biblCit? holdings* notes*"
RANGES = "item|range+ key? notes*"
CONTENT = {
    "codeBook": "docDscr* stdyDscr+ fileDscr* dataDscr* otherMat*",
    "docDscr": "citation? guide? docStatus? docSrc* controlledVocabUsed* notes*",
    "citation": CITATION,
    "fileCitation": CITATION,
    "titlStmt": "titl subTitl* altTitl* parTitl* IDNo*",
    "prodStmt": "producer* copyright? prodDate* prodPlac* software* fundAg* grantNo*",
    "verStmt": "version? verResp? notes*",
    "stdyDscr": "citation+ studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* "
    "othrStdyMat* notes*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr* qualityStatement? notes* "
    "exPostEvaluation*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox? boundPoly? anlyUnit* "
    "universe* dataKind*",
    "method": "dataColl* notes* anlyInfo? stdyClas? dataProcessing* codingInstructions*",
    "dataColl": "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* "
    "targetSampleSize* deviat* collMode* resInstru* instrumentDevelopment* sources? collSitu* "
    "actMin* ConOps* weight* cleanOps*",
    "dataAccs": "setAvail* useStmt* notes*",
    "useStmt": "confDec? specPerm? restrctn? contact* citReq? deposReq? conditions? disclaimer?",
    "fileDscr": "fileTxt* locMap? notes*",
    "fileTxt": "fileName? fileCitation? fileCont? fileStrc? dimensns? fileType? format? filePlac? "
    "dataChck* ProcStat? dataMsng? software* verStmt?",
    "fileStrc": "recGrp* notes*",
    "recGrp": "labl* recDimnsn?",
    "dimensns": "caseQnty* varQnty* logRecL* recPrCas* recNumTot*",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "varGrp": "labl* txt* concept* defntn? universe? notes*",
    "var": "location* labl* imputation? security? embargo? respUnit? anlysUnit? qstn* valrng* "
    "invalrng* undocCod* universe* TotlResp? sumStat* txt* stdCatgry* catgryGrp* catgry* "
    "codInstr* verStmt* concept* derivation? varFormat? geoMap* catLevel* notes*",
    "location": "",
    "valrng": RANGES,
    "invalrng": RANGES,
    "range": "",
    "item": "",
    "catgry": "catValu? labl* txt* catStat* mrow?",
    "derivation": "drvdesc? drvcmd?",
}
"""Elements that hold elements only."""

MIXED = {
    "qstn": "preQTxt|qstnLit|postQTxt|forward|backward|ivuInstr|Link|ExtLink*",
    "Link": "",
    "titl": TEXT,
    "parTitl": TEXT,
    "software": TEXT,
    "version": TEXT,
    "timePrd": TEXT,
    "collDate": TEXT,
    "anlyUnit": TEXT,
    "dataKind": TEXT,
    "timeMeth": TEXT,
    "restrctn": TEXT,
    "notes": TEXT,
    "fileName": TEXT,
    "fileCont": TEXT,
    "fileType": TEXT,
    "caseQnty": TEXT,
    "varQnty": TEXT,
    "labl": TEXT,
    "security": TEXT,
    "anlysUnit": TEXT,
    "qstnLit": TEXT,
    "backward": TEXT,
    "universe": TEXT,
    "txt": TEXT,
    "catValu": TEXT,
    "concept": TEXT,
    "drvdesc": TEXT,
    "drvcmd": TEXT,
    "varFormat": TEXT,
}
"""Elements that hold text."""

ATTRIBUTES = {
    "codeBook": {"version": "2.5", "codeBookAgency": "NCName"},
    "software": {"version": "string", "date": "string"},
    "version": {"type": "string", "date": "string"},
    "timePrd": {"date": "string", "event": "start|end|single", "cycle": "string"},
    "collDate": {"date": "string", "event": "start|end|single", "cycle": "string"},
    "timeMeth": {"method": "string"},
    "notes": dict.fromkeys(("type", "subject", "level", "resp"), "string"),
    "Link": {"refs": "IDREFS!", "role": "string", "title": "string"},
    "fileDscr": {"URI": "string", "sdatrefs": "IDREFS", "access": "IDREFS"},
    "fileStrc": {"type": "rectangular|hierarchical|relational|nested|other"},
    "recGrp": {"recGrp": "IDREFS", "rectype": "string", "keyvar": "IDREFS"},
    "fileType": {"charset": "string"},
    "varGrp": {
        "type": "section|multipleResp|grid|display|repetition|subject|version|iteration|analysis|"
        "pragmatic|record|file|randomized|other",
        "var": "IDREFS",
        "varGrp": "IDREFS",
        "name": "string",
    },
    "var": {
        "name": "string!",
        "wgt": "wgt|not-wgt",
        "wgt-var": "IDREFS",
        "files": "IDREFS",
        "dcml": "string",
        "intrvl": "contin|discrete",
        "access": "IDREFS",
        "measUnit": "string",
        "nature": "nominal|ordinal|interval|ratio|percent|other",
        "representationType": "text|numeric|code|datetime|other",
    },
    "location": {"StartPos": "string", "fileid": "IDREF"},
    "qstn": {
        "seqNo": "string",
        "responseDomainType": "text|numeric|code|category|datetime|geographic|multiple|other",
    },
    "backward": {"qstn": "IDREFS"},
    "range": {"UNITS": "INT|REAL", "min": "string", "max": "string"},
    "item": {"UNITS": "INT|REAL", "VALUE": "string!"},
    "universe": {"level": "string", "clusion": "I|E"},
    "catgry": {"missing": "Y|N", "missType": "string"},
    "derivation": {"var": "IDREFS"},
    "drvcmd": {"syntax": "string"},
    "varFormat": {
        "type": "character|numeric",
        "formatname": "string",
        "schema": "SAS|SPSS|IBM|ANSI|ISO|XML-Data|other",
        "category": "date|time|currency|other",
    },
}
"""Attributes beside those of every element; `!` must be there, `a|b` is a choice of tokens."""

EVERYWHERE = {"ID": "ID", LANG: "language", "source": "archive|producer"}
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
NCNAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
FORMS = {
    "string": r"(?s:.*)",
    "ID": NCNAME,
    "NCName": NCNAME,
    "IDREF": NCNAME,
    "IDREFS": rf"{NCNAME}( {NCNAME})*",
    "language": r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
}


def pattern(model: str) -> str:
    """A content model as a regular expression over names that each end with a blank."""
    parts = []
    for step in model.split():
        times = step[-1] if step[-1] in "?*+" else ""
        parts.append(f"(?:(?:{step.removesuffix(times) if times else step}) ){times}")
    return "".join(parts)


def problems(payload: bytes) -> list[str]:
    """Everything in which a document departs from the schema."""
    root = ElementTree.fromstring(payload)  # noqa: S314
    found, ids, references = [], [], []
    if root.tag != f"{SPACE}codeBook":
        found.append(f"root {root.tag}")
    for element in root.iter():
        tag = element.tag.removeprefix(SPACE)
        children = "".join(child.tag.removeprefix(SPACE) + " " for child in element)
        model = CONTENT.get(tag, MIXED.get(tag))
        if model is None or not re.fullmatch(pattern(model), children):
            found.append(f"{tag}: {children or 'unknown'}")
        texts = [element.text, *(child.tail for child in element)]
        if tag not in MIXED and any(text and text.strip() for text in texts):
            found.append(f"{tag}: text")
        known = {**EVERYWHERE, **ATTRIBUTES.get(tag, {})}
        for name, value in element.attrib.items():
            form = known.get(name, "").rstrip("!")
            if name != SCHEMA_LOCATION and not re.fullmatch(FORMS.get(form, form) or "!", value):
                found.append(f"{tag}/@{name}: {value!r}")
            ids += [value] if form == "ID" else []
            references += value.split() if form.startswith("IDREF") else []
        found += [
            f"{tag}: no {name}"
            for name, form in known.items()
            if form.endswith("!") and name not in element.attrib
        ]
    found += [f"ID {name} twice" for name in set(ids) if ids.count(name) > 1]
    return found + [f"no ID {name}" for name in set(references) - set(ids)]


def parsed(payload: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(payload)  # noqa: S314


def all_of(root: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return list(root.iter(SPACE + tag))


def by_id(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {element.get("ID", ""): element for element in root.iter() if element.get("ID")}


def spoken(element: ElementTree.Element, tag: str) -> dict[str, str]:
    """The children of that name by language."""
    return {child.get(LANG, ""): child.text or "" for child in element.findall(SPACE + tag)}


def codes(variable: ElementTree.Element, missing: bool) -> dict[str, str]:
    """Codes of the categories, with the reason (or "") of each."""
    return {
        category.findtext(f"{SPACE}catValu", ""): category.get("missType", "")
        for category in variable.findall(f"{SPACE}catgry")
        if (category.get("missing") == "Y") is missing
    }


@pytest.fixture(scope="module", params=[PANEL, NLSY], ids=["panel", "nlsy"])
def study(request: pytest.FixtureRequest) -> Study:
    return Study.open(request.param)


def export(study: Study) -> bytes:
    return ddi_codebook(
        study.definition, study.questionnaires, study.codebook, study.store.release()
    )


BREAKS = {
    "an unknown element": ("<fileCont>.*?</fileCont>", "<fileText>x</fileText>", "fileTxt: "),
    "an element too early": ("<derivation", "<notes>x</notes><derivation", "var: location"),
    "an element too often": ("(<security>.*?</security>)", r"\1\1", "var: location"),
    "text between elements": ("<docDscr>", "<docDscr>words", "docDscr: text"),
    "an unknown attribute": ("<dataDscr>", "<dataDscr type='x'>", "dataDscr/@type: 'x'"),
    "a word out of the list": ('intrvl="contin"', 'intrvl="c"', "var/@intrvl: 'c'"),
    "a missing attribute": ('(<var [^>]*) name="[^"]*"', r"\1", "var: no name"),
    "an id twice": ('ID="A.identifier"', 'ID="G.child"', "ID G.child twice"),
    "an id that is none": ('ID="A.identifier"', 'ID="1 2"', "useStmt/@ID: '1 2'"),
    "a pointer to nothing": ('fileid="[^"]*"', 'fileid="F.x"', "no ID F.x"),
}


@pytest.mark.parametrize("case", BREAKS)
def test_the_check_finds_what_is_wrong(case):
    """A check that finds nothing anywhere is no check."""
    there, instead, expected = BREAKS[case]
    broken, count = re.subn(there, instead, export(Study.open(NLSY)).decode(), count=1)
    assert count == 1
    assert any(problem.startswith(expected) for problem in problems(broken.encode()))


def test_structure(study):
    assert problems(export(study)) == []


def test_the_whole_reference_panel_is_valid():
    assert problems(export(Study.open(ROOT))) == []


def public(variable):
    """Whether an element says that everybody may see its values; one that says nothing does."""
    return variable.findtext(f"{SPACE}security") in (None, "public")


def shown_codes(question, variable):
    """The answers that are described: where they are public, those not declared missing."""
    codes = [choice.code for choice in question.choices if public(variable)]
    return [code for code in codes if code not in question.missing_codes]


def test_counts_are_those_of_the_definitions(study):
    root = parsed(export(study))
    questions = [q for wave in study.questionnaires.waves.values() for q in wave.questions]
    tables = study.codebook.tables.values()
    variables = [v for table in tables for v in table.variables]
    assert len(all_of(root, "var")) == len(questions) + len(variables)
    assert len(all_of(root, "qstn")) == len(questions)
    valid = [c for c in all_of(root, "catgry") if c.get("missing") is None]
    elements = by_id(root)
    choices = sum(len(shown_codes(q, elements[f"V.{q.wave}.{q.id}"])) for q in questions)
    levels = sum(len(v.levels) for v in variables if v.sensitivity == "public")
    assert len(valid) == choices + levels
    files = sum(len(wave.files) for wave in study.questionnaires.waves.values())
    carried = {(row.table, row.wave) for row in study.codebook.crosswalk.values()}
    assert len(all_of(root, "fileDscr")) == files + len(carried)
    assert len(all_of(root, "varGrp")) == files + len(study.codebook.tables)
    assert len(all_of(root, "collDate")) == len(study.definition.waves)


def test_every_question_can_be_read_back(study):
    elements = by_id(parsed(export(study)))
    for wave in study.questionnaires.waves.values():
        for question in wave.questions:
            variable = elements[f"V.{wave.wave}.{question.id}"]
            assert variable.get("name") == question.column
            assert variable.get("files") == f"F.{wave.wave}.{question.file}"
            assert variable.get("measUnit") == (question.unit or None)
            assert spoken(variable, "labl") == question.label
            asked = variable.find(f"{SPACE}qstn")
            assert asked is not None
            assert spoken(asked, "qstnLit") == question.label
            universe = question.ask_if.text if question.ask_if else None
            assert variable.findtext(f"{SPACE}universe") == universe
            assert list(codes(variable, missing=False)) == shown_codes(question, variable)
            assert question.sensitivity == "public" or not public(variable)
            assert set(codes(variable, missing=True).values()) <= set(study.definition.missing)


def test_every_variable_can_be_read_back(study):
    elements = by_id(parsed(export(study)))
    for table in study.codebook.tables.values():
        for v in table.variables:
            variable = elements[f"H.{table.table}.{v.name}"]
            assert variable.get("name") == v.name
            assert spoken(variable, "labl") == v.label
            assert variable.findtext(f"{SPACE}security") == v.sensitivity
            assert variable.findtext(f"{SPACE}concept") == v.meaning
            shown = list(v.level_codes) if v.sensitivity == "public" else []
            assert list(codes(variable, missing=False)) == shown
            limits = variable.find(f"{SPACE}valrng/{SPACE}range")
            if v.range is not None and v.sensitivity == "public":
                assert limits is not None
                assert (float(limits.get("min", "")), float(limits.get("max", ""))) == v.range
            status = {
                note.get("subject"): note.text
                for note in variable.findall(f"{SPACE}notes")
                if note.get("type") == "crosswalk status"
            }
            known = {
                wave: row.status
                for wave in study.definition.wave_ids
                if (row := study.codebook.row(table.table, v.name, wave)) is not None
            }
            assert status == known


def test_every_source_exists_and_links_agree_with_the_derivation(study):
    root = parsed(export(study))
    elements = by_id(root)
    for row in study.codebook.crosswalk.values():
        variable = elements[f"H.{row.table}.{row.variable}"]
        made = variable.find(f"{SPACE}derivation")
        sources = [f"V.{row.wave}.{source}" for source in row.sources]
        assert set(sources) <= set(made.get("var", "").split() if made is not None else ())
        assert all(elements[source].tag == f"{SPACE}var" for source in sources)
        links = [
            link.get("refs")
            for note in variable.findall(f"{SPACE}notes")
            if note.get("subject") == row.wave
            for link in note.findall(f"{SPACE}Link")
        ]
        assert links == sources


def test_all_languages(study):
    root = parsed(export(study))
    for citation in all_of(root, "titlStmt")[:2]:
        titles = {**spoken(citation, "titl"), **spoken(citation, "parTitl")}
        assert titles == study.definition.title
    for language in study.definition.languages:
        labels = [e for e in all_of(root, "labl") if e.get(LANG) == language]
        literal = [e for e in all_of(root, "qstnLit") if e.get(LANG) == language]
        assert len(labels) > len(literal) > 0
        assert len(literal) == len(all_of(root, "qstn"))


def test_missing_codes_of_wave_question_and_file():
    study = Study.open(PANEL)
    elements = by_id(parsed(export(study)))
    four = {"-1": "dont_know", "-2": "refused", "-8": "inapplicable", "-9": "no_answer"}
    assert codes(elements["V.w1.c_sex"], missing=True) == four
    assert codes(elements["V.w4.c_sex"], missing=True) == {
        ".a": "inapplicable",
        ".b": "dont_know",
        ".c": "refused",
    }
    refused = next(
        category
        for category in elements["V.w1.c_sex"].findall(f"{SPACE}catgry")
        if category.findtext(f"{SPACE}catValu") == "-2"
    )
    assert spoken(refused, "labl") == {"en": "Refused", "zh": "拒绝回答"}


def test_weights_and_scores():
    elements = by_id(parsed(export(Study.open(PANEL))))
    assert elements["H.child.weight"].get("wgt") == "wgt"
    assert elements["V.w3.c_weight"].get("wgt") == "wgt"
    assert elements["H.child.dep"].get("wgt-var") == "H.child.weight"
    assert elements["H.child.pid"].get("wgt-var") is None
    assert elements["H.person.sex"].get("wgt-var") is None
    made = elements["H.child.dep"].find(f"{SPACE}derivation")
    assert made is not None
    assert made.get("var") == " ".join(f"H.child.cesd{n}" for n in range(1, 9))


def test_rows_hashes_and_version_come_from_the_release(ingested):
    study = Study.open(ingested)
    elements = by_id(parsed(export(study)))
    landed = study.store.release().waves["w2"]
    for name, rows in (
        ("F.w2.child", landed.raw["child"].rows),
        ("T.child.w2", landed.tables["child"].rows),
    ):
        assert elements[name].findtext(f".//{SPACE}caseQnty") == str(rows)
    assert elements["F.w2.child"].findtext(f".//{SPACE}fileName") == "w2/w2_child.sav"
    assert elements["T.child.w2"].findtext(f"{SPACE}notes") == landed.tables["child"].sha256
    without = parsed(ddi_codebook(study.definition, study.questionnaires, study.codebook))
    assert all_of(without, "caseQnty") == all_of(without, "version") == []
    empty = ddi_codebook(study.definition, study.questionnaires, study.codebook, Release())
    assert empty == ddi_codebook(study.definition, study.questionnaires, study.codebook)


def test_every_part_of_a_table_is_told(ingested):
    study = Study.open(ingested)
    release = study.store.release()
    parts = tuple(
        ObjectRecord(file=f"child/w2-{n}.parquet", sha256=str(n) * 64, rows=n) for n in (1, 2)
    )
    wave = release.waves["w2"]
    tables = {**wave.tables, "child": TableRecord(parts=parts)}
    several = Release(waves={**release.waves, "w2": wave.model_copy(update={"tables": tables})})
    element = by_id(
        parsed(ddi_codebook(study.definition, study.questionnaires, study.codebook, several))
    )["T.child.w2"]
    name = element.findtext(f".//{SPACE}fileName")
    assert name == "child/w2-1.parquet child/w2-2.parquet"
    assert element.findtext(f".//{SPACE}caseQnty") == "3"
    notes = [(n.text, n.get("subject")) for n in element.findall(f"{SPACE}notes")]
    assert notes == [(p.sha256, f"sha256 of {p.file}") for p in parts]
    package = data_package(study.definition, study.questionnaires, study.codebook, several)
    (child,) = (r for r in package["resources"] if r["name"] == "child")
    told = [part for part in child["parts"] if part["wave"] == "w2"]
    assert [part["path"] for part in told] == [part.file for part in parts]
    assert [part["rows"] for part in told] == [1, 2]
    assert [part["hash"] for part in told] == [f"sha256:{part.sha256}" for part in parts]
    assert [part["path"] for part in child["parts"]] == child["path"]


def test_same_bytes_in_every_process(study):
    program = (
        "import hashlib, sys; from kinpanel.pipeline.handle import Study; "
        "from kinpanel.codebook.ddi import ddi_codebook; s = Study.open(sys.argv[1]); "
        "print(hashlib.sha256(ddi_codebook(s.definition, s.questionnaires, s.codebook, "
        "s.store.release())).hexdigest())"
    )
    expected = hashlib.sha256(export(study)).hexdigest()
    assert hashlib.sha256(export(study)).hexdigest() == expected
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program, str(study.root)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected


def test_no_identifier_of_anybody(ingested):
    study = Study.open(ingested)
    payload = export(study)
    assert problems(payload) == []
    words = set(re.findall(r"\w+", payload.decode()))
    for table in study.codebook.tables.values():
        frame = study.table(table.table)
        hidden = [v.name for v in table.variables if v.sensitivity == "identifier"]
        assert hidden
        for name in hidden:
            assert not words & set(frame[name].dropna().astype(str))


HIDDEN = """\
table: child
label: {en: Children}
unit: child x wave
key: [pid]
variables:
  - {name: pid, type: text, sensitivity: identifier, label: {en: Id}}
  - {name: girl, concept: gender, type: boolean, label: {en: Girl}}
  - name: mood
    type: ordinal
    sensitivity: restricted
    label: {en: Mood}
    levels: [{code: 1, label: {en: Bad}}, {code: 3, label: {en: Good}}]
  - {name: income, type: decimal, range: [0, 100], sensitivity: restricted, label: {en: Income}}
"""


def test_restricted_variables_and_their_questions_have_no_values(load, tmp_path):
    codebook = load({"child.yaml": HIDDEN})
    definition = load_study(tmp_path)
    questionnaires = load_questionnaires(tmp_path, definition)
    payload = ddi_codebook(definition, questionnaires, codebook)
    assert problems(payload) == []
    elements = by_id(parsed(payload))
    for name in ("H.child.mood", "V.w1.mood", "V.w2.mood"):
        assert elements[name].findtext(f"{SPACE}security") == "restricted"
        assert elements[name].get("access") == "A.restricted"
        assert codes(elements[name], missing=False) == {}
    rules = [n.text for n in elements["H.child.mood"].findall(f"{SPACE}notes")]
    assert "map" in [str(text).strip() for text in rules]
    assert elements["H.child.income"].find(f"{SPACE}valrng") is None
    assert codes(elements["V.w1.sex"], missing=False) == {"1": "", "2": ""}
    assert elements["V.w1.note"].find(f"{SPACE}security") is None  # nothing is made from it
    # 9 is an answer of mood@2, which the question itself declares missing.
    assert codes(elements["V.w2.mood"], missing=True) == {"9": "refused"}


def test_codes_in_the_range_of_a_question_are_answers(load, tmp_path):
    codebook = load()
    definition = load_study(tmp_path)
    questionnaires = load_questionnaires(tmp_path, definition)
    wave = questionnaires["w1"]
    changed = tuple(replace(q, range=(0.0, 20.0)) if q.id == "cash" else q for q in wave.questions)
    waves = {**questionnaires.waves, "w1": replace(wave, questions=changed)}
    payload = ddi_codebook(definition, Questionnaires(waves), codebook)
    elements = by_id(parsed(payload))
    assert codes(elements["V.w1.cash"], missing=True) == {}
    assert codes(elements["V.w1.note"], missing=True) == {"9": "refused"}


def test_several_answers_and_codes_that_are_values_here(load, tmp_path):
    why = "{id: why, raw: 'child.WHY_{choice}', type: select_multiple mood@2, label: {en: Why}}"
    nine = "{id: nine, raw: child.NINE, type: integer, label: {en: N}, not_missing: [9]}"
    codebook = load({"w1.yaml": {0: f"  - {why}\n  - {nine}"}})
    definition = load_study(tmp_path)
    payload = ddi_codebook(definition, load_questionnaires(tmp_path, definition), codebook)
    assert problems(payload) == []
    elements = by_id(parsed(payload))
    several = elements["V.w1.why"]
    assert (several.get("name"), several.get("representationType")) == ("WHY_{choice}", "code")
    asked = several.find(f"{SPACE}qstn")
    assert asked is not None
    assert asked.get("responseDomainType") == "multiple"
    notes = {note.get("type"): note.text for note in several.findall(f"{SPACE}notes")}
    assert notes["columns"] == "WHY_1 WHY_3 WHY_9"
    assert codes(several, missing=False) == {"1": "", "3": "", "9": ""}
    assert codes(elements["V.w1.nine"], missing=True) == {}
    assert codes(elements["V.w1.note"], missing=True) == {"9": "refused"}


hostile = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("<>&\"'\0\x1b\r\n\ufffe]")),
    max_size=12,
)
surrogates = st.text(st.characters(), max_size=12)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,10}", fullmatch=True).filter(
    lambda name: name not in WORDS
)
codes_ = st.from_regex(r"-?[0-9]{1,3}|\.[a-z]|[A-Za-z0-9_]{1,3}", fullmatch=True)


@st.composite
def studies(draw) -> tuple[StudyDefinition, Questionnaires, Codebook, Release | None]:
    """A study of one wave whose every text is hostile."""
    languages = draw(
        st.lists(st.sampled_from(["en", "zh", "zh_Hant", "?"]), min_size=1, unique=True)
    )

    def texts(strategy=hostile) -> dict[str, str]:
        return {language: draw(strategy) for language in languages}

    missing = {
        name: MissingReason(kind="design", label=texts()) for name in ("inapplicable", "not_asked")
    }
    wide = draw(st.dictionaries(codes_, st.sampled_from(sorted(missing)), max_size=3))
    wave = Wave(id="w1", year=2020, fieldwork=draw(hostile), missing_codes=wide)
    definition = StudyDefinition(
        title=texts(), languages=tuple(languages), missing=missing, waves=(wave,)
    )
    ids = draw(st.lists(names, min_size=2, max_size=5, unique=True))
    file = draw(hostile.filter(bool))
    answers = draw(st.lists(codes_, min_size=1, max_size=4, unique=True))
    questions = tuple(
        Question(
            id=name,
            wave="w1",
            file=file,
            column=draw(hostile.filter(bool)),
            kind="select_one" if place else "text",
            label=texts(surrogates),
            concept=draw(hostile),
            choices=tuple(Choice(code=c, label=texts()) for c in answers) if place else (),
            unit=draw(st.none() | hostile),
            ask_if=parse_condition(f"{ids[0]} = 1 or {ids[0]} = '\x01<&'") if place else None,
        )
        for place, name in enumerate(ids)
    )
    spec = FileSpec(
        path="a.dta", unit=draw(hostile), encoding=draw(st.none() | hostile), key=(ids[0],)
    )
    questionnaires = Questionnaires({"w1": Questionnaire("w1", "w1.yaml", {file: spec}, questions)})
    same = parse_rule("same")
    assert not isinstance(same, str)
    variables = [
        {
            "name": name,
            "type": "nominal" if place else "text",
            "label": texts(),
            "note": draw(hostile),
            "unit": draw(st.none() | hostile),
            "levels": tuple({"code": c, "label": texts()} for c in answers) if place else (),
        }
        for place, name in enumerate(ids)
    ]
    table = TableCodebook.model_validate(
        {
            "table": "T",
            "label": texts(),
            "unit": draw(hostile),
            "key": (ids[0],),
            "variables": tuple(variables),
        }
    )
    rows = {
        ("T", name, "w1"): CrosswalkRow(
            "T", name, "w1", (name,), same, "identical", draw(hostile), "crosswalk.csv", 2
        )
        for name in ids
    }
    release = Release(
        waves={
            "w1": WaveRecord(
                inputs="a",
                definitions="b",
                package=draw(hostile),
                raw={
                    file: RawRecord(file=draw(hostile), sha256="c", rows=3, release=draw(hostile))
                },
                tables={
                    "T": TableRecord(parts=(ObjectRecord(file=draw(hostile), sha256="d", rows=2),))
                },
            )
        }
    )
    codebook = Codebook({"T": table}, rows, CodeGrid("codes.csv", {}))
    return definition, questionnaires, codebook, draw(st.none() | st.just(release))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(studies())
def test_hostile_words_come_through(made):
    definition, questionnaires, codebook, release = made
    payload = ddi_codebook(definition, questionnaires, codebook, release)
    assert payload == ddi_codebook(definition, questionnaires, codebook, release)
    assert problems(payload) == []
    elements = by_id(parsed(payload))
    for question in questionnaires["w1"].questions:
        variable = elements[f"V.w1.{question.id}"]
        assert variable.get("name") == clean(question.column)
        expected = {
            tag_of(language): clean(text)
            for language, text in question.label.items()
            if clean(text).strip()
        }
        assert spoken(variable, "labl") == expected
        wide = definition.wave("w1").missing_codes
        choices = [choice.code for choice in question.choices]
        assert list(codes(variable, missing=False)) == choices
        assert codes(variable, missing=True) == {
            code: reason for code, reason in wide.items() if code not in choices
        }
    for variable in codebook.tables["T"].variables:
        element = elements[f"H.T.{variable.name}"]
        assert list(codes(element, missing=False)) == list(variable.level_codes)
        assert (element.findtext(f"{SPACE}txt") or "") == clean(variable.note)


@given(st.text(st.characters()), st.text(st.characters()))
def test_different_names_have_different_ids(one, two):
    assert re.fullmatch(NCNAME, identifier("F", one, two))
    assert (identifier("F", one) == identifier("F", two)) == (one == two)


def test_text_that_xml_cannot_carry():
    assert clean("a\0b\x08\x0b\x1f\ud800\ufffe\uffffc") == "abc"
    assert clean("a\r\nb\rc\td\u0085\U0001f600") == "a\nb\nc\td\u0085\U0001f600"


def test_language_tags():
    assert [tag_of(tag) for tag in ("en", "zh_Hans", "zh-Hant-TW", "", "a b", "<")] == [
        "en",
        "zh-Hans",
        "zh-Hant-TW",
        "und",
        "und",
        "und",
    ]
