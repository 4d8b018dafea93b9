"""Labels of a table and of the levels of its variables, in every language of the study."""

from __future__ import annotations

from collections.abc import Sequence

from kinpanel.codebook.model import TableCodebook
from kinpanel.documents.languages import check_languages
from kinpanel.documents.tree import Tree
from kinpanel.errors import Finding


def check_texts(table: TableCodebook, tree: Tree, languages: Sequence[str]) -> list[Finding]:
    """One finding for the table's label and one per variable whose levels lack a language."""
    name = table.table
    findings = check_languages(tree, ("label",), f"table {name}", {name: table.label}, languages)
    for place, variable in enumerate(table.variables):
        labels = {level.code: level.label for level in variable.levels}
        path = ("variables", place, "levels")
        findings += check_languages(tree, path, f"levels of {variable.name}", labels, languages)
    return findings
