import re
from dataclasses import replace

import pytest

from kinpanel.report.tex import escape_tex, render_tex

OURS = {
    "addlinespace", "begin", "bottomrule", "caption", "centering", "cmidrule", "dots", "end",
    "footnotesize", "item", "label", "midrule", "multicolumn", "quad", "textasciicircum",
    "textasciigrave", "textasciitilde", "textbackslash", "textbar", "textgreater", "textit",
    "textless", "textquotedbl", "toprule", "usepackage",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("\\input{x}", r"\textbackslash{}input\{x\}"),
        ("50% & a_b", r"50\% \& a\_b"),
        ("#1 $z$", r"\#1 \$z\$"),
        ("x^2 ~y", r"x\textasciicircum{}2 \textasciitilde{}y"),
        ("\u22120.12", "$-$0.12"),
        ("R²", "R$^2$"),
        ("a---b", "a-{}-{}-b"),
        ("[5pt]", "{}[5pt]"),
        ("*", "{}*"),
        ("a\n\nb", "a b"),
        ("儿童", "儿童"),
    ],
)
def test_text_is_printed_and_does_nothing_else(given, written):
    assert escape_tex(given) == written


def test_hostile_labels_bring_no_command_of_their_own(hostile):
    text = render_tex(hostile).decode()
    assert set(re.findall(r"\\([A-Za-z]+)", text)) <= OURS


def test_every_row_has_as_many_cells_as_the_table_is_wide(hostile):
    text = render_tex(hostile).decode()
    body = text.split("\\midrule\n", 1)[1].split("\\bottomrule")[0]
    rows = [line for line in body.splitlines() if line.endswith("\\\\") and "multicol" not in line]
    assert [len(re.findall(r"(?<!\\)&", row)) for row in rows] == [3, 3, 3]


def test_no_unescaped_comment_sign_swallows_a_line(hostile):
    lines = render_tex(hostile).decode().splitlines()[1:]
    assert not [line for line in lines if re.search(r"(?<!\\)%", line)]


def test_braces_and_environments_are_balanced(hostile):
    text = re.sub(r"\\[{}]", "", render_tex(hostile).decode())
    assert text.count("{") == text.count("}")
    opened = re.findall(r"\\begin\{(\w+)\}", text)
    assert opened == ["table", "threeparttable", "tabular", "tablenotes"]
    assert sorted(re.findall(r"\\end\{(\w+)\}", text)) == sorted(opened)


def test_spanners_have_their_rule_and_groups_their_line(plain_table):
    text = render_tex(plain_table).decode()
    assert "& \\multicolumn{2}{c}{All} & \\multicolumn{1}{c}{} \\\\\n\\cmidrule(lr){2-3}\n" in text
    assert "\\multicolumn{4}{l}{\\textit{Background}} \\\\\n\\quad Girl & 0.5" in text
    assert "\\label{tab:plain_one}" in text
    assert text.count("\\item ") == 2


def test_a_wide_table_is_set_narrow(plain_table):
    wide = replace(
        plain_table,
        columns=plain_table.columns * 2,
        rows=tuple(replace(row, cells=row.cells * 2) for row in plain_table.rows),
    )
    assert "tabcolsep" in render_tex(wide).decode()
    assert "tabcolsep" not in render_tex(plain_table).decode()
