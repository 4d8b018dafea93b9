"""Codes that are missing elsewhere and values here."""

from __future__ import annotations

import pytest

MONTH = "raw: child.M, type: month, label: {en: M}"


def wave(name="w1", question="", codes="{-1: refused, .a: refused}"):
    return f"""\
wave: {name}
files: {{child: {{path: a.dta, unit: child, key: [pid], missing_codes: {codes}}}}}
questions:
  - {{id: pid, raw: child.PID, type: text, label: {{en: Id}}}}
  - {{id: m, {question}}}
"""


def test_it_is_kept_and_taken_over(load):
    waves = load(
        w1=wave("w1", f"{MONTH}, not_missing: [-1]"),
        w2=wave("w2", "raw: child.M, like: w1.m"),
        w3=wave("w3", "raw: child.M, like: w2.m, not_missing: []"),
    )
    found = [waves[name].question("m").not_missing for name in ("w1", "w2", "w3")]
    assert found == [("-1",), ("-1",), ()]


def test_what_was_taken_over_may_be_a_plain_value_by_now(load):
    waves = load(
        w1=wave("w1", f"{MONTH}, not_missing: [-1]"),
        w2=wave("w2", "raw: child.M, like: w1.m", "{-9: refused}"),
    )
    assert waves["w2"].question("m").not_missing == ("-1",)


@pytest.mark.parametrize(
    ("keys", "message", "advice"),
    [
        ("not_missing: [-2]", "-2 is no missing code of the wave or the file", "known: -1, .a"),
        ("not_missing: [.a]", ".a is a missing tag and holds no value", "leave it out"),
        (
            "not_missing: [-1], missing_codes: {-1: refused}",
            "-1 is in missing_codes of this question, too",
            "keep one of them",
        ),
    ],
)
def test_what_says_nothing(problems, keys, message, advice):
    (finding,) = problems(w1=wave("w1", f"{MONTH}, {keys}"))
    assert (finding.rule, finding.line, finding.variable) == ("not-missing", 5, "m")
    assert finding.message == message
    assert advice in finding.advice


def test_a_gate_can_equal_it(load, problems):
    gated = "raw: child.N, type: integer, label: {en: N}, ask_if: m = -1"
    text = wave("w1", "raw: child.M, type: integer, label: {en: M}, not_missing: [-1]")
    load(w1=f"{text}  - {{id: n, {gated}}}\n")
    text = wave("w1", "raw: child.M, type: integer, label: {en: M}")
    (finding,) = problems(w1=f"{text}  - {{id: n, {gated}}}\n")
    assert finding.message == "-1 is a missing code of m, which no answer can equal"
