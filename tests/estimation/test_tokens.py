import pytest

from kinpanel.errors import UsageError
from kinpanel.estimation.tokens import tokenize


def test_kinds_and_positions():
    tokens = tokenize("y ~ x1*b^c + 0")
    assert [token.kind for token in tokens] == [
        "name", "~", "name", "*", "name", "^", "name", "+", "number", "end",
    ]  # fmt: skip
    assert [token.at for token in tokens] == [0, 2, 4, 6, 7, 8, 9, 11, 13, 14]


def test_unicode_letters_are_names():
    assert [t.text for t in tokenize("抑郁 ~ größe")] == ["抑郁", "~", "größe", ""]


def test_caret_stands_below_the_position():
    with pytest.raises(UsageError) as caught:
        tokenize("y ~ x + $b")
    _, shown, caret = str(caught.value).split("\n")
    assert shown[caret.index("^")] == "$"


def test_long_formula_is_cut_to_a_window():
    with pytest.raises(UsageError) as caught:
        tokenize("y ~ " + "x + " * 1000 + "$")
    _, shown, caret = str(caught.value).split("\n")
    assert len(shown) < 150
    assert shown[caret.index("^")] == "$"
