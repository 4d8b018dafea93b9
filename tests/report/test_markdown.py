import re

import pytest

from kinpanel.report.markdown import escape_markdown, render_markdown


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("a|b", r"a\|b"),
        ("<10", r"\<10"),
        ("**x** _y_", r"\*\*x\*\* \_y\_"),
        ("![i](http://x)", r"\!\[i\](http://x)"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("1.5", "1.5"),
        ("a\nb", "a b"),
        ("&lt;", r"\&lt;"),
    ],
)
def test_text_is_shown_as_it_is(given, written):
    assert escape_markdown(given) == written


def test_every_line_of_the_table_has_the_same_borders(hostile):
    lines = [line for line in render_markdown(hostile).decode().splitlines() if line[:1] == "|"]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {5}
    assert len(lines) == 2 + 3 + 1


def test_a_small_table_reads_well(plain_table):
    assert render_markdown(plain_table).decode() == (
        "**儿童 and state**\n"
        "\n"
        "| Variable | All: Mean | All: SD | N |\n"
        "| :--- | ---: | ---: | ---: |\n"
        "| Age | 8.1 | 2.0 | 120 |\n"
        "| **Background** |  |  |  |\n"
        "| Girl | 0.5 | 0.5 | \\<10 |\n"
        "\n"
        "First note.\n"
        "\n"
        "Second note.\n"
    )
