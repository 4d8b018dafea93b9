"""From a table to bytes, in any of the formats a paper needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kinpanel.errors import UsageError, nearest
from kinpanel.report.docx import render_docx
from kinpanel.report.html import render_html
from kinpanel.report.markdown import render_markdown
from kinpanel.report.table import Table
from kinpanel.report.tex import render_tex

FORMATS: Mapping[str, Callable[[Table], bytes]] = MappingProxyType(
    {"tex": render_tex, "html": render_html, "docx": render_docx, "md": render_markdown}
)
"""Renderers by file ending; the same table gives the same bytes in every process."""


def render(table: Table, format: str) -> bytes:  # noqa: A002 - the word people use
    """The bytes of `table` in `format`, one of FORMATS; UsageError when there is no such format."""
    renderer = FORMATS.get(format)
    if renderer is None:
        raise UsageError(f"unknown table format {format!r}; {nearest(format, FORMATS)}")
    return renderer(table)
