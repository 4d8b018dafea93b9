"""Events of the thorough parser: what begins in which line, and what is wrong in its words."""

from __future__ import annotations

import pytest

from kinpanel.documents.events import Event, read_events
from kinpanel.documents.source import SourceError


def test_kinds_lines_texts_and_tags():
    assert list(read_events("a: &x !t\n  - 1\n  - '2'\nb: *x\n")) == [
        Event("document", 1),
        Event("mapping", 1),
        Event("scalar", 1, "a", plain=True),
        Event("sequence", 1, tag="!t"),
        Event("scalar", 2, "1", plain=True),
        Event("scalar", 3, "2"),
        Event("end", 4),
        Event("scalar", 4, "b", plain=True),
        Event("alias", 4),
        Event("end", 5),
    ]


def test_nothing_stands_in_an_empty_text():
    assert list(read_events("# a remark\n")) == []


@pytest.mark.parametrize(
    ("text", "line", "said", "advice"),
    [
        ("a: 1\n\tb: 2\n", 2, "found character '\\t'", "indent with spaces, not with tabs"),
        ("a: 1\nb: 'x\n\n", 2, "found unexpected end of stream", "is a quote or a bracket left"),
        ("a: [1\nb: 2\n", 2, "expected ',' or ']'", "is a quote or a bracket left open"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text, line, said, advice):
    with pytest.raises(SourceError, match="not valid YAML") as caught:
        list(read_events(text))
    assert caught.value.line == line
    assert said in str(caught.value)
    assert caught.value.advice.startswith(advice)
