"""A study of two waves whose ids change width and are given anew, and whose cells are corrected."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from tests.folders import deliver, write
from typer.testing import CliRunner

from kinpanel.cli.app import app
from kinpanel.errors import DataError, DefinitionError, UsageError
from kinpanel.pipeline.audit import audit
from kinpanel.pipeline.check import check
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import ingest
from kinpanel.pipeline.register import register
from kinpanel.pipeline.status import status
from kinpanel.pipeline.trace import trace

CORRECTIONS = "table,key,wave,variable,was,now,reason,evidence,by,date\n"
LINKS = "table,raw_id,uid,why,by,date\n"
SIGNED = "Li Na,2024-05-02"
FILES = {
    "study.yaml": """\
title: {en: Ledgers}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Routed}}
  not_asked: {kind: design, label: {en: Not asked}}
  refused: {kind: item, label: {en: Refused}}
waves:
  - {id: w1, year: 2014, missing_codes: {-1: refused}}
  - {id: w2, year: 2016, missing_codes: {-1: refused}}
""",
    "questionnaires/choices.yaml": """\
choices:
  sex@1: [{code: 1, label: {en: Boy}}, {code: 2, label: {en: Girl}}]
""",
    "questionnaires/w1.yaml": """\
wave: w1
files: {person: {path: person.dta, unit: person, key: [pid]}}
questions:
  - {id: pid, raw: person.PID, type: integer, concept: person_id, label: {en: Id}}
  - {id: father, raw: person.FATHER, type: integer, concept: father_id, label: {en: Father}}
  - {id: sex, raw: person.SEX, type: select_one sex@1, label: {en: Sex}}
  - {id: items, raw: person.ITEMS, type: integer, label: {en: Items}}
""",
    "questionnaires/w2.yaml": """\
wave: w2
files: {person: {path: person.dta, unit: person, key: [pid]}}
questions:
  - {id: pid, raw: person.PID, like: w1.pid, type: text}
  - {id: father, raw: person.FATHER, like: w1.father, type: text}
  - {id: sex, raw: person.SEX, like: w1.sex}
  - {id: items, raw: person.ITEMS, like: w1.items}
""",
    "codebooks/person.yaml": """\
table: person
label: {en: Persons}
unit: person x wave
key: [pid]
variables:
  - {name: pid, type: text, concept: person_id, sensitivity: identifier, label: {en: Id}}
  - {name: father_pid, type: text, concept: father_id, sensitivity: identifier,
     label: {en: Father}}
  - {name: sex, type: nominal, label: {en: Sex},
     levels: [{code: 1, label: {en: Boy}}, {code: 2, label: {en: Girl}}]}
  - {name: items, type: integer, range: [0, 30], label: {en: Items}}
  - {name: twice, type: integer, label: {en: Twice}, score: {rule: sum, items: [items]}}
""",
    "codebooks/crosswalk.csv": """\
variable,wave,source,rule,status,why,by,reviewed
person.pid,w1,pid,pad 6,identical,,,
person.father_pid,w1,father,pad 6,identical,,,
person.sex,w1,sex,same,identical,,,
person.items,w1,items,same,identical,,,
person.pid,w2,pid,pad 6,compatible,wider,,
person.father_pid,w2,father,pad 6,compatible,wider,,
person.sex,w2,sex,same,identical,,,
person.items,w2,items,same,identical,,,
""",
    "codebooks/codes.csv": "variable,target,label,w1,w2\n",
}
# In w2 ids have six digits; 0103 is somebody new, and 0104 the one who was 0103.
WAVES = {
    "w1": {
        "PID": [101, 102, 103],
        "FATHER": [-1, 101, 101],
        "SEX": [1, 2, 1],
        "ITEMS": [3, -1, 7],
    },
    "w2": {
        "PID": ["000101", "000103", "000104"],
        "FATHER": ["", "000104", "000101"],
        "SEX": [1, 2, 2],
        "ITEMS": [4, 5, 6],
    },
}
RENUMBERED = (
    LINKS
    + f"person,000103,new,born after w1,{SIGNED}\n"
    + f"person,000104,000103,line moved down,{SIGNED}\n"
)
WAS_A_BOY = f"person,000103,w2,sex,2,1,sexes differ,form 17,{SIGNED}\n"


@pytest.fixture
def study(tmp_path) -> Study:
    """The study with its deliveries on record, and without ledgers."""
    for wave, columns in WAVES.items():
        deliver(tmp_path, f"{wave}/person.dta", pd.DataFrame(columns))
    opened = Study.open(write(tmp_path, FILES))
    register(opened)
    return opened


def decide(study: Study, *, links: str = "", corrections: str = "") -> Study:
    """The study again, with ledgers."""
    if links:
        folder = study.root / "codebooks" / "links"
        folder.mkdir(exist_ok=True)
        (folder / "w2.csv").write_text(links, encoding="utf-8")
    if corrections:
        path = study.root / "codebooks" / "corrections.csv"
        path.write_text(CORRECTIONS + corrections, encoding="utf-8")
    return Study.open(study.root)


def stored(study: Study) -> dict[str, bytes]:
    folder = study.root / "data" / "processed"
    return {p.as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def rows(study: Study, wave: str) -> dict[str, tuple[object, ...]]:
    frame = study.table("person", labels=None)
    frame = frame[frame["wave"] == wave].astype(object).where(frame.notna(), None)
    return {row.pid: (row.father_pid, row.sex, row.items, row.twice) for row in frame.itertuples()}


def test_without_ledgers_the_raw_id_is_the_permanent_one(study):
    outcomes = ingest(study)
    assert [(one.linked, one.corrected) for one in outcomes] == [(0, 0), (0, 0)]
    assert list(rows(study, "w1")) == ["000101", "000102", "000103"]
    assert list(rows(study, "w2")) == ["000101", "000103", "000104"]


def test_a_line_given_anew_and_a_corrected_sex(study):
    ingest(study)
    decided = decide(study, links=RENUMBERED, corrections=WAS_A_BOY)
    assert [wave.state for wave in status(decided)] == ["stale", "stale"]
    outcomes = ingest(decided)
    assert [(one.linked, one.corrected) for one in outcomes] == [(0, 0), (2, 1)]
    assert rows(decided, "w2") == {
        "000101": (None, "1", 4, 4),
        "000103.w2": ("000103", "2", 5, 5),
        "000103": ("000101", "1", 6, 6),
    }
    assert rows(decided, "w1")["000103"] == ("000101", "1", 7, 7)
    assert [(wave.linked, wave.corrected) for wave in status(decided)] == [(0, 0), (2, 1)]


def test_links_alone_make_the_tables_stale(study):
    ingest(study)
    assert [wave.state for wave in status(decide(study, links=RENUMBERED))] == ["stale"] * 2


def test_trace_finds_the_row_by_uid_and_shows_raw_id_and_correction(study):
    decided = decide(study, links=RENUMBERED, corrections=WAS_A_BOY)
    ingest(decided)
    cell = trace(decided, "person", "sex", ["000103"], "w2")
    assert (cell.value, cell.answers[0].raw, cell.answers[0].row) == ("1", "2", 3)
    link, correction = cell.amended
    assert (link.what, link.was, link.at) == ("link", "000104", "codebooks/links/w2.csv:3")
    assert (correction.what, correction.was) == ("correction", "2")
    assert correction.at == "codebooks/corrections.csv:2"
    assert (correction.reason, correction.by) == ("sexes differ", "Li Na")
    father = trace(decided, "person", "father_pid", ["000103.w2"], "w2")
    assert [one.was for one in father.amended] == ["000103", "000104"]
    assert trace(decided, "person", "sex", ["000101"], "w2").amended == ()
    call = ["trace", "person", "sex", "000103", "w2", "--study", str(study.root)]
    shown = CliRunner().invoke(app, call).output
    assert "correction, codebooks/corrections.csv:2: instead of 2, by Li Na, 2024-05-02" in shown


def test_a_missing_value_becomes_a_value_and_a_value_becomes_missing(study):
    text = (
        f"person,000102,w1,items,missing:refused,9,read again,,{SIGNED}\n"
        f"person,000103,w1,items,7,missing:refused,he withdrew,,{SIGNED}\n"
    )
    decided = decide(study, corrections=text)
    ingest(decided)
    assert [one[2:] for one in rows(decided, "w1").values()] == [(3, 3), (9, 9), (None, None)]
    reasons = decided.reasons("person")
    assert reasons["items"].astype(object).tolist()[2] == "refused"


def test_the_key_of_a_row_can_be_corrected_once_it_stays_unique(study):
    wrong = f"person,000102,w1,pid,000102,000105,typed wrong,form 3,{SIGNED}\n"
    decided = decide(study, corrections=wrong)
    ingest(decided)
    assert list(rows(decided, "w1")) == ["000101", "000105", "000103"]
    (one,) = trace(decided, "person", "pid", ["000105"], "w1").amended
    assert one.was == "000102"
    twice = decide(study, corrections=wrong.replace("000105", "000103"))
    before = stored(study)
    with pytest.raises(DataError) as caught:
        ingest(twice)
    assert [finding.rule for finding in caught.value.findings] == ["duplicate-key"]
    assert stored(study) == before


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"person,000103,w1,sex,2,1,why,,{SIGNED}\n", "was is not what the data hold"),
        (f"person,000103,w1,items,missing:refused,1,why,,{SIGNED}\n", "was is not what the data"),
        (f"person,000109,w1,sex,1,2,why,,{SIGNED}\n", "no row of the wave has its key"),
    ],
)
def test_a_correction_that_does_not_fit_changes_no_byte(study, row, message):
    ingest(study)
    before = stored(study)
    right = f"person,000101,w1,sex,1,2,why,,{SIGNED}\n"
    with pytest.raises(DataError) as caught:
        ingest(decide(study, corrections=right + row))
    (finding,) = caught.value.findings
    assert message in finding.message
    assert (finding.file, finding.line) == ("codebooks/corrections.csv", 3)
    assert (finding.wave, finding.variable) == ("w1", f"person.{row.split(',')[3]}")
    assert "0001" not in str(caught.value)
    assert stored(study) == before


@pytest.mark.parametrize(
    ("links", "message"),
    [
        (f"person,000109,000102,found,{SIGNED}\n", "no id of this wave is the raw id"),
        (f"person,000104,000101,found,{SIGNED}\n", "two raw ids of person lead to one person"),
        (f"person,000104,000777,,{SIGNED}\n", "no other wave knows the person it leads to"),
    ],
)
def test_links_against_the_data_change_no_byte(study, links, message):
    ingest(study)
    before = stored(study)
    with pytest.raises(DataError) as caught:
        ingest(decide(study, links=LINKS + links))
    (finding,) = caught.value.findings
    assert message in finding.message
    assert (finding.file, finding.line) == ("codebooks/links/w2.csv", 2)
    assert "0001" not in str(caught.value)
    assert stored(study) == before


def test_a_word_why_lets_an_id_in_that_no_other_wave_knows(study):
    decided = decide(study, links=LINKS + f"person,000104,000777,from the pilot,{SIGNED}\n")
    ingest(decided)
    assert "000777" in rows(decided, "w2")


def test_check_tells_what_is_wrong_with_the_form(study):
    row = f"persn,000103,w2,sex,2,1,why,,{SIGNED}\n"
    chain = f"person,000103,000104,,{SIGNED}\nperson,000104,000103,,{SIGNED}\n"
    decided = decide(study, links=LINKS + chain, corrections=row)
    with pytest.raises(DefinitionError) as caught:
        check(decided.root)
    assert [(one.file, one.line) for one in caught.value.findings] == [
        ("codebooks/corrections.csv", 2),
        ("codebooks/links/w2.csv", 2),
        ("codebooks/links/w2.csv", 3),
    ]
    assert all(finding.advice for finding in caught.value.findings)


def test_summary_and_status_say_how_many_rows_were_applied(study):
    decide(study, links=RENUMBERED, corrections=WAS_A_BOY)
    for verb in ("ingest", "status"):
        shown = CliRunner().invoke(app, [verb, "--study", str(study.root)])
        assert "w2: links applied: 2; corrections applied: 1" in shown.output
        assert "0001" not in shown.output
    shown = CliRunner().invoke(app, ["status", "--json", "--study", str(study.root)])
    assert [wave["corrected"] for wave in json.loads(shown.stdout)["waves"]] == [0, 1]


def test_a_key_in_trace_is_that_of_the_table(study):
    ingest(study)
    with pytest.raises(UsageError, match="no row of person has that key"):
        trace(study, "person", "sex", ["101"], "w1")


def test_what_the_audit_proposes_is_read_once_somebody_has_decided(study):
    decide(study, links=RENUMBERED)
    study = Study.open(study.root)
    ingest(study)
    path = study.root / "data" / "processed" / "corrections-proposed.csv"
    audit(study, ["sex-differs"], corrections=path)
    proposed = pd.read_csv(path, dtype="string", keep_default_na=False)
    chosen = proposed[(proposed["wave"] == "w2") & (proposed["key"] == "000103")]
    decided = chosen.assign(now="1", by="Li Na", date="2024-05-02")
    decided.to_csv(study.root / "codebooks" / "corrections.csv", index=False)
    study = Study.open(study.root)
    ingest(study)
    assert rows(study, "w2")["000103"][1] == "1"
    assert not audit(study, ["sex-differs"]).failing
