import pytest

from kinpanel.report.numbers import count, decimal, stars


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234.5678, 2, "1,234.57"),
        (-0.1204, 3, "\u22120.120"),
        (-0.0004, 3, "0.000"),
        (0.0, 1, "0.0"),
        (float("nan"), 3, "\u2013"),
        (float("inf"), 3, "\u2013"),
        (None, 3, "\u2013"),
    ],
)
def test_decimals(value, digits, text):
    assert decimal(value, digits) == text


def test_counts_have_thousands():
    assert [count(n) for n in (0, 999, 1000, 1234567)] == ["0", "999", "1,000", "1,234,567"]


@pytest.mark.parametrize(
    ("p", "text"), [(0.009, "***"), (0.01, "**"), (0.049, "**"), (0.05, "*"), (0.1, "")]
)
def test_stars_begin_below_their_level(p, text):
    assert stars(p) == text


def test_a_missing_p_value_has_no_stars():
    assert stars(float("nan")) == ""
