"""Strict YAML: what is a number, what stays text, what is refused, and in which line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.documents import read_tree
from kinpanel.documents.tree import MAX_BYTES, MAX_DEPTH, Tree

EXAMPLE = Path(__file__).parents[2] / "examples" / "nlsy-children"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.rglob("*.yaml"))]
SNIPPETS = ["&a ", "*a", "<<: ", "!!x ", "---\n", "\t", "{", "]", '"', "\\", "|", "? ", "\r", ": "]


@pytest.fixture
def read(tmp_path):
    def _read(raw: bytes | str) -> Tree:
        path = tmp_path / "a.yaml"
        path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
        return read_tree(path, "study/a.yaml")

    return _read


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("7", 7),
        ("-8", -8),
        ("2.5", 2.5),
        ("-0.10", -0.1),
        ("999999999999999999", 999999999999999999),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_plain_numbers_and_the_words_of_yaml(read, written, value):
    found = read(f"a: {written}\n").value["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "written",
    [
        *("0101", "-01", "00", "+5", "1e3", "1.5e3", ".5", "5.", "0x10", "0o17", "0b1", "1_000"),
        *("1,5", "No", "yes", "on", "Off", "True", "FALSE", "Null", "NaN", ".nan", ".inf", "-.inf"),
        *("12:30", "190:20:30", "2016-07-01", "2016-07-01T12:00:00Z", "01.02.2016", "."),
        *(".a", "=", "1234567890123456789", "1.0e999", "٣", "'7'", '"true"', "'null'", '""'),
    ],
)
def test_everything_else_stays_text(read, written):
    expected = written[1:-1] if written[0] in "'\"" else written
    assert read(f"a: {written}\n").value == {"a": expected}


def test_keys_are_text_whatever_they_look_like(read):
    tree = read("-8: a\n0101: b\nNo: c\n~: d\n2.50: e\ntrue: f\n'<<': g\n")
    assert tree.value == dict(
        zip(["-8", "0101", "No", "~", "2.50", "true", "<<"], "abcdefg", strict=True)
    )
    assert tree.findings == []


def test_lines_of_values_are_those_of_their_keys(read):
    tree = read("# comment\na:\n  - 1\n  - b: |\n      text\n    c: 3\nd: {e: [x,\n  y]}\n")
    assert tree.lines == {
        (): 2,
        ("a",): 2,
        ("a", 0): 3,
        ("a", 1): 4,
        ("a", 1, "b"): 4,
        ("a", 1, "c"): 6,
        ("d",): 7,
        ("d", "e"): 7,
        ("d", "e", 0): 7,
        ("d", "e", 1): 8,
    }
    assert tree.line(("a", 1, "gone", 5)) == 4
    assert Tree(file="x").line(("a",)) is None


@pytest.mark.parametrize("raw", ["", "# only a comment\n", "---\n...\n", "~"])
def test_an_empty_file_has_no_value_and_no_finding(read, raw):
    tree = read(raw)
    assert (tree.value, tree.findings) == (None, [])


@pytest.mark.parametrize(
    "raw", ["\ufeffa: 1\nb: x\n", "a: 1\r\nb: x\r\n", "%YAML 1.1\n---\na: 1\nb: x"]
)
def test_marks_of_other_editors_change_nothing(read, raw):
    assert read(raw).value == {"a": 1, "b": "x"}


REFUSED = {
    "duplicate key": (
        "a: 1\nb: 2\na: 3\n",
        3,
        "key 'a' stands twice (first in line 1)",
        "keep one of them",
    ),
    "nested duplicate": (
        "x:\n  a: 1\n  'a': 3\n",
        3,
        "key 'a' stands twice (first in line 2)",
        "keep one of them",
    ),
    "alias": (
        "a: &x 1\nb: *x\n",
        2,
        "aliases (*name) are not read here",
        "write out what it stands for",
    ),
    "merge key": (
        "a:\n  <<: {b: 1}\n",
        2,
        "merge keys (<<) are not read here",
        "write out what it stands for",
    ),
    "python tag": (
        "a:\n  - !!python/object/apply:os.system ['true']\n",
        2,
        "tags (tag:yaml.org,2002:python/object/apply:os.system) are not read here",
        "leave it out",
    ),
    "own tag": ("a: !secret x\n", 1, "tags (!secret) are not read here", "leave it out"),
    "tag of yaml": (
        "a: !!str 5\n",
        1,
        "tags (tag:yaml.org,2002:str) are not read here",
        "leave it out",
    ),
    "tag on a key": (
        "!!str a: 5\n",
        1,
        "tags (tag:yaml.org,2002:str) are not read here",
        "leave it out",
    ),
    "two documents": (
        "a: 1\n---\nb: 2\n",
        2,
        "a second document starts here",
        "one file, one document",
    ),
    "key of many": ("a: 1\n? [x, y]\n: 2\n", 2, "a key must be a single word or text", ""),
    "tab": (
        "a:\n\tb: 2\n",
        2,
        "not valid YAML: found character '\\t' that cannot start any token",
        "indent with spaces, not with tabs",
    ),
    "indentation": (
        "a: 1\n b: 2\n",
        2,
        "not valid YAML: mapping values are not allowed here",
        "is a quote or a bracket left open here or above, or a colon or an indent wrong?",
    ),
    "open quote": (
        "a: 1\nb: 'x\n",
        2,
        "not valid YAML: found unexpected end of stream",
        "is a quote or a bracket left open here or above, or a colon or an indent wrong?",
    ),
    "escape beyond all": ('a:\n  "\\UFFFFFFFF"', 1, "not valid YAML: an escape here", ""),
    "escape beyond unicode": ('a:\n  "\\U00110000"', 1, "not valid YAML: an escape here", ""),
    "half a character": (
        'a: 1\nb: "\\ud800"\n',
        2,
        "a text holds a control character (U+D800)",
        "",
    ),
    "escaped NUL": ('a: "\\0"\n', 1, "a text holds a control character (U+0000)", ""),
    "escaped key": ('"\\a": 1\n', 1, "a key holds a control character (U+0007)", ""),
    "NUL": (b"a: 1\nb: \0\n", 2, "holds a control character (U+0000)", "delete it"),
    "GB18030": (
        "a: 1\nb: 拒答\n".encode("gb18030"),
        2,
        "not UTF-8 text",
        "save it in the encoding UTF-8",
    ),
    "deep flow": ("[" * 100_000, 1, f"nested deeper than {MAX_DEPTH} levels", ""),
    "deep block": ("- " * 100_000, 1, f"nested deeper than {MAX_DEPTH} levels", ""),
    "deep keys": ("{a: " * 100_000, 1, f"nested deeper than {MAX_DEPTH} levels", ""),
    "large": (b"#" * (MAX_BYTES + 1), 1, "larger than 8,388,608 bytes", ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(read, case):
    raw, line, message, advice = REFUSED[case]
    (finding,) = read(raw).findings
    assert finding.message.startswith(message)
    assert (finding.rule, finding.file, finding.line) == ("yaml", "study/a.yaml", line)
    assert finding.advice == advice


def test_everything_that_can_be_read_on_from_is_reported_at_once(read):
    tree = read("a: &x 1\nb: *x\nb: *x\nc: !t {<<: 1, d: *x}\n? {e: *x}\n: *x\n")
    assert [(f.line, f.message.split(" (")[0]) for f in tree.findings] == [
        (2, "aliases"),
        (3, "key 'b' stands twice"),
        (3, "aliases"),
        (4, "tags"),
        (4, "merge keys"),
        (4, "aliases"),
        (5, "a key must be a single word or text"),
        (5, "aliases"),
        (6, "aliases"),
    ]


def test_a_bomb_of_aliases_is_refused_before_it_grows(read):
    rows = [
        "a0: &a0 [x, x]",
        *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)),
    ]
    tree = read("\n".join(rows))
    assert len(tree.findings) == 29 * 9
    assert len(tree.value["a29"]) == 9


def test_depth_is_counted_exactly(read):
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).findings == []
    assert len(read("[" * (MAX_DEPTH + 1) + "1" + "]" * (MAX_DEPTH + 1)).findings) == 1


@st.composite
def mutated(draw):
    """A text of the example with up to five pieces cut, doubled or replaced."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(
            st.sampled_from(SNIPPETS) | st.text(max_size=6) | st.just(text[start:stop] * 2)
        )
        text = text[:start] + piece + text[stop:]
    return text.encode("utf-8", "surrogatepass")


@given(
    mutated()
    | st.binary(max_size=200)
    | st.text(":-?{}[],&*!|>%@`\"'# \n\\xuU0\t", max_size=60).map(str.encode)
)
def test_no_bytes_raise(tmp_path_factory, raw):
    path = Path(tmp_path_factory.getbasetemp()) / "fuzz.yaml"
    path.write_bytes(raw)
    tree = read_tree(path, "x.yaml")
    assert tree.value is None or tree.lines
    assert all(f.line and f.rule == "yaml" and f.message for f in tree.findings)
