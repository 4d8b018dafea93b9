"""study.yaml: what it declares, and everything that can be wrong in it."""

from __future__ import annotations

import pytest

from kinpanel.errors import DefinitionError, InputMissingError
from kinpanel.study import INAPPLICABLE, NOT_ASKED, UNEXPLAINED, find_root, load_study, read_study

LINES = """\
title: {en: Panel, zh: 追踪}
languages: [en, zh]
missing:
  inapplicable: {kind: design, label: {en: Routed, zh: 不适用}}
  not_asked: {kind: design, label: {en: Not asked, zh: 未问}}
  refused: {kind: item, label: {en: Refused, zh: 拒答}}
waves:
  - {id: w1, year: 2014, missing_codes: {-8: inapplicable, .a: refused, NA: refused}}
  - {id: w2, year: 2016}
panel:
  absence: {roster: person, spells: spell, interviewed: month}
  standardise: {z: {of: dep, wave: w1, state: B}}
""".splitlines()


def written(**changes: str | None) -> str:
    """The study with lines replaced (`l2="..."`) or left out (None)."""
    lines: list[str | None] = list(LINES)
    for line, text in changes.items():
        lines[int(line[1:]) - 1] = text
    return "\n".join(line for line in lines if line is not None)


@pytest.fixture
def load(tmp_path):
    def _load(text: str):
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        return load_study(tmp_path)

    return _load


@pytest.fixture
def problems(load):
    def _problems(text: str):
        with pytest.raises(DefinitionError, match="cannot be used") as caught:
            load(text)
        assert {finding.file for finding in caught.value.findings} == {"study.yaml"}
        return caught.value.findings

    return _problems


def test_a_right_study(load):
    study = load(written())
    assert study.wave_ids == ("w1", "w2")
    assert study.wave("w1").missing_codes == {
        "-8": "inapplicable",
        ".a": "refused",
        "NA": "refused",
    }
    assert (study.wave("w2").missing_codes, study.disclosure.threshold) == ({}, 10)
    assert (study.panel.child, study.panel.absence.min_months) == ("child", 6)
    with pytest.raises(KeyError, match="w3"):
        study.wave("w3")


def test_reasons_in_declared_order_and_the_unexplained_last(load):
    reasons = load(written()).reasons
    assert list(reasons) == [INAPPLICABLE, NOT_ASKED, "refused", UNEXPLAINED]
    assert reasons["refused"]["zh"] == "拒答"
    with pytest.raises(TypeError):
        reasons["x"] = {}


PROBLEMS = {
    "code of words": (
        {"l8": "  - {id: w1, year: 2014, missing_codes: {a b: refused}}"},
        (
            "missing-codes",
            8,
            "'a b' cannot be a raw code",
            "a code is a number, a word or .a to .z, without spaces",
        ),
    ),
    "code that no data hold": (
        {"l8": "  - {id: w1, year: 2014, missing_codes: {1.0: refused, 2.5: refused}}"},
        ("missing-codes", 8, "code '1.0' is never met", "write 1"),
    ),
    "unknown reason": (
        {"l8": "  - {id: w1, year: 2014, missing_codes: {-8: refusd}}"},
        ("missing-codes", 8, "unknown missing reason 'refusd'", "did you mean 'refused'?"),
    ),
    "reason missing": (
        {"l5": None},
        (
            "study",
            3,
            "missing reason 'not_asked' must be declared (kind: design)",
            "not_asked: {kind: design, label: {...}}, under `missing:`",
        ),
    ),
    "reason of the wrong kind": (
        {"l4": "  inapplicable: {kind: item, label: {en: Routed, zh: 不适用}}"},
        (
            "study",
            4,
            "missing reason 'inapplicable' must be declared (kind: design)",
            "inapplicable: {kind: design, label: {...}}, under `missing:`",
        ),
    ),
    "reserved reason": (
        {"l6": LINES[5] + "\n" + LINES[5].replace("refused", "unexplained")},
        ("study", 7, "'unexplained' is reserved", "choose another name"),
    ),
    "wave twice": (
        {"l9": "  - {id: w1, year: 2016}"},
        ("study", 9, "wave 'w1' stands twice", "give it another id, or leave it out"),
    ),
    "unknown wave": (
        {"l12": "  standardise: {z: {of: dep, wave: w11}}"},
        ("study", 12, "unknown wave 'w11'", "did you mean 'w1'?"),
    ),
    "state without absence": (
        {"l11": None},
        ("study", 11, "a state needs `panel: absence:`", "declare it, or leave out state"),
    ),
    "title": (
        {"l1": "title: {en: Panel}"},
        ("study", 1, "title has no text in language 'zh'", "add zh: to the title"),
    ),
    "no wave": (
        {"l7": "waves: []", "l8": None, "l9": None},
        (
            "form",
            7,
            "waves: Tuple should have at least 1 item after validation, not 0",
            "name at least one",
        ),
    ),
    "unknown key": (
        {"l2": "languages: [en, zh]\npanels: {}"},
        ("form", 3, "unknown key 'panels'", "did you mean 'panel'?"),
    ),
    "cells of no size": (
        {"l12": "  standardise: {z: {of: dep, wave: w1, by: [girl]}}"},
        ("form", 12, "panel.standardise.z: by needs smallest: the fewest children of a cell", ""),
    ),
    "bands that overlap": (
        {
            "l12": "  standardise: {z: {of: dep, wave: w1, by: [age_band], smallest: 30,"
            " age_bands: {bands: [[8, 10], [10, 12]]}}}"
        },
        (
            "form",
            12,
            "panel.standardise.z.age_bands: an age is in one band only: bands may not overlap",
            "",
        ),
    ),
    "unknown state": (
        {"l12": "  standardise: {z: {of: dep, wave: w1, state: MF}}"},
        (
            "form",
            12,
            "panel.standardise.z.state: Input should be 'B', 'F', 'M' or 'FM'",
            "write one of these",
        ),
    ),
    "a wave that is no name": (
        {"l9": "  - {id: Wave 2, year: 2016}"},
        (
            "form",
            9,
            "waves.1.id: String should match pattern '^[a-z][a-z0-9_]{0,15}$'",
            "what may stand there is in the schema of the file: kinpanel schemas DIR",
        ),
    ),
    "a folder outside": (
        {"l9": "  - {id: w2, year: 2016}\ndeliveries: {folder: ../x}"},
        (
            "form",
            10,
            "deliveries.folder: String should match pattern",
            "what may stand there is in the schema of the file: kinpanel schemas DIR",
        ),
    ),
    "syntax": (
        {"l2": "languages: [en, zh"},
        (
            "yaml",
            3,
            "not valid YAML",
            "is a quote or a bracket left open here or above, or a colon or an indent wrong?",
        ),
    ),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_every_kind_of_finding(problems, case):
    changes, (rule, line, message, advice) = PROBLEMS[case]
    (finding,) = problems(written(**changes))
    assert (finding.rule, finding.line, finding.advice) == (rule, line, advice)
    assert finding.message.startswith(message)


def test_everything_wrong_is_reported_at_once_and_always_in_the_same_order(problems):
    found = problems(
        written(
            l1="title: {}",
            l4=None,
            l8="  - {id: w1, year: 2014, missing_codes: {'': rfused, -8: x}}",
            l9="  - {id: w1, year: 2016}",
            l12="  standardise: {z: {of: dep, wave: w9}}",
        )
    )
    assert [finding.message for finding in found] == [
        "missing reason 'inapplicable' must be declared (kind: design)",
        "'' cannot be a raw code",
        "unknown missing reason 'rfused'",
        "unknown missing reason 'x'",
        "wave 'w1' stands twice",
        "unknown wave 'w9'",
        "title has no text in language 'en'",
        "title has no text in language 'zh'",
    ]


def test_a_study_that_is_not_there(tmp_path):
    with pytest.raises(DefinitionError, match=r"study.yaml:1: cannot be read: No such file"):
        load_study(tmp_path)


def test_find_root_walks_up(tmp_path):
    (tmp_path / "study.yaml").touch()
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find_root(inner) == find_root(tmp_path) == tmp_path.resolve()
    (tmp_path / "a" / "study.yaml").mkdir()
    assert find_root(inner) == tmp_path.resolve()
    (tmp_path / "study.yaml").unlink()
    with pytest.raises(InputMissingError, match="kinpanel new DIR"):
        find_root(inner)


def test_reasons_and_waves_that_lack_a_language(problems):
    (finding,) = problems(written(l5="  not_asked: {kind: design, label: {en: Not asked}}"))
    assert (finding.rule, finding.line) == ("language", 3)
    assert finding.message == "missing reasons: no label in language 'zh'"
    assert (finding.examples, finding.count) == (("not_asked",), 1)
    assert finding.advice == "add zh: ..."
    (finding,) = problems(written(l9="  - {id: w2, year: 2016, label: {zh: 二}}"))
    assert finding.message == "waves: no label in language 'en'"


def test_a_study_with_faults_of_content_can_still_be_checked_against(tmp_path):
    text = written(l1="title: {en: Panel}", l2="languages: [en, zh]\npanels: {}")
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    study, findings = read_study(tmp_path)
    assert study.wave_ids == ("w1", "w2")
    assert [(f.line, f.message) for f in findings] == [
        (3, "unknown key 'panels'"),
        (1, "title has no text in language 'zh'"),
    ]
    (tmp_path / "study.yaml").write_text(written(l7="waves: []", l8=None, l9=None))
    study, findings = read_study(tmp_path)
    assert study is None
    assert len(findings) == 1


def test_reasons_that_every_study_needs_are_missed_once(problems):
    """Not again by every code that leads to them."""
    (finding,) = problems(written(l4=None))
    assert finding.message.startswith("missing reason 'inapplicable' must be declared")
