"""A table as Markdown: a pipe table, every text escaped."""

from __future__ import annotations

import re

from kinpanel.report.table import Table, plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$#&!^@])")
_LEADING = re.compile(r"^([-+=:])")
_NUMBERED = re.compile(r"^([0-9]{1,9})([.)])(?= |$)")


def escape_markdown(text: str) -> str:
    """`text` as Markdown that shows it: no emphasis, links, HTML, entities or cell borders."""
    escaped = _SPECIAL.sub(r"\\\1", plain(text))
    return _NUMBERED.sub(r"\1\\\2", _LEADING.sub(r"\\\1", escaped))


def render_markdown(table: Table) -> bytes:
    """The table in UTF-8; spanners stand before the headings they span, groups as bold rows."""
    heads = [_heading(column.spanner, column.label) for column in table.columns]
    mark = {"center": ":---:", "right": "---:"}[table.align]
    width = len(table.columns)
    lines = [
        f"**{escape_markdown(table.title)}**",
        "",
        _line([escape_markdown(table.stub), *heads]),
        _line([":---", *[mark] * width]),
    ]
    for label, rows in table.groups:
        if label:
            lines.append(_line([f"**{escape_markdown(label)}**", *[""] * width]))
        lines += [
            _line([escape_markdown(cell) for cell in (row.label, *row.cells)]) for row in rows
        ]
    for note in table.notes:
        lines += ["", escape_markdown(note)]
    return ("\n".join(lines) + "\n").encode()


def _heading(spanner: str, label: str) -> str:
    return escape_markdown(f"{spanner}: {label}" if spanner and label else spanner or label)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
