import pytest

from kinpanel.report.wrap import broken


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one", 7, ["one"]),
        ("", 7, [""]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("父母均在家", 6, ["父母均", "在家"]),
        ("ab 父母", 4, ["ab", "父母"]),
    ],
)
def test_lines_break_where_a_reader_expects(text, width, lines):
    assert broken(text, width).split("\n") == lines
