"""The weight of a file is a numeric question of that file."""

from __future__ import annotations

import pytest

WAVE = """\
wave: w1
files:
  child: {path: x.dta, unit: child, key: [pid], weight: %s}
  home: {path: y.dta, unit: home, key: [hid]}
questions:
  - {id: pid, raw: child.PID, type: text, label: {en: Id}}
  - {id: wt, raw: child.WT, type: decimal, label: {en: Weight}}
  - {id: hid, raw: home.HID, type: integer, label: {en: Id}}
"""


def test_a_weight(load):
    assert load(w1=WAVE % "wt")["w1"].files["child"].weight == "wt"
    assert load(w1=WAVE % "wt")["w1"].files["home"].weight is None


@pytest.mark.parametrize(
    ("name", "message", "advice"),
    [
        ("wtt", "weight 'wtt' is not a question of file 'child'", "did you mean 'wt'?"),
        ("hid", "weight 'hid' is not a question of file 'child'", "known: wt"),
        ("pid", "weight 'pid' is text, not a number", "type: decimal"),
    ],
)
def test_what_cannot_weight(problems, name, message, advice):
    (finding,) = problems(w1=WAVE % name)
    assert (finding.rule, finding.line, finding.wave) == ("weight", 3, "w1")
    assert (finding.message, finding.advice) == (message, advice)
