"""A table as HTML: one self-contained, accessible page, or the piece of it for a notebook."""

from __future__ import annotations

from html import escape

from kinpanel.report.table import Row, Table, plain

_STYLE = """\
.kinpanel { color-scheme: light dark; font: 1rem/1.4 system-ui, sans-serif; overflow-x: auto; }
.kinpanel table { border-collapse: collapse; border-block: 2px solid; }
.kinpanel caption { text-align: start; font-weight: bold; padding-block: .5em; }
.kinpanel th, .kinpanel td { padding: .2em .7em; font-variant-numeric: tabular-nums; }
.kinpanel th { font-weight: normal; text-align: start; }
.kinpanel thead tr:last-child > * { border-block-end: 1px solid; }
.kinpanel thead th[scope=colgroup] { text-align: center; border-block-end: 1px solid; }
.kinpanel tbody + tbody > tr:first-child > * { border-block-start: 1px solid; }
.kinpanel th[scope=rowgroup] { font-style: italic; }
.kinpanel .right { text-align: end; }
.kinpanel .center { text-align: center; }
.kinpanel .notes { font-size: .85rem; max-width: 70ch; }
.kinpanel .notes p { margin: .3em 0; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def escape_html(text: str) -> str:
    """`text` as HTML that shows it and does nothing else, in elements and in attributes."""
    return escape(plain(text), quote=True)


def render_html(table: Table) -> bytes:
    """A complete page in UTF-8: no script, and nothing fetched from anywhere."""
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape_html(table.language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape_html(table.title)}</title>",
        "</head>",
        "<body>",
        "<main>",
        fragment(table).rstrip("\n"),
        "</main>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def fragment(table: Table) -> str:
    """The table with its style as one `div`, to be set into another page or a notebook."""
    name = escape_html(table.name)
    lines = [
        f'<div class="kinpanel" lang="{escape_html(table.language)}" role="region" '
        f'aria-labelledby="{name}-title" tabindex="0">',
        f"<style>\n{_STYLE}</style>",
        f'<table id="{name}"' + (f' aria-describedby="{name}-notes"' if table.notes else "") + ">",
        f'<caption id="{name}-title">{escape_html(table.title)}</caption>',
        *_header(table),
        *_body(table),
        "</table>",
        *_notes(table),
        "</div>",
    ]
    return "\n".join(lines) + "\n"


def _header(table: Table) -> list[str]:
    lines = [*_groups(table), "<thead>"]
    if table.spanners:
        cells = ["<td></td>"]
        for label, width in table.spanners:
            head = f'<th scope="colgroup" colspan="{width}">{escape_html(label)}</th>'
            cells.append(head if label else f'<td colspan="{width}"></td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    stub = f'<th scope="col">{escape_html(table.stub)}</th>' if table.stub else "<td></td>"
    heads = [
        f'<th scope="col" class="{table.align}">{escape_html(column.label)}</th>'
        for column in table.columns
    ]
    return [*lines, f"<tr>{stub}{''.join(heads)}</tr>", "</thead>"]


def _groups(table: Table) -> list[str]:
    if not table.spanners:
        return []
    return [
        "<colgroup></colgroup>",
        *(f'<colgroup span="{n}"></colgroup>' for _, n in table.spanners),
    ]


def _body(table: Table) -> list[str]:
    lines = []
    for label, rows in table.groups:
        lines.append("<tbody>")
        if label:
            width = len(table.columns) + 1
            head = f'<th scope="rowgroup" colspan="{width}">{escape_html(label)}</th>'
            lines.append(f"<tr>{head}</tr>")
        lines += [_row(row, table.align) for row in rows]
        lines.append("</tbody>")
    return lines


def _row(row: Row, align: str) -> str:
    head = f'<th scope="row">{escape_html(row.label)}</th>' if row.label else "<td></td>"
    cells = [f'<td class="{align}">{escape_html(cell)}</td>' for cell in row.cells]
    return f"<tr>{head}{''.join(cells)}</tr>"


def _notes(table: Table) -> list[str]:
    if not table.notes:
        return []
    items = [f"<p>{escape_html(note)}</p>" for note in table.notes]
    return [f'<div class="notes" id="{escape_html(table.name)}-notes">', *items, "</div>"]
