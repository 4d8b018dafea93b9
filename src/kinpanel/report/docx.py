"""A table as a Word document, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from kinpanel.report.table import Table, plain

_FIXED = (1980, 1, 1, 0, 0, 0)
_PORTRAIT = 5
"""Columns that fit an upright page; wider tables turn it."""
_EAST_ASIAN_FONT = "SimSun"


def render_docx(table: Table) -> bytes:
    """The table as .docx: title, table with a repeated heading, notes.

    Dates and properties are fixed and the archive is written again, so that equal tables give
    equal bytes (for the same version of python-docx).
    """
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    document = Document()
    if len(table.columns) > _PORTRAIT:
        page = document.sections[0]
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    _fix_properties(document, table)
    document.add_paragraph(plain(table.title), style="Caption")
    _fill(document, table)
    for note in table.notes:
        document.add_paragraph().add_run(plain(note)).font.size = Pt(8)
    buffer = io.BytesIO()
    document.save(buffer)
    return _rezip(buffer.getvalue())


def _fix_properties(document: Any, table: Table) -> None:
    from docx.oxml.ns import qn

    properties = document.core_properties
    properties.created = properties.modified = datetime(*_FIXED)  # noqa: DTZ001 - docx has no zones
    properties.title = plain(table.title)[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.revision = 1
    properties.language = table.language
    style = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    style.set(qn("w:eastAsia"), _EAST_ASIAN_FONT)


def _fill(document: Any, table: Table) -> None:
    width = len(table.columns) + 1
    grid = document.add_table(rows=0, cols=width)
    if table.spanners:
        cells = _add_row(grid, heading=True)
        first = 1
        for label, span in table.spanners:
            _write(cells[first].merge(cells[first + span - 1]), label, "center")
            first += span
    _write_line(
        _add_row(grid, heading=True), (table.stub, *(c.label for c in table.columns)), table
    )
    heading = len(grid.rows)
    for label, rows in table.groups:
        if label:
            cells = _add_row(grid)
            _write(cells[0].merge(cells[-1]), label, "left", italic=True)
        for row in rows:
            _write_line(_add_row(grid), (row.label, *row.cells), table)
    _rule(grid.rows[0], "top", 12)
    _rule(grid.rows[heading - 1], "bottom", 6)
    _rule(grid.rows[-1], "bottom", 12)


def _add_row(grid: Any, *, heading: bool = False) -> Any:
    from docx.oxml import OxmlElement

    row = grid.add_row()
    options = row._tr.get_or_add_trPr()
    options.append(OxmlElement("w:cantSplit"))
    if heading:
        options.append(OxmlElement("w:tblHeader"))
    return row.cells


def _write_line(cells: Any, texts: tuple[str, ...], table: Table) -> None:
    _write(cells[0], texts[0], "left")
    for cell, text in zip(cells[1:], texts[1:], strict=True):
        _write(cell, text, table.align)


def _write(cell: Any, text: str, align: str, *, italic: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(plain(text))
    run.font.size = Pt(9)
    run.italic = True if italic else None


def _rule(row: Any, edge: str, eighths: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for cell in row._tr.tc_lst:
        options = cell.get_or_add_tcPr()
        borders = options.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            options.append(borders)
        border = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", str(eighths)), ("color", "auto")):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)


def _rezip(content: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=_FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return target.getvalue()
