"""A study of its own: one multi-response question, held in three ways in three waves."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from openpyxl import load_workbook
from tests import folders

from kinpanel.errors import DataError, DefinitionError
from kinpanel.pipeline.archive import write_codebook
from kinpanel.pipeline.compare import compare_waves
from kinpanel.pipeline.draft import draft
from kinpanel.pipeline.form import export_form
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.ingest import ingest
from kinpanel.pipeline.register import register
from kinpanel.pipeline.trace import trace

FILES = {
    "study.yaml": """\
title: {en: Reasons}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Routed}}
  not_asked: {kind: design, label: {en: Not asked}}
  refused: {kind: item, label: {en: Refused}}
  dont_know: {kind: item, label: {en: Do not know}}
waves:
  - {id: w1, year: 2014, missing_codes: {-1: refused}}
  - {id: w2, year: 2016, missing_codes: {-1: refused}}
  - {id: w3, year: 2018, missing_codes: {-1: refused}}
""",
    "questionnaires/choices.yaml": """\
choices:
  reasons@1:
    - {code: 1, label: {en: Work}}
    - {code: 2, label: {en: Study}}
    - {code: 3, label: {en: Care}}
    - {code: 99, label: {en: Do not know}}
  reasons@2:
    - {code: 3, label: {en: Work}}
    - {code: 1, label: {en: Study}}
    - {code: 2, label: {en: Care}}
    - {code: 99, label: {en: Do not know}}
""",
    "questionnaires/w1.yaml": """\
wave: w1
files: {child: {path: child.dta, unit: child, key: [pid]}}
questions:
  - {id: pid, raw: child.PID, type: integer, label: {en: Id}}
  - {id: why, raw: child.why, type: select_multiple reasons@1, label: {en: Why?},
     missing_codes: {99: dont_know}}
  - {id: whom, raw: child.whom, type: text, label: {en: Whom?}, ask_if: "selected(why, 3)"}
  - {id: left, raw: child.left, type: text, label: {en: When?}}
  - {id: born, raw: child.born, type: month, label: {en: Born}, not_missing: [-1]}
""",
    "questionnaires/w2.yaml": """\
wave: w2
files: {child: {path: child.sav, unit: child, key: [pid]}}
questions:
  - {id: pid, raw: child.PID, like: w1.pid}
  - {id: why, raw: "child.why_{choice}", like: w1.why, type: select_multiple reasons@2, unchosen: 2}
  - {id: whom, raw: child.whom, like: w1.whom, ask_if: "selected(why, 2)"}
  - {id: left, raw: child.left, like: w1.left, type: integer}
  - {id: born, raw: child.born, like: w1.born}
""",
    "questionnaires/w3.yaml": """\
wave: w3
files: {child: {path: child.dta, unit: child, key: [pid]}}
questions:
  - {id: pid, raw: child.PID, like: w1.pid}
  - {id: why, raw: "child.why{1-3}", like: w1.why}
  - {id: whom, raw: child.whom, like: w1.whom}
  - {id: left, raw: child.left, like: w1.left, type: integer}
  - {id: born, raw: child.born, like: w1.born}
""",
    "codebooks/child.yaml": """\
table: child
label: {en: Children}
unit: child x wave
key: [pid]
variables:
  - {name: pid, type: integer, label: {en: Id}}
  - {name: work, concept: why, type: boolean, label: {en: For work}}
  - {name: other, concept: why, type: boolean, label: {en: For study or care}}
  - {name: reasons, concept: why, type: integer, label: {en: Reasons given}}
  - {name: main, concept: why, type: nominal, label: {en: Main reason},
     levels: [{code: 1, label: {en: Work}}, {code: 2, label: {en: Study}},
              {code: 3, label: {en: Care}}]}
  - {name: second, concept: why, type: integer, label: {en: Second reason}}
  - {name: whom, type: text, label: {en: Whom}}
  - {name: left, type: date, label: {en: Left}}
  - {name: born, type: month, label: {en: Born}}
""",
    "codebooks/crosswalk.csv": """\
variable,wave,source,rule,status,why,by,reviewed
child.pid,w1,pid,same,identical,,,
child.pid,w2,pid,same,identical,,,
child.pid,w3,pid,same,identical,,,
child.work,w1,why,any 1,identical,,,
child.work,w2,why,any 3,identical,,,
child.work,w3,why,any 1,identical,,,
child.other,w1,why,any 2 3,identical,,,
child.other,w2,why,any 1 2,identical,,,
child.other,w3,why,any 2 3,identical,,,
child.reasons,w1,why,count,identical,,,
child.reasons,w2,why,count,identical,,,
child.reasons,w3,why,count,identical,,,
child.main,w1,why,mention 1,identical,,,
child.main,w2,,,impossible,indicators know no order,,
child.main,w3,why,mention 1,identical,,,
child.second,w1,why,mention 2,identical,,,
child.second,w2,,,impossible,indicators know no order,,
child.second,w3,why,mention 2,identical,,,
child.whom,w1,whom,same,identical,,,
child.whom,w2,whom,same,identical,,,
child.whom,w3,whom,same,identical,,,
child.left,w1,left,date DD.MM.YYYY,identical,,,
child.left,w2,left,date YYYYMMDD,identical,,,
child.left,w3,left,date stata,identical,,,
child.born,w1,born,month stata,identical,,,
child.born,w2,born,month stata,identical,,,
child.born,w3,born,month stata,identical,,,
""",
}
CHILDREN = 40
TURNED = {1: 3, 2: 1, 3: 2}
"""Codes of reasons@1 to those of reasons@2."""


def answers():
    """What the children say in every wave: codes in order of mention, or a missing code."""
    chance = np.random.default_rng(7)
    lengths = chance.integers(1, 4, CHILDREN - 2)
    said = [chance.permutation([1, 2, 3])[:length].tolist() for length in lengths]
    return [*said, -1, 99]


def deliver(root):
    said = answers()
    several = [codes if isinstance(codes, list) else [codes] for codes in said]
    days = [date(2010, 1, 1) + timedelta(days=37 * place) for place in range(CHILDREN)]
    common = {
        "PID": [float(place) for place in range(CHILDREN)],
        "whom": ["mother" if 3 in codes else "" for codes in several],
        "born": [float(place - 3) for place in range(CHILDREN)],
    }
    one = {"why": [" ".join(map(str, codes)) for codes in several]}
    one |= {"left": [f"{day.day}.{day.month}.{day.year}" for day in days]}
    two = {
        f"why_{code}": [
            -1.0 if codes == [-1] else 1.0 if code in [TURNED.get(c, c) for c in codes] else 2.0
            for codes in several
        ]
        for code in (3, 1, 2, 99)
    }
    two |= {"left": [float(f"{day:%Y%m%d}") for day in days]}
    three = {
        f"why{place}": [
            float(codes[place - 1]) if place <= len(codes) else np.nan for codes in several
        ]
        for place in (1, 2, 3)
    }
    three |= {"left": [float((day - date(1960, 1, 1)).days) for day in days]}
    for wave, frame in (("w1", one), ("w2", two), ("w3", three)):
        name = f"{wave}/child.sav" if wave == "w2" else f"{wave}/child.dta"
        folders.deliver(root, name, pd.DataFrame({**common, **frame}))
    return days


SAME_ANSWERS = ("w2/child", "w3/child")
"""Files that hold the answers of w1 again, in another layout, which no real wave does."""


@pytest.fixture
def root(tmp_path):
    return folders.write(tmp_path, FILES)


@pytest.fixture
def landed(root):
    deliver(root)
    study = Study.open(root)
    register(study)
    outcomes = ingest(study, accept=SAME_ANSWERS)
    findings = [f for outcome in outcomes for f in outcome.findings if f.rule != "wrong-file"]
    # Whom a child that refused its reasons was to name, nobody can tell.
    assert {(f.rule, f.variable, f.count) for f in findings} == {("unexplained-blank", "whom", 2)}
    return Study.open(root)


def plain(series):
    return [None if pd.isna(value) else value for value in series]


def test_three_layouts_become_the_same_variables(landed):
    child = landed.table("child", labels=None).set_index(["wave", "pid"]).sort_index()
    why = landed.reasons("child").set_index(["wave", "pid"]).sort_index()
    given = [codes if isinstance(codes, list) else None for codes in answers()]
    days = [date(2010, 1, 1) + timedelta(days=37 * place) for place in range(CHILDREN)]
    for wave in ("w1", "w2", "w3"):
        rows, reasons = child.loc[wave], why.loc[wave]
        assert plain(rows["work"]) == [codes and 1 in codes for codes in given]
        assert plain(rows["other"]) == [codes and bool({2, 3} & {*codes}) for codes in given]
        assert plain(rows["reasons"]) == [codes and len(codes) for codes in given]
        for variable in ("work", "other", "reasons"):
            assert reasons[variable].tolist()[-2:] == ["refused", "dont_know"]
            assert reasons[variable].isna().sum() == CHILDREN - 2
        assert plain(rows["whom"]) == [
            "mother" if codes and 3 in codes else None for codes in given
        ]
        expected = [None if c and 3 in c else "inapplicable" if c else "unexplained" for c in given]
        assert plain(reasons["whom"]) == expected
        assert [day.date() for day in rows["left"]] == days
        assert [f"{month:%Y-%m}" for month in rows["born"]][:5] == [
            *("1959-10", "1959-11", "1959-12"),
            *("1960-01", "1960-02"),
        ]
        if wave == "w2":
            assert (reasons["main"] == "not_asked").all()
            continue
        assert plain(rows["main"].astype("string")) == [codes and str(codes[0]) for codes in given]
        second = [codes[1] if codes and len(codes) > 1 else None for codes in given]
        assert plain(rows["second"]) == second
        only = [place for place, codes in enumerate(given) if codes and len(codes) == 1]
        assert set(reasons["second"].iloc[only]) == {"inapplicable"}


def test_a_cell_leads_back_to_its_columns(landed):
    place = next(n for n, codes in enumerate(answers()) if isinstance(codes, list) and 1 in codes)
    cells = {
        wave: trace(landed, "child", "work", [str(place)], wave) for wave in ("w1", "w2", "w3")
    }
    columns = {wave: [answer.column for answer in cell.answers] for wave, cell in cells.items()}
    assert columns == {
        "w1": ["why"],
        "w2": ["why_3", "why_1", "why_2", "why_99"],
        "w3": ["why1", "why2", "why3"],
    }
    first = cells["w2"].answers[0]
    assert (first.raw, first.choice, first.row) == ("1", {"en": "Work"}, place + 1)
    assert {cell.value for cell in cells.values()} == {"1"}
    said = " ".join(map(str, answers()[place]))
    assert cells["w1"].answers[0].raw == said
    assert cells["w3"].answers[0].choice == trace(landed, "child", "main", [str(place)], "w3").level


def test_the_other_verbs_do_not_stumble(landed):
    xml, package = (path.read_text(encoding="utf-8") for path in write_codebook(landed))
    assert "why_3 why_1 why_2 why_99" in xml
    assert "child.why_{choice}" in package
    target = landed.root / "form.xlsx"
    assert export_form(landed, "w2", target) == 5
    rows = list(load_workbook(target)["survey"].iter_rows(values_only=True))
    assert rows[2][:2] == ("select_multiple reasons_v2", "why")
    assert "selected(${why}, '2')" in rows[3]
    changed = compare_waves(landed, "w1", "w2")
    assert len(changed)


def test_an_answer_and_a_refusal_in_one_row_stop_the_wave(root):
    deliver(root)
    path = root / "data" / "raw" / "w3" / "child.dta"
    frame, _ = pyreadstat.read_dta(path)
    frame.loc[3, ["why1", "why2"]] = [2.0, -1.0]
    pyreadstat.write_dta(frame, path)
    study = Study.open(root)
    register(study)
    with pytest.raises(DataError) as caught:
        ingest(study, accept=SAME_ANSWERS)
    (finding,) = [f for f in caught.value.findings if f.severity == "error"]
    assert (finding.rule, finding.examples, finding.count) == ("missing-and-chosen", ("-1",), 1)


def test_a_code_that_means_another_reason_is_found_before_any_data(root):
    path = root / "codebooks" / "crosswalk.csv"
    text = path.read_text(encoding="utf-8").replace("w2,why,any 3", "w2,why,any 1", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        _ = Study.open(root).codebook
    (finding,) = caught.value.findings
    assert (finding.variable, finding.wave) == ("child.work", "w2")
    assert "other values than in wave w1" in finding.message


def test_a_draft_leaves_indicators_as_they_are(landed):
    made = draft(landed, "child.sav", "w2")
    assert all(f".why_{code}" in made.questionnaire for code in (1, 2, 3, 99))
