from __future__ import annotations

import pytest

from kinpanel.codebook import Codebook
from kinpanel.codebook.links import COLUMNS, read_links
from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.documents import Unusable
from kinpanel.study import StudyDefinition

STUDY = StudyDefinition(
    title={"en": "s"},
    languages=("en",),
    missing={},
    waves=({"id": "w1", "year": 2014}, {"id": "w2", "year": 2016}),
)
SIGNED = "why,Li Na,2024-05-02"
UNSAID = ",Li Na,2024-05-02"


def table(name, key, **kinds):
    variables = tuple(Variable(name=n, type=k, label={"en": n}) for n, k in kinds.items())
    return TableCodebook(table=name, label={"en": name}, unit=name, key=key, variables=variables)


TABLES = (
    table("person", ("pid",), pid="text", father_pid="text", hhid="text"),
    table("visit", ("place", "turn"), place="text", turn="integer"),
    table("school", ("sid",), sid="integer"),
)


@pytest.fixture
def read(tmp_path):
    folder = tmp_path / "codebooks" / "links"
    folder.mkdir(parents=True)

    def run(study=STUDY, unusable=None, **files):
        for wave, rows in files.items():
            text = "\n".join([",".join(COLUMNS), *rows]) + "\n"
            (folder / f"{wave}.csv").write_text(text, encoding="utf-8")
        codebook = Codebook({one.table: one for one in TABLES}, {}, None)
        return read_links(tmp_path, codebook, study, unusable or Unusable())

    return run


def messages(findings):
    assert all(finding.advice for finding in findings)
    return [(finding.line, finding.message) for finding in findings]


def test_no_folder_links_nothing(tmp_path):
    codebook = Codebook({}, {}, None)
    assert read_links(tmp_path, codebook, STUDY, Unusable()) == ([], [])


def test_rows_are_read_by_wave_and_new_gets_the_wave_as_suffix(read):
    links, findings = read(w2=[f"person,03,new,{SIGNED}"], w1=[f"household,7,8,{SIGNED}"])
    assert findings == []
    assert [(one.wave, one.space, one.raw_id, one.uid) for one in links] == [
        ("w1", "household", "7", "8"),
        ("w2", "person", "03", "03.w2"),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"persn,1,2,{SIGNED}", "unknown table 'persn'"),
        (f"visit,1,2,{SIGNED}", "the key of 'visit' is no id"),
        (f"school,1,2,{SIGNED}", "ids of sid are kept as integer in school.sid"),
        (f"person,,2,{SIGNED}", "raw_id is empty"),
        (f"person,1,,{SIGNED}", "uid is empty"),
        ("person,1,2,why,,2024-05-02", "by is empty"),
        ("person,1,2,why,Li Na,then", "date is no day"),
    ],
)
def test_rows_that_mean_nothing_are_findings(read, row, message):
    links, findings = read(w2=[row])
    assert links == []
    assert messages(findings) == [(2, message)]


def test_contradictions_within_a_wave(read):
    rows = [f"person,1,5,{SIGNED}", f"person,1,6,{SIGNED}", f"person,2,5,{SIGNED}"]
    assert messages(read(w2=rows)[1]) == [
        (3, "a second row on one raw id (first in line 2)"),
        (4, "two raw ids lead to one person (the other in line 2)"),
    ]
    assert read(w2=rows[:1], w1=rows[2:])[1] == []


def test_chains_and_circles_say_why_or_are_findings(read):
    chain = "leads to an id that is itself linked to another: a chain, or a circle"
    circle = [f"person,1,2,{UNSAID}", f"person,2,1,{UNSAID}"]
    assert messages(read(w2=circle)[1]) == [(2, chain), (3, chain)]
    assert read(w2=[row.replace(UNSAID, SIGNED) for row in circle])[1] == []
    across = {"w1": [f"person,2,9,{UNSAID}"], "w2": [f"person,1,2,{UNSAID}"]}
    assert messages(read(**across)[1]) == [(2, chain)]
    itself = {"w1": [f"person,2,2,{UNSAID}"], "w2": [f"person,1,2,{UNSAID}"]}
    assert read(**itself)[1] == []


def test_a_file_of_no_wave_is_a_finding(read):
    assert messages(read(w7=[])[1]) == [(1, "w7.csv belongs to no wave")]
    unusable = Unusable()
    unusable.add("wave", "w7")
    assert read(unusable=unusable)[1] == []
    assert read(study=None) == ([], [])


def test_nothing_is_said_of_a_table_with_a_fault_of_its_own(read):
    unusable = Unusable()
    unusable.add("table", "persn")
    assert read(unusable=unusable, w2=[f"persn,1,2,{SIGNED}"]) == ([], [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"person,1,1,{SIGNED},2", "origin goes with households only"),
        (f"household,1,1,{SIGNED},1", "a household is its own origin"),
    ],
)
def test_an_origin_is_that_of_another_household(tmp_path, read, row, message):
    read(w1=[])
    path = tmp_path / "codebooks" / "links" / "w2.csv"
    header = ",".join([*COLUMNS, "origin"])
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert messages(read()[1]) == [(2, message)]
    path.write_text(f"{header}\nhousehold,1,1,{SIGNED},2\n", encoding="utf-8")
    ((one,), findings) = read()
    assert (one.origin, findings) == ("2", [])
