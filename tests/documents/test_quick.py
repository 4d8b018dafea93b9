"""The parser in C against the thorough one: the same tree, or it leaves the text alone."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.test_tree import REFUSED, mutated

from kinpanel.documents import read_tree, tree
from kinpanel.documents.quick import NotPlainError, quick_events
from kinpanel.documents.source import SourceError, read_source
from kinpanel.documents.tree import MAX_BYTES, MAX_DEPTH

ROOT = Path(__file__).parents[2]
DEFINED = [
    ROOT / "study.yaml",
    *(ROOT / "questionnaires").glob("*.yaml"),
    *(ROOT / "codebooks").glob("*.yaml"),
    *(ROOT / "paper").glob("*.yaml"),
]
SHIPPED = [*(ROOT / "src").rglob("*.yaml"), *(ROOT / "starter").rglob("*.yaml")]
OTHERS = [*(ROOT / "examples").rglob("*.yaml"), *(ROOT / "tests").rglob("*.yaml")]


def agree(text: str) -> bool:
    """Whether the text was read quickly; asserts that it is then read as by the other parser."""
    quick = tree._quickly(text, "x.yaml")
    if quick is None:
        return False
    thorough = tree._thoroughly(text, "x.yaml")
    assert thorough.findings == []
    assert repr(quick.value) == repr(thorough.value)
    assert quick.lines == thorough.lines
    return True


def written(path: Path) -> str:
    return read_source(path, MAX_BYTES)


@pytest.mark.parametrize("path", DEFINED + SHIPPED, ids=lambda path: path.stem)
def test_definitions_are_read_quickly_and_as_by_the_thorough_parser(path):
    assert agree(written(path))


def test_so_are_nearly_all_other_files_and_what_faults_are_made_of():
    texts = [written(path) for path in OTHERS]
    faults = [read_tree(path, "x").value for path in OTHERS if path.parent.name == "faults"]
    assert len(faults) > 80
    planted = [str(fault[key]) for fault in faults for key in ("put", "create") if key in fault]
    read = [agree(text) for text in texts]
    assert sum(read) > 0.9 * len(read)
    assert sum(map(agree, planted)) > 0


def test_a_definition_is_not_given_to_the_thorough_parser(tmp_path, monkeypatch):
    monkeypatch.setattr(tree, "read_events", None)
    path = tmp_path / "a.yaml"
    path.write_text("only: {read: quickly, by: [this, test]}\n", encoding="utf-8")
    assert read_tree(path, "a.yaml").value == {"only": {"read": "quickly", "by": ["this", "test"]}}


def test_without_libyaml_everything_is_read_thoroughly(tmp_path, monkeypatch):
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    path = tmp_path / "a.yaml"
    path.write_text("only: [read, thoroughly]\n", encoding="utf-8")
    assert tree._quickly("a: 1\n", "a.yaml") is None
    found = read_tree(path, "a.yaml")
    assert (found.value, found.findings) == ({"only": ["read", "thoroughly"]}, [])


NOT_PLAIN = {
    "a tab after a value": "a: b\t\n",
    "a tab in a text": "a: 'b\tc'\n",
    "a line separator": "a: b\u2028c\n",
    "a mark of byte order within": "a: 1\n\ufeffb: 2\n",
    "a line end of old": "a: 1\rb: 2\n",
    "a directive": "%YAML 1.1\n---\na: 1\n",
    "a key behind a question mark": "? a\n: b\n",
    "a question mark in brackets": "[?]]",
    "a question mark and a remark": "- {?#{]}\n",
    "a colon that clings to quotes": "['':]",
    "a colon behind quotes that clings to a text": "['' :\\n]",
    "a block with a remark": "a: >#b\n",
    "a block without a text": "a: |",
    "a block that is not indented": "|\n#a\n",
    "a block that ends the document": "|-\n...",
    "a block with spaces before it": "a: |-\n \n  b\n",
    "a second end": "- >\n  a\n...\n...",
    "no value": "---",
    "an anchor": "a: &x 1\n",
    "an alias": "a: &x 1\nb: *x\n",
    "a tag": "a: !!str 5\n",
    "a tag that says nothing": "a: ! 5\n",
    "a second document": "a: 1\n---\nb: 2\n",
    "something wrong": "a: [1\n",
    "a hidden sign": 'a: "\\0"\n',
    "no character": 'a: "\\UFFFFFFFF"\n',
    "too deep": "[" * (MAX_DEPTH + 1) + "1" + "]" * (MAX_DEPTH + 1),
}


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_what_is_not_plain_is_left_to_the_thorough_parser(case):
    assert tree._quickly(NOT_PLAIN[case], "x.yaml") is None


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_refused_in_the_words_of_the_thorough_parser(case, tmp_path):
    raw = REFUSED[case][0]
    path = tmp_path / "a.yaml"
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    try:
        assert tree._quickly(written(path), "a.yaml") is None
    except SourceError:
        assert len(read_tree(path, "a.yaml").findings) == 1


PLAIN = {
    "the mark of a document": "---\na: 1\n",
    "line ends of Windows": "a: 1\r\nb:\r\n  - x\r\n  - 'y\r\n\r\n    z'\r\n",
    "blocks of text": "a: |\n  b: c\n\n   # no remark\nd: >-\n  e\n  f\n\n  g\nh: 1\n",
    "blocks that say their indent": "a: |2\n    b\n  c\nd: >1-\n e\n",
    "empty values": "a:\nb: ~\nc: [~, {d: , e}]\nf:\n- \n- g\n",
    "escapes": 'a: "\\u4e2d\\n\\x41\\\\ \\U0001F600 \\\n  b"\n',
    "other signs": "中: '\u3000'\né: \U0001f600\na: \u00a0\n",
    "colons": "a: b:c\nd: http://e.f\ng: {h: i:j, k:l: m}\n'n': [o:p, \"q\": r]\n",
    "remarks": "# a\na: 1 # b\nb: c#d\ne: '#' # f\n",
    "as deep as may be": "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH,
}


@pytest.mark.parametrize("case", PLAIN)
def test_what_is_plain_is_read_quickly(case):
    assert agree(PLAIN[case])


def test_every_short_text_in_every_place():
    places = [("", ""), ("a: ", ""), ("[", "]"), ("{", "}"), ("- a:\n ", "\nb: 1")]
    signs = ["a", "1", " ", "\n", ":", "-", ",", "[", "]", "{", "}", "'", '"', "#", "?", "|"]
    texts = ["".join(some) for size in (1, 2, 3) for some in itertools.product(signs, repeat=size)]
    read = [agree(before + text + after) for before, after in places for text in texts]
    assert 1_000 < sum(read) < len(read)


SCALARS = st.one_of(
    st.text("ab 中é\u00a0\u3000'\"#:-?,[]{}|>@`%&*!~<=\\.1\n\r", max_size=8),
    st.text(max_size=4),
    st.sampled_from(["01", "1.5", "null", "<<", "---", "...", "a" * 1030, "\\\n  ", '\\"', "\\N"]),
)
QUOTED = st.one_of(SCALARS, SCALARS.map("'{}'".format), SCALARS.map('"{}"'.format))


def in_brackets(nodes):
    gap, mark = st.sampled_from([", ", ",", " ,\n "]), st.sampled_from([": ", ":", " : ", "?"])
    pairs = st.tuples(QUOTED, mark, nodes).map("".join)
    lists = st.tuples(gap, st.lists(nodes, max_size=3)).map(lambda two: two[0].join(two[1]))
    mappings = st.tuples(gap, st.lists(pairs, max_size=3)).map(lambda two: two[0].join(two[1]))
    return st.one_of(lists.map("[{}]".format), mappings.map("{{{}}}".format))


def in_lines(nodes):
    begin = st.tuples(
        st.sampled_from(["", "", " ", "  "]), QUOTED, st.sampled_from([": ", ":", ":\n"])
    )
    item = st.sampled_from(["- ", "-", "  - ", "- |\n ", "- >-\n   "])
    lines = st.lists(st.tuples(st.one_of(begin.map("".join), item), nodes).map("".join), min_size=1)
    return lines.map("\n".join)


NODES = st.recursive(QUOTED, lambda nodes: st.one_of(in_brackets(nodes), in_lines(nodes)))
SOUP = st.lists(
    st.sampled_from(
        [
            "a",
            "b: ",
            "\n",
            "\n  ",
            "- ",
            "'",
            '"',
            "{",
            "}",
            "[",
            "]",
            ", ",
            ": ",
            ":",
            "#",
            " #",
            "? ",
            "|\n ",
            ">\n",
            "&a ",
            "!b ",
            "\t",
            "\\",
        ]
    ),
    max_size=14,
).map("".join)


@given(st.one_of(NODES, SOUP, st.text(max_size=30)))
def test_any_text_is_read_alike_or_left_alone(text):
    if not tree.unseen(text):
        agree(text)


@given(mutated())
def test_damaged_definitions_are_read_alike_or_left_alone(raw):
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    if not tree.unseen(text):
        agree(text)


def test_the_events_of_a_plain_text_have_kinds_lines_and_texts():
    events = [(e.kind, e.line, e.text, e.plain) for e in quick_events("a:\n  - 1\n  - '2'\n")]
    assert events == [
        ("document", 1, "", False),
        ("mapping", 1, "", False),
        ("scalar", 1, "a", True),
        ("sequence", 2, "", False),
        ("scalar", 2, "1", True),
        ("scalar", 3, "2", False),
        ("end", 4, "", False),
        ("end", 4, "", False),
    ]


def test_what_is_wrong_is_told_on_the_way():
    events = quick_events("a: 1\nb: [\n")
    with pytest.raises(NotPlainError):
        list(events)
