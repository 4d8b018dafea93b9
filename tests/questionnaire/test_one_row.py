"""Which row of a key counts is decided by a number of the same file."""

from __future__ import annotations

import pytest

WAVE = """\
wave: w1
files:
  child: {path: x.dta, unit: child, key: [pid], one_row: {by: %s, keep: %s}}
  home: {path: y.dta, unit: home, key: [hid]}
questions:
  - {id: pid, raw: child.PID, type: text, label: {en: Id}}
  - {id: visit, raw: child.VISIT, type: integer, label: {en: Visit}}
  - {id: who, raw: child.WHO, type: text, label: {en: Interviewer}}
  - {id: hid, raw: home.HID, type: integer, label: {en: Id}}
"""


@pytest.mark.parametrize("keep", ["lowest", "highest"])
def test_which_row_counts(load, keep):
    files = load(w1=WAVE % ("visit", keep))["w1"].files
    assert (files["child"].one_row.by, files["child"].one_row.keep) == ("visit", keep)
    assert files["home"].one_row is None


@pytest.mark.parametrize(
    ("name", "message", "advice"),
    [
        ("visitt", "'visitt' is not a question of file 'child'", "did you mean 'visit'?"),
        ("hid", "'hid' is not a question of file 'child'", "did you mean 'pid'?"),
        ("who", "'who' is text, not a number that rows can be ordered by", "type: integer"),
        (
            "pid",
            "'pid' is part of the key, and the same on all rows of it",
            "a question that tells them apart",
        ),
    ],
)
def test_what_cannot_decide(problems, name, message, advice):
    (finding,) = problems(w1=WAVE % (name, "lowest"))
    assert (finding.rule, finding.line, finding.wave) == ("one-row", 3, "w1")
    assert (finding.message, finding.advice) == (message, advice)


def test_only_lowest_and_highest(problems):
    (finding,) = problems(w1=WAVE % ("visit", "latest"))
    assert "lowest" in finding.message + finding.advice


REPEAT = """\
wave: w1
files:
  home: {path: y.dta, unit: home, key: [hid], one_row: {by: visit, keep: lowest}}
  person: {repeat: home, slots: 1-2, unit: person, key: [hid2, line]}
questions:
  - {id: hid, raw: home.HID, type: integer, label: {en: Id}}
  - {id: visit, raw: home.VISIT, type: integer, label: {en: Visit}}
  - {id: hid2, raw: person.HID, type: integer, label: {en: Id}}
  - {id: line, raw: "person.{slot}", type: integer, label: {en: Line}}
  - {id: age, raw: "person.AGE_{slot}", type: integer, label: {en: Age}}
"""


def test_not_where_something_is_unfolded(problems):
    assert ("one-row", 3) in {(one.rule, one.line) for one in problems(w1=REPEAT)}
