"""One fault is one finding in codebooks, too: what leans on it is not reported."""

from __future__ import annotations

import pytest

CROSSWALK, CODES, CHILD = "crosswalk.csv", "codes.csv", "child.yaml"

ONE = {
    "variable misspelt in a row": {CROSSWALK: {3: "child.gril,w1,sex,map,identical,,,"}},
    "table misspelt in a row": {CROSSWALK: {3: "chld.girl,w1,sex,map,identical,,,"}},
    "wave misspelt in a row": {CROSSWALK: {3: "child.girl,w9,sex,map,identical,,,"}},
    "row of another wave twice": {CROSSWALK: {3: "child.girl,w2,sex,map,identical,,,"}},
    "row too long": {CROSSWALK: {3: "child.girl,w1,sex,map,identical,,,,"}},
    "row without a table": {CROSSWALK: {3: "girl,w1,sex,map,identical,,,"}},
    "row without a rule": {CROSSWALK: {3: "child.girl,w1,sex,mpa,identical,,,"}},
    "crosswalk unreadable": {CROSSWALK: b"\xff"},
    "grid unreadable": {CODES: b"\xff"},
    "line of the grid too long": {CODES: {2: "child.girl,1,Girl,2,2,2"}},
    "variable misspelt in the grid": {CODES: {2: "child.gril,1,Girl,2,2"}},
    "code twice in the grid": {CODES: {2: "child.girl,1,Girl,1 2,2"}},
    "target wrong in two waves": {CODES: {2: "child.girl,3,Girl,2,2"}},
    "table unreadable": {CHILD: b"\xff"},
    "variable of the wrong form": {CHILD: {7: "  - {name: girl, type: bool, label: {en: Girl}}"}},
    "item of a score of the wrong form": {
        CHILD: {10: "  - {name: income, type: decimals, label: {en: Income}}"}
    },
    "variable with levels": {
        CHILD: {
            7: "  - {name: girl, concept: gender, type: boolean, label: {en: Girl},"
            " levels: [{code: 7, label: {en: A}}]}"
        }
    },
}


@pytest.mark.parametrize("case", ONE)
def test_one_fault_is_one_finding(problems, case):
    (finding,) = problems(ONE[case])
    assert finding.advice


def test_a_row_with_a_fault_hides_none_of_another_kind_in_it(problems):
    found = problems({CROSSWALK: {3: "child.gril,w1,sx,map,identical,,,"}})
    assert [f.message for f in found] == ["unknown variable 'gril'", "unknown question 'sx'"]


def test_form_and_contract_are_told_in_one_run(problems):
    found = problems(
        {
            CHILD: {7: "  - {name: girl, type: bool, label: {en: Girl}}"},
            CROSSWALK: {2: "child.pid,w1,pidd,pad 4,identical,,,", 5: "child.income,w1"},
            CODES: {5: "child.mood,7,Good,3,"},
        }
    )
    assert sorted((f.file.removeprefix("codebooks/"), f.line, f.rule) for f in found) == [
        (CHILD, 7, "form"),
        (CROSSWALK, 2, "contract"),
        (CROSSWALK, 4, "contract"),
        (CROSSWALK, 5, "grid"),
    ]
