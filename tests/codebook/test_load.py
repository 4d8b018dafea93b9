"""codebooks/ as a whole: form, then contract; and definitions mutated at random."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinpanel.codebook import load_codebook
from kinpanel.errors import KinpanelError
from kinpanel.questionnaire import load_questionnaires
from kinpanel.study import load_study

CHILD, CROSSWALK, CODES = "child.yaml", "crosswalk.csv", "codes.csv"
EXAMPLE = Path(__file__).parents[2] / "examples" / "nlsy-children"


def test_the_small_study(load):
    codebook = load()
    assert list(codebook.tables) == ["child"]
    assert len(codebook.crosswalk) == 8
    assert len(codebook.codes.maps) == 3


VARIABLE = "  - {name: %s, label: {en: X}, %s}"
WRONG = {
    "key": ({4: "key: [pidd]"}, 4, "key 'pidd' is not a variable", "did you mean 'pid'?"),
    "twice": (
        {0: VARIABLE % ("girl", "type: text")},
        12,
        "variable 'girl' stands twice",
        "give it another name, or leave it out",
    ),
    "reserved": (
        {0: VARIABLE % ("wave", "type: text")},
        12,
        "the name 'wave' is reserved",
        "choose another name",
    ),
    "why": (
        {0: VARIABLE % ("a__why", "type: text")},
        12,
        "the name 'a__why' is reserved",
        "choose another name",
    ),
    "language": (
        {10: "  - {name: income, type: decimal, label: {fr: Revenu}}"},
        10,
        "income: no label in language 'en'",
        "add en: to its label",
    ),
    "levels missing": (
        {0: VARIABLE % ("a", "type: ordinal")},
        12,
        "a: levels go with nominal and ordinal, and only with them",
        "list its levels, or change the type",
    ),
    "levels too many": (
        {0: VARIABLE % ("a", "type: text, levels: [{code: 1, label: {en: L}}]")},
        12,
        "a: levels go with nominal and ordinal, and only with them",
        "leave the levels out, or change the type",
    ),
    "level twice": (
        {
            0: VARIABLE
            % (
                "a",
                "type: nominal, levels: [{code: 1, label: {en: L}}, {code: '1', label: {en: M}}]",
            )
        },
        12,
        "a: a level stands twice",
        "every level has a code of its own",
    ),
    "score type": (
        {0: VARIABLE % ("a", "type: text, score: {rule: sum, items: [income]}")},
        12,
        "a: a score is an integer or a decimal",
        "type: integer, or decimal",
    ),
    "score item": (
        {0: VARIABLE % ("a", "type: integer, score: {rule: sum, items: [incom]}")},
        12,
        "a: item 'incom' is not a numeric variable",
        "did you mean 'income'?",
    ),
    "score of a score": (
        {0: VARIABLE % ("a", "type: integer, score: {rule: sum, items: [twice]}")},
        12,
        "a: item 'twice' is not a numeric variable",
        "known: income",
    ),
    "score of texts": (
        {0: VARIABLE % ("a", "type: integer, score: {rule: sum, items: [pid]}")},
        12,
        "a: item 'pid' is not a numeric variable",
        "known: income",
    ),
    "score range": (
        {0: VARIABLE % ("a", "type: integer, range: [0, 1], score: {rule: sum, items: [income]}")},
        12,
        "a: a score's range follows from its items, leave it out",
        "take `range` away",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_every_way_in_which_a_table_can_be_wrong(problems, case):
    change, line, message, advice = WRONG[case]
    (finding,) = problems({CHILD: change})
    assert (finding.rule, finding.file, finding.line) == ("codebook", "codebooks/child.yaml", line)
    assert (finding.message, finding.advice) == (message, advice)


def test_wrong_form_of_a_table(problems):
    (finding,) = problems({CHILD: {10: VARIABLE % ("income", "type: decimal, range: [9, 0]")}})
    assert str(finding) == (
        "codebooks/child.yaml:10: variables.3.range: the lower end stands first"
    )


def test_a_row_twice_in_the_crosswalk(problems):
    (finding,) = problems({CROSSWALK: {0: "child.girl,w1,sex,map,identical,,,"}})
    assert (finding.rule, finding.line) == ("crosswalk", 10)
    assert finding.message == "stands twice (first in line 3)"


def test_a_table_twice(problems, tmp_path, load):
    load()
    shutil.copy(tmp_path / "codebooks" / CHILD, tmp_path / "codebooks" / "other.yaml")
    (finding,) = problems({})
    assert (finding.file, finding.line) == ("codebooks/other.yaml", 1)
    assert finding.message == "table 'child' is declared twice"


def test_no_codebook(problems, tmp_path, load):
    load()
    study = load_study(tmp_path)
    shutil.rmtree(tmp_path / "codebooks")
    with pytest.raises(KinpanelError) as caught:
        load_codebook(tmp_path, study, load_questionnaires(tmp_path, study))
    assert [f.message.split(":")[0] for f in caught.value.findings] == [
        "no codebook is declared",
        "cannot be read",
    ]


def test_everything_wrong_in_form_is_reported_at_once_and_before_the_contract(problems):
    found = problems(
        {
            CHILD: {2: "labl: {}"},
            CROSSWALK: {2: "child.pid,w1,pid,pad,identicle,,,", 9: "child.income"},
            CODES: {2: "child.girl,1,Girl,2,2,2", 3: "child.girl,0,Boy,1,1 1"},
        }
    )
    assert {(f.file.removeprefix("codebooks/"), f.line, f.rule) for f in found} == {
        (CHILD, 1, "form"),
        (CHILD, 2, "form"),
        (CROSSWALK, 2, "crosswalk"),
        (CROSSWALK, 9, "grid"),
        (CODES, 2, "grid"),
        (CODES, 3, "codes"),
    }
    assert [f.message for f in found if f.line == 2 and f.rule == "crosswalk"] == [
        "unknown status 'identicle'",
        "rule pad needs a width, e.g. pad 10",
    ]


@pytest.mark.parametrize("name", ["study.yaml", "choices.yaml", "w1.yaml", CHILD, CROSSWALK, CODES])
@pytest.mark.parametrize("raw", [b"", b"\0", b"\xff\xfe", b"[" * 9999, b"- 1\n", b"a: *a", b'"'])
def test_rubbish_in_any_file_is_a_definition_error(load, name, raw):
    with pytest.raises(KinpanelError) as caught:
        load({name: raw})
    assert any(finding.file and finding.file.endswith(name) for finding in caught.value.findings)


# Mutations of a real study.

SOURCES = sorted(
    path.relative_to(EXAMPLE)
    for pattern in ("study.yaml", "questionnaires/*", "codebooks/*")
    for path in EXAMPLE.glob(pattern)
)
PIECES = [
    "",
    " ",
    "\t",
    "\n",
    ",",
    ":",
    "#",
    "'",
    '"',
    "{",
    "]",
    "&a ",
    "*a",
    "<<",
    "~",
    "0",
    "-8",
    "true",
]
WORDS = [
    "w1990",
    "child",
    "pid",
    "same",
    "map",
    "select_one yesno@1",
    "like",
    "ask_if: ",
    "\ud800",
    "\0",
]


@st.composite
def mutations(draw):
    """A definition file and a text made from it by a few cuts, copies and insertions."""
    name = draw(st.sampled_from(SOURCES))
    text = (EXAMPLE / name).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 30)))
        piece = draw(
            st.sampled_from([*PIECES, *WORDS]) | st.text(max_size=5) | st.just(text[start:stop] * 2)
        )
        text = text[:start] + piece + text[stop:]
    return name, text.encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    root = tmp_path_factory.mktemp("mutated") / "study"
    for name in SOURCES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(EXAMPLE / name, root / name)
    return root


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutation=mutations())
def test_whatever_is_written_it_loads_or_is_a_kinpanel_error(example, mutation):
    name, raw = mutation
    original = (example / name).read_bytes()
    (example / name).write_bytes(raw)
    try:
        study = load_study(example)
        codebook = load_codebook(example, study, load_questionnaires(example, study))
    except KinpanelError as error:
        assert error.findings
        assert all(f.file and f.message for f in error.findings)
        assert str(error).encode("utf-8")
    else:
        assert codebook.tables["child"].variables
    finally:
        (example / name).write_bytes(original)
