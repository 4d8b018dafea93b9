"""What weights a table or a file: what is declared, or else what is called so."""

from __future__ import annotations

import pytest

from kinpanel.codebook import TableCodebook
from kinpanel.codebook.weights import table_weights

CHILD = "child.yaml"


def table(*variables, weight=None):
    return TableCodebook.model_validate(
        {"table": "t", "label": {}, "unit": "u", "key": ("a",), "weight": weight,
         "variables": [{"label": {}, **one} for one in variables]},
        strict=False,
    )  # fmt: skip


A = {"name": "a", "type": "decimal"}
WORDS = {"name": "b", "type": "decimal", "concept": "weight"}
BODY = {"name": "c", "type": "decimal", "concept": "weight", "unit": "kg"}
CODE = {"name": "weight", "type": "text"}


def test_what_is_declared_counts_alone():
    assert table_weights(table(A, WORDS, weight="a")) == ("a",)


def test_words_count_where_nothing_is_declared():
    assert table_weights(table(A, WORDS, BODY, CODE)) == ("b",)
    assert table_weights(table(A)) == ()


@pytest.mark.parametrize(
    ("name", "message", "advice"),
    [
        ("girl", "weight 'girl' is boolean, not a number", "type: decimal"),
        ("incom", "weight 'incom' is not a variable", "did you mean 'income'?"),
    ],
)
def test_what_cannot_weight(problems, name, message, advice):
    (finding,) = problems({CHILD: {4: f"key: [pid]\nweight: {name}"}})
    assert (finding.rule, finding.file, finding.line) == ("weight", "codebooks/child.yaml", 5)
    assert (finding.message, finding.advice) == (message, advice)


def test_a_declared_weight_loads(load):
    codebook = load({CHILD: {4: "key: [pid]\nweight: income"}})
    assert table_weights(codebook.tables["child"]) == ("income",)
