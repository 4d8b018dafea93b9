"""Bounded UTF-8 text, and where it stops being that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.documents.source import SourceError, read_source, unseen


def test_the_text_comes_without_its_byte_order_mark(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfa\tb\r\n\xe6\x8b\x92\n")
    assert read_source(path, 100) == "a\tb\r\n拒\n"


@pytest.mark.parametrize(
    ("raw", "message", "line"),
    [
        (b"ok\n\nca\xfeht", "not UTF-8 text", 3),
        ("拒答".encode("gb18030"), "not UTF-8 text", 1),
        ("a: 1".encode("utf-16"), "not UTF-8 text", 1),
        (b"a\nb\0\n", "holds a control character (U+0000)", 2),
        (b"a\nb\n\x1b[31m", "holds a control character (U+001B)", 3),
        ("a\n\x93quoted\x94".encode(), "holds a control character (U+0093)", 2),
        (b"x" * 11, "larger than 10 bytes", 1),
    ],
)
def test_what_is_not_text(tmp_path, raw, message, line):
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    with pytest.raises(SourceError) as caught:
        read_source(path, 10 if raw.startswith(b"xx") else 1000)
    assert (str(caught.value), caught.value.line) == (message, line)


def test_a_file_of_exactly_the_cap_is_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 10)
    assert read_source(path, 10) == "x" * 10


def test_what_is_not_a_file(tmp_path):
    with pytest.raises(SourceError, match="is not a file"):
        read_source(tmp_path, 10)
    with pytest.raises(SourceError, match="cannot be read: No such file"):
        read_source(tmp_path / "gone.yaml", 10)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\t\n\r")))
def test_letters_digits_and_signs_of_any_language_can_be_seen(text):
    assert unseen(text) == ""


@pytest.mark.parametrize("hidden", ["\0", "\x7f", "\x85", "\ud800", "\udcff", "\uffff"])
def test_what_cannot_be_seen_is_named(hidden):
    assert unseen(f"a{hidden}b\0") == f"a control character (U+{ord(hidden):04X})"
