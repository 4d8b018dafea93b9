import io
import zipfile

from docx import Document

from kinpanel.report.docx import render_docx
from kinpanel.report.table import plain


def test_word_reads_back_every_cell(plain_table):
    document = Document(io.BytesIO(render_docx(plain_table)))
    (grid,) = document.tables
    texts = [[cell.text for cell in row.cells] for row in grid.rows]
    assert texts == [
        ["", "All", "All", ""],
        ["Variable", "Mean", "SD", "N"],
        ["Age", "8.1", "2.0", "120"],
        ["Background"] * 4,
        ["Girl", "0.5", "0.5", "<10"],
    ]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs == ["儿童 and state", "First note.", "Second note."]


def test_hostile_labels_are_text(hostile):
    document = Document(io.BytesIO(render_docx(hostile)))
    assert document.paragraphs[0].text == plain(hostile.title)
    assert document.tables[0].rows[1].cells[0].text == plain(hostile.stub)


def test_the_heading_rows_repeat_on_every_page(plain_table):
    xml = zipfile.ZipFile(io.BytesIO(render_docx(plain_table))).read("word/document.xml")
    assert xml.count(b"<w:tblHeader/>") == 2


def test_dates_and_properties_are_fixed(plain_table):
    content = render_docx(plain_table)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = Document(io.BytesIO(content)).core_properties
    assert (properties.author, properties.comments, properties.revision) == ("", "", 1)
    assert properties.created == properties.modified
    assert properties.created.year == 1980


def test_a_wide_table_turns_the_page(plain_table, hostile):
    from dataclasses import replace

    wide = replace(
        plain_table,
        columns=plain_table.columns * 3,
        rows=tuple(replace(row, cells=row.cells * 3) for row in plain_table.rows),
    )
    turned, upright = (
        Document(io.BytesIO(render_docx(table))).sections[0] for table in (wide, plain_table)
    )
    assert turned.page_width > turned.page_height
    assert upright.page_width < upright.page_height
