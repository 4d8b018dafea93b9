"""Broken registry files: every contradiction is a finding with its line, all at once."""

from __future__ import annotations

import re

import pytest

from kinpanel.errors import DefinitionError
from kinpanel.instruments.load import read_instruments

GOOD = """\
id: demo
name: {en: Demo}
licence: {tier: red, text_policy: forbid, terms: none}
source: ["A paper of some length"]
informant: [self]
direction: worse
size: 4
codes: {min: 0, max: 2}
reversed: [2]
missing: {rule: prorate, count: 1}
scales:
  - {id: total, range: [0, 8]}
  - {id: half, items: [1, 2], range: [0, 4]}
cutoffs:
  - {id: high, scale: total, bands: [{name: low, low: 0, high: 4}, {name: high, low: 5, high: 8}]}
forms:
  - {id: paper, label: {en: Paper}}
variants:
  - {id: short, label: {en: Short}, drop: [4]}
verified: true
"""

SHORT = """\
id: short
name: {en: Short}
licence: {tier: red, text_policy: forbid, terms: none}
source: ["A paper of some length"]
informant: [self]
direction: worse
size: 2
subset_of: {of: demo, numbers: [1, 2]}
codes: {min: 0, max: 2}
reversed: [2]
scales:
  - {id: total, range: [0, 4]}
verified: true
"""


def findings(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_instruments(folder)
    return caught.value.findings


def test_sound_files_are_read(tmp_path):
    (tmp_path / "demo.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "short.yaml").write_text(SHORT, encoding="utf-8")
    assert sorted(read_instruments(tmp_path)) == ["demo", "short"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("reversed: [2]", "reversed: [5]", "no item 5"),
        ("reversed: [2]", "reversed: [2, 2]", "an item stands twice"),
        ("items: [1, 2]", "items: [1, 9]", "no item 9"),
        ("items: [1, 2], range: [0, 4]", "sum_of: [totl], range: [0, 4]", "unknown scale 'totl'"),
        ("range: [0, 8]", "range: [0, 9]", r"range of total must be \[0, 8\]"),
        ("low: 5, high: 8", "low: 5, high: 9", "bands must cover 0 to 8"),
        ("low: 5, high: 8", "low: 6, high: 8", "must begin at 5"),
        ("low: 0, high: 4}, {", "low: 0, high: -1}, {", "ends before it begins"),
        ("scale: total", "scale: totl", "unknown scale or form"),
        ("drop: [4]", "drop: [7]", "no item 7"),
        ("drop: [4]", "forward: [1]", "not reversed"),
        ("drop: [4]", "missing: {rule: strict, count: 1}", "strict with 1"),
        ("label: {en: Paper}", "label: {en: Paper}, order: [1, 2, 3]", "each item 1 to 4 once"),
        ("max: 2", "max: 0", "min must be below max"),
        ("max: 2", "max: 2, meaning: {3: {en: x}}", "'3' is no canonical code"),
        ("max: 2", "max: 2, meaning: {1: {en: x}}", "no response wording"),
        ("count: 1", "share: 0.1, count: 1", "prorate with 2"),
        ("count: 1", "count: 4", "from no answer at all"),
        ("id: half", "id: total", "'total' stands twice"),
        ("verified: true", "verified: false", "verified: true goes without"),
        ("verified: true", "verified: false\nto_verify: [cutofs]", "unknown fact 'cutofs'"),
        ("verified: true", "verified: true\nvalidity: {scale: lie, max: 7}", "unknown scale 'lie'"),
        ("verified: true", "verified: true\nask_form: true", "needs two forms"),
        ("text_policy: forbid", "text_policy: ship", "tier red goes with forbid"),
        ("size: 4", "size: 4\nitems: [{number: 1, text: {en: x}}]", "item 1: no text"),
        ("size: 4", "size: 4\nitems: [{number: 3, label: {en: x}}]", "item 3: no label"),
        ("size: 4", "size: 4\nitemz: []", "unknown key 'itemz'"),
    ],
)  # fmt: skip
def test_a_contradiction_is_a_finding_with_its_line(tmp_path, old, new, message):
    assert old in GOOD
    found = findings(tmp_path, demo=GOOD.replace(old, new, 1))
    assert any(re.search(message, one.message) for one in found), found
    assert all(one.file == "demo.yaml" and one.line for one in found)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("of: demo", "of: dmo", "unknown instrument 'dmo'"),
        ("numbers: [1, 2]", "numbers: [1, 8]", "no item 8"),
        ("numbers: [1, 2]", "numbers: [1]", "1 numbers for 2 items"),
        ("reversed: [2]", "reversed: [1]", "reversed must be [2]"),
        ("max: 2", "max: 3", "codes differ"),
        ("tier: red, text_policy: forbid", "tier: green, text_policy: ship", "text_policy differs"),
    ],
)
def test_a_short_form_agrees_with_its_parent(tmp_path, old, new, message):
    found = findings(tmp_path, demo=GOOD, short=SHORT.replace(old, new, 1))
    assert message in " ".join(one.message for one in found)


def test_all_findings_of_all_files_come_at_once(tmp_path):
    found = findings(
        tmp_path,
        demo=GOOD.replace("reversed: [2]", "reversed: [5]"),
        other=GOOD.replace("id: demo", "id: other").replace("[0, 8]", "[0, 9]"),
    )
    assert {one.file for one in found} == {"demo.yaml", "other.yaml"}


def test_text_waits_for_the_licence_to_be_verified(tmp_path):
    green = GOOD.replace("tier: red, text_policy: forbid", "tier: green, text_policy: ship")
    text = green.replace("size: 4", "size: 4\nitems: [{number: 1, text: {en: x}}]")
    (tmp_path / "demo.yaml").write_text(text, encoding="utf-8")
    assert read_instruments(tmp_path)["demo"].item(1).text == {"en": "x"}
    doubt = text.replace("verified: true", "verified: false\nto_verify: [licence]")
    (found,) = findings(tmp_path, demo=doubt)
    assert found.message == "item 1: no text while the licence is unverified"


def test_a_long_label_is_refused_and_not_quoted(tmp_path):
    yellow = GOOD.replace(
        "tier: red, text_policy: forbid", "tier: yellow, text_policy: placeholder"
    )
    wordy = "words of somebody else that go on and on and on"
    items = "size: 4\nitems: [{number: 1, label: {en: " + wordy + "}}]"
    (found,) = findings(tmp_path, demo=yellow.replace("size: 4", items))
    assert "longer than 40" in found.message
    assert wordy not in str(found)
