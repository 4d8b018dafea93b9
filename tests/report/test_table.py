import pytest

from kinpanel.report.table import Column, Row, Table, plain


def table(**changes):
    parts = {
        "name": "one",
        "title": "One",
        "columns": (Column("a", "x"), Column("b", "x"), Column("c")),
        "rows": (Row("r", ("1", "2", "3")),),
    }
    return Table(**(parts | changes))


@pytest.mark.parametrize("name", ["", "One", "a-b", "../x", "a b", "1a", "x" * 49])
def test_a_name_is_safe_as_file_label_and_id(name):
    with pytest.raises(ValueError, match="lower-case"):
        table(name=name)


def test_a_row_is_as_wide_as_the_columns():
    with pytest.raises(ValueError, match="row 2: 1 cells under 3 columns"):
        table(rows=(Row("r", ("1", "2", "3")), Row("s", ("1",))))


def test_a_table_has_columns_and_a_language_tag():
    with pytest.raises(ValueError, match="no columns"):
        table(columns=(), rows=())
    with pytest.raises(ValueError, match="language tag"):
        table(language='en" onload="x')


def test_neighbours_share_a_spanner():
    assert table().spanners == (("x", 2), ("", 1))
    assert table(columns=(Column("a"), Column("b"), Column("c"))).spanners == ()


def test_rows_of_a_group_stand_together():
    cells = ("1", "2", "3")
    rows = (Row("a", cells), Row("b", cells, "g"), Row("c", cells, "g"))
    assert table(rows=rows).groups == (("", rows[:1]), ("g", rows[1:]))


def test_the_table_keeps_text_raw():
    assert table(title="<b>&\\").title == "<b>&\\"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\n\n b\tc", "a b c"),
        ("a\x07b\x00", "ab"),
        ("a\u202eb\u2066", "ab"),
        ("a\ud800b\uffff", "ab"),
        ("父母 é ²", "父母 é ²"),
    ],
)
def test_plain_text_is_one_line_without_control_characters(given, kept):
    assert plain(given) == kept
