"""A table as LaTeX: booktabs and threeparttable, every text escaped.

Chinese text compiles under XeLaTeX or LuaLaTeX with the ctex package.
"""

from __future__ import annotations

from kinpanel.report.table import Row, Table, plain

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "#": r"\#",
    "$": r"\$",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "\u2212": r"$-$",
    "\u00d7": r"$\times$",
    "\u00b2": r"$^2$",
    "\u221a": r"$\surd$",
    "\u2192": r"$\to$",
    "\u2026": r"\dots{}",
    "\u2265": r"$\geq$",
    "\u2264": r"$\leq$",
}
_TABLE = str.maketrans(_ESCAPES)
_WIDE = 5
_NARROW = "\\footnotesize\\setlength{\\tabcolsep}{3pt}"
"""Set before a table of more than _WIDE columns, so that it fits the page."""


def escape_tex(text: str) -> str:
    """`text` as LaTeX that prints it and does nothing else."""
    escaped = plain(text).translate(_TABLE).replace("--", "-{}-").replace("--", "-{}-")
    # After a line end, a rule or an \\item, a leading [ or * would be read as an option.
    return "{}" + escaped if escaped[:1] in {"[", "*"} else escaped


def render_tex(table: Table) -> bytes:
    """The table as a `table` float in UTF-8; needs booktabs and threeparttable."""
    letter = {"center": "c", "right": "r"}[table.align]
    lines = [
        "% \\usepackage{booktabs,threeparttable}",
        "\\begin{table}[htbp]",
        "\\centering",
        *([_NARROW] if len(table.columns) > _WIDE else []),
        "\\begin{threeparttable}",
        f"\\caption{{{escape_tex(table.title)}}}",
        f"\\label{{tab:{table.name}}}",
        f"\\begin{{tabular}}{{l{letter * len(table.columns)}}}",
        "\\toprule",
        *_header(table),
        "\\midrule",
        *_body(table),
        "\\bottomrule",
        "\\end{tabular}",
        *_notes(table),
        "\\end{threeparttable}",
        "\\end{table}",
    ]
    return ("\n".join(lines) + "\n").encode()


def _header(table: Table) -> list[str]:
    lines = []
    if table.spanners:
        cells, rules, first = [""], [], 2
        for label, width in table.spanners:
            cells.append(f"\\multicolumn{{{width}}}{{c}}{{{escape_tex(label)}}}")
            if label:
                rules.append(f"\\cmidrule(lr){{{first}-{first + width - 1}}}")
            first += width
        lines += [_line(cells), "".join(rules)]
    return [*lines, _line([escape_tex(table.stub), *(escape_tex(c.label) for c in table.columns)])]


def _body(table: Table) -> list[str]:
    lines: list[str] = []
    for label, rows in table.groups:
        if lines:
            lines.append("\\midrule" if not label else "\\addlinespace")
        if label:
            width = len(table.columns) + 1
            lines.append(f"\\multicolumn{{{width}}}{{l}}{{\\textit{{{escape_tex(label)}}}}} \\\\")
        lines += [_row(row) for row in rows]
    return lines


def _row(row: Row) -> str:
    indent = "\\quad " if row.group and row.label else ""
    return _line([indent + escape_tex(row.label), *(escape_tex(cell) for cell in row.cells)])


def _line(cells: list[str]) -> str:
    return " & ".join(cells) + " \\\\"


def _notes(table: Table) -> list[str]:
    if not table.notes:
        return []
    items = [f"\\item {escape_tex(note)}" for note in table.notes]
    return ["\\begin{tablenotes}[flushleft]", "\\footnotesize", *items, "\\end{tablenotes}"]
