"""Scores of the registry as declared: right as they stand, and every way to get them wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kinpanel.codebook import TableCodebook
from kinpanel.codebook.score_check import check_scores
from kinpanel.documents import read_document
from kinpanel.errors import Finding
from kinpanel.study import MissingReason

HEAD = """\
table: t
label: {en: T}
unit: child
key: [pid]
variables:
  - {name: pid, type: text, label: {en: Id}}
"""
ITEM = "  - {{name: {name}, type: integer, range: [{low}, {high}], label: {{en: X}}}}\n"
REASONS = {"ruled_out": MissingReason(kind="item", label={"en": "Ruled out"})}


def items(letter: str, count: int, low: int, high: int) -> str:
    """Item variables `a1` to `a<count>` with a range of codes."""
    names = [f"{letter}{number}" for number in range(1, count + 1)]
    return "".join(ITEM.format(name=name, low=low, high=high) for name in names)


def listed(letter: str, count: int) -> str:
    return "[" + ", ".join(f"{letter}{number}" for number in range(1, count + 1)) + "]"


def fill(text: str, letter: str, count: int) -> str:
    """The text with a list of items in the place of `%s`."""
    return text.replace("%s", listed(letter, count))


ITEMS = items("c", 10, 0, 3) + items("s", 25, 0, 2) + items("m", 100, 0, 1) + items("w", 8, 1, 4)
SDQ = fill("{name: sdq, type: integer, score: {instrument: sdq, form: parent, items: %s}", "s", 25)
LEVELS = "levels: [{}]".format


def levels(*names: str) -> str:
    return LEVELS(", ".join(f"{{code: {name}, label: {{en: X}}}}" for name in names))


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., tuple[TableCodebook, list[Finding]]]:
    """A table of items and of some scores (flow mappings without label), and what is wrong."""

    def _check(*scores: str) -> tuple[TableCodebook, list[Finding]]:
        path = tmp_path / "t.yaml"
        lines = "".join(f"  - {score}, label: {{en: X}}}}\n" for score in scores)
        path.write_text(HEAD + ITEMS + lines, encoding="utf-8")
        table, tree = read_document(path, "codebooks/t.yaml", TableCodebook)
        assert table is not None, tree.findings
        return table, check_scores(table, tree, REASONS)

    return _check


LAST = HEAD.count("\n") + ITEMS.count("\n") + 1
"""The line of the first score."""


RIGHT = {
    "eight items": fill("type: integer, score: {instrument: cesd8, items: %s}", "c", 8),
    "a form": fill(
        "type: integer, score: {instrument: cesd8, form: four_point, items: %s}", "c", 8
    ),
    "a variant that prorates": fill(
        "type: decimal, score: {instrument: cesd8, variant: prorate, items: %s}", "c", 8
    ),
    "a subscale by number": "type: integer, score: {instrument: sdq, form: parent, "
    "scale: emotional, items: {3: s3, 8: s8, 13: s13, 16: s16, 24: s24}}",
    "the whole list for a subscale": fill(
        "type: integer, score: {instrument: sdq, scale: peer, items: %s}", "s", 25
    ),
    "rounded is whole": fill("type: integer, score: {instrument: sdq, items: %s}", "s", 25),
    "a dropped item listed": fill(
        "type: decimal, score: {instrument: rses, form: order_b, variant: item8_drop, items: %s}",
        "c",
        10,
    ),
    "a dropped item left out": fill(
        "type: decimal, score: {instrument: rses, form: order_b, variant: item8_drop, items: %s}",
        "c",
        9,
    ),
    "validity": fill(
        "type: integer, score: {instrument: mht100, invalid: ruled_out, items: %s}", "m", 100
    ),
    "the validity scale itself": fill(
        "type: integer, score: {instrument: mht100, scale: lie, items: %s}", "m", 100
    ),
    "a whole score as a decimal": fill(
        "type: decimal, score: {instrument: cesd8, items: %s}", "c", 8
    ),
}


@pytest.mark.parametrize("case", RIGHT)
def test_what_is_right(check, case):
    _, findings = check("{name: a, " + RIGHT[case])
    assert findings == []


CESD = fill("score: {instrument: cesd8, items: %s}", "c", 8)
WRONG = {
    "instrument": (
        "type: integer, score: {instrument: cesd-8, items: [c1]}",
        "unknown instrument 'cesd-8'",
        "did you mean 'cesd8'?",
        (),
    ),
    "form": (
        "type: integer, score: {instrument: cesd8, form: fourpoint, items: [c1]}",
        "cesd8 has no form 'fourpoint'",
        "did you mean 'four_point'?",
        (),
    ),
    "a form where there are none": (
        "type: integer, score: {instrument: smfq, form: short, items: [c1]}",
        "smfq has no form 'short'",
        "leave it out",
        (),
    ),
    "variant": (
        "type: integer, score: {instrument: cesd8, variant: prorated, items: [c1]}",
        "cesd8 has no variant 'prorated'",
        "did you mean 'prorate'?",
        (),
    ),
    "scale": (
        "type: integer, score: {instrument: sdq, scale: emotion, items: [c1]}",
        "sdq has no scale 'emotion'",
        "did you mean 'emotional'?",
        (),
    ),
    "form not named": (
        fill("type: decimal, score: {instrument: rses, items: %s}", "c", 10),
        "rses was fielded in forms that score differently",
        "name one, form: order_a, order_b",
        (),
    ),
    "too few": (
        fill("type: integer, score: {instrument: cesd8, items: %s}", "c", 7),
        "7 items, but cesd8 has 8",
        "list 8 in the order of the form four_point, or name them by number: {1: ..., 2: ...}",
        (),
    ),
    "neither with nor without the dropped": (
        "type: decimal, score: {instrument: rses, form: order_a, variant: item8_drop, "
        + fill("items: %s}", "c", 8),
        "8 items, but rses has 10",
        "list 10 in the order of the form order_a, or 9 without those that the variant drops, "
        "or name them by number: {1: ..., 2: ...}",
        (),
    ),
    "twice": (
        "type: integer, score: {instrument: cesd8, items: [c1, c2, c3, c4, c5, c6, c7, c1]}",
        "item 'c1' stands twice",
        "every item is a variable of its own",
        (),
    ),
    "no such number": (
        "type: integer, score: {instrument: sdq, scale: emotional, items: "
        "{3: s3, 8: s8, 13: s13, 16: s16, 24: s24, 26: s1}}",
        "sdq has no item 26",
        "items 1 to 25",
        (),
    ),
    "a number of another scale": (
        "type: integer, score: {instrument: sdq, scale: emotional, items: "
        "{3: s3, 8: s8, 13: s13, 16: s16, 24: s24, 25: s25}}",
        "item 25 is not in scale emotional of sdq",
        "its items: 3, 8, 13, 16, 24",
        (),
    ),
    "numbers that lack": (
        "type: integer, score: {instrument: sdq, scale: emotional, items: {3: s3, 8: s8, 13: s13}}",
        "scale emotional of sdq needs more items",
        "its items: 3, 8, 13, 16, 24",
        ("16", "24"),
    ),
    "unknown variable": (
        "type: integer, score: {instrument: cesd8, items: [c1, c2, c3, c4, c5, c6, c7, cc8]}",
        "item 'cc8' is not a variable",
        "did you mean 'c8'?",
        (),
    ),
    "text": (
        "type: integer, score: {instrument: cesd8, items: [pid, c2, c3, c4, c5, c6, c7, c8]}",
        "items of type text have no whole codes",
        "type: integer",
        (),
    ),
    "shifted": (
        fill("type: integer, score: {instrument: cesd8, items: %s}", "w", 8),
        "items are shifted by +1: 1 to 4, cesd8 has 0 to 3",
        "map them to 0 to 3 in codes.csv, and declare those codes",
        tuple(f"w{number}" for number in range(1, 9)),
    ),
    "shifted down": (
        "type: integer, score: {instrument: ucla20, items: "
        f"[{listed('c', 10)[1:-1]}, {listed('s', 10)[1:-1]}]}}",
        "items are shifted by -1: 0 to 3, ucla20 has 1 to 4",
        "map them to 1 to 4 in codes.csv, and declare those codes",
        tuple(f"c{number}" for number in range(1, 11)),
    ),
    "other codes": (
        "type: integer, score: {instrument: cesd8, items: [s1, c2, c3, c4, c5, c6, c7, c8]}",
        "items have codes 0 to 2, cesd8 has 0 to 3",
        "map them to 0 to 3 in codes.csv",
        (),
    ),
    "a fraction": (
        fill("type: integer, score: {instrument: cesd8, variant: prorate, items: %s}", "c", 8),
        "total of cesd8 is prorated, so that it can be a fraction",
        "type: decimal",
        (),
    ),
    "type": (
        f"type: text, {CESD}",
        "a score is an integer or a decimal",
        "type: integer, or decimal",
        (),
    ),
    "range": (
        f"type: integer, range: [0, 24], {CESD}",
        "a score's range follows from its items, leave it out",
        "take `range` away",
        (),
    ),
    "validity without a reason": (
        fill("type: integer, score: {instrument: mht100, items: %s}", "m", 100),
        "the validity scale of mht100 rules answers out: no reason is named",
        "invalid: one of ruled_out",
        (),
    ),
    "validity with another reason": (
        fill("type: integer, score: {instrument: mht100, invalid: ruledout, items: %s}", "m", 100),
        "unknown missing reason 'ruledout'",
        "did you mean 'ruled_out'?",
        (),
    ),
    "a reason for nothing": (
        fill("type: integer, score: {instrument: cesd8, invalid: ruled_out, items: %s}", "c", 8),
        "no validity scale rules this score out",
        "leave it out",
        (),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_every_way_in_which_a_score_can_be_wrong(check, case):
    score, message, advice, examples = WRONG[case]
    _, findings = check("{name: a, " + score)
    found = [f for f in findings if f.message == f"a: {message}"]
    assert len(found) == 1, findings
    (finding,) = found
    assert (finding.rule, finding.file, finding.line) == ("codebook", "codebooks/t.yaml", LAST)
    assert finding.advice == advice
    assert finding.examples == examples
    assert all(f.advice for f in findings)


def test_a_score_is_no_item(check):
    wrong = "type: integer, score: {instrument: cesd8, items: [a, c2, c3, c4, c5, c6, c7, c8]}"
    _, findings = check("{name: a, type: integer, " + CESD, "{name: b, " + wrong)
    (finding,) = findings
    assert finding.message == "b: items are themselves scores"
    assert finding.line == LAST + 1


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("type: boolean", "items have codes 0 to 1, cesd8 has 0 to 3"),
        ("type: integer", "items do not declare their codes"),
        ("type: decimal, range: [0, 3]", "items of type decimal have no whole codes"),
        (f"type: ordinal, {levels('0', '1', '2', '3')}", None),
        (f"type: nominal, {levels('3', '0', '2', '1')}", None),
        (f"type: ordinal, {levels('1', '2', '3', '4')}", "items are shifted by +1: 1 to 4, "
         "cesd8 has 0 to 3"),
        (f"type: ordinal, {levels('a', 'b')}", "items have codes a to b, cesd8 has 0 to 3"),
        (f"type: ordinal, {levels('0', '1', '2', '3', '8')}", "items have codes 0 to 8, "
         "cesd8 has 0 to 3"),
    ],
)  # fmt: skip
def test_codes_of_an_item_by_its_type(check, declared, message):
    score = "type: integer, score: {instrument: cesd8, items: [x, c2, c3, c4, c5, c6, c7, c8]}"
    _, findings = check("{name: x, " + declared, "{name: a, " + score)
    assert [f.message.removeprefix("a: ") for f in findings] == ([message] if message else [])


NORMAL = levels("normal", "borderline", "abnormal")
THREE = "score: {band_of: sdq, cutoff: three_band_parent_total}"
BANDS = {
    "ordinal": (f"type: ordinal, {NORMAL}, {THREE}", None, None),
    "nominal in any order": (
        f"type: nominal, {levels('abnormal', 'normal', 'borderline')}, {THREE}", None, None
    ),
    "the instrument said again": (
        f"type: ordinal, {NORMAL}, score: {{band_of: sdq, instrument: sdq, "
        "cutoff: three_band_parent_total}", None, None,
    ),
    "another instrument": (
        f"type: ordinal, {NORMAL}, score: {{band_of: sdq, instrument: smfq, cutoff: at_risk_8}}",
        "'sdq' is a score of sdq, not of smfq", "instrument: sdq",
    ),
    "no such score": (
        f"type: ordinal, {NORMAL}, score: {{band_of: sqd, cutoff: three_band_parent_total}}",
        "'sqd' is no score of an instrument", "did you mean 'sdq'?",
    ),
    "no score at all": (
        f"type: ordinal, {NORMAL}, score: {{band_of: s1, cutoff: three_band_parent_total}}",
        "'s1' is no score of an instrument", "known: sdq",
    ),
    "no such cut-off": (
        f"type: ordinal, {NORMAL}, score: {{band_of: sdq, cutoff: three_band_parent_totl}}",
        "sdq has no cut-off 'three_band_parent_totl'", "did you mean 'three_band_parent_total'?",
    ),
    "of another form": (
        f"type: ordinal, {NORMAL}, score: {{band_of: sdq, cutoff: three_band_self_total}}",
        "cut-off three_band_self_total belongs to form self, 'sdq' to parent",
        "known: three_band_parent_total, four_band_parent_total",
    ),
    "of another scale": (
        f"type: ordinal, {NORMAL}, score: {{band_of: sdq, cutoff: three_band_parent_peer}}",
        "cut-off three_band_parent_peer is of scale peer, 'sdq' is total",
        "known: three_band_parent_total, four_band_parent_total",
    ),
    "a level too few": (
        f"type: ordinal, {levels('normal', 'abnormal')}, {THREE}",
        "levels are not the bands of cut-off three_band_parent_total",
        "codes of the levels: normal, borderline, abnormal",
    ),
    "the wrong way round": (
        f"type: ordinal, {levels('abnormal', 'borderline', 'normal')}, {THREE}",
        "levels are not in the order of cut-off three_band_parent_total",
        "from the lowest score up: normal, borderline, abnormal",
    ),
    "three bands are not two": (
        f"type: boolean, {THREE}",
        "cut-off three_band_parent_total has 3 bands, a boolean takes two",
        "type: ordinal, with levels normal, borderline, abnormal",
    ),
    "a number": (
        f"type: integer, {THREE}",
        "a band is nominal, ordinal or boolean", "type: ordinal",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BANDS)
def test_bands(check, case):
    band, message, advice = BANDS[case]
    _, findings = check(f"{SDQ}", "{name: b, " + band)
    found = {f.message.removeprefix("b: "): f.advice for f in findings}
    if message is None:
        assert found == {}
    else:
        assert found[message] == advice
        assert {f.line for f in findings} == {LAST + 1}


def test_a_boolean_takes_a_cut_off_of_two_bands(check):
    rses = "{name: r, type: decimal, score: {instrument: rses, form: order_a, %sitems: %s}"
    band = "{name: b, type: boolean, score: {band_of: r, cutoff: low_15}"
    assert check(rses % ("", listed("c", 10)), band)[1] == []
    _, findings = check(rses % ("variant: item8_drop, ", listed("c", 10)), band)
    assert [f.message for f in findings] == [
        "b: cut-off low_15 does not hold under variant item8_drop"
    ]


def test_a_band_of_a_wrong_score_says_nothing_more(check):
    _, findings = check(
        fill("{name: r, type: decimal, score: {instrument: rses, items: %s}", "c", 10),
        "{name: b, type: boolean, score: {band_of: r, cutoff: low_15}",
    )
    assert [f.message for f in findings] == ["r: rses was fielded in forms that score differently"]


@pytest.mark.parametrize(
    ("score", "words"),
    [
        ("{instruments: rses, form: a, items: [c1]}", "did you mean 'instrument'"),
        ("{bandof: dep, cutoff: x}", "did you mean 'band_of'"),
        ("{rules: sum, items: [c1]}", "did you mean 'rule'"),
        ("{rule: sum, items: []}", "at least 1"),
        ("{instrument: rses, items: {}}", "at least 1"),
        ("{instrument: rses, items: {one: c1}}", "valid integer"),
    ],
)
def test_wrong_form_is_told_for_what_was_meant(tmp_path, score, words):
    path = tmp_path / "t.yaml"
    line = f"  - {{name: a, type: integer, label: {{en: X}}, score: {score}}}\n"
    path.write_text(HEAD + line, encoding="utf-8")
    table, tree = read_document(path, "codebooks/t.yaml", TableCodebook)
    assert table is None
    assert any(re.search(words, f"{f.message} {f.advice}") for f in tree.findings)
    assert {f.line for f in tree.findings} == {HEAD.count("\n") + 1}
