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


W1 = "files: {child: {path: a.dta, unit: child, key: [pid], weight: WEIGHT}, "
HOME = "home: {path: b.dta, unit: home, key: [hid]}}"


def weighted(weight, **more):
    """Both the table and the file of w1 declare a weight; `twice` is another question."""
    rows = {2: (W1 + HOME).replace("WEIGHT", weight), 0: TWICE}
    return {"w1.yaml": rows, CHILD: {4: "key: [pid]\nweight: income"}, **more}


TWICE = "  - {id: other, raw: child.OTHER, type: decimal, concept: income, label: {en: Other}}"


def test_the_weight_of_a_table_is_made_from_that_of_its_file(load, problems):
    load(weighted("cash"))
    (finding,) = problems(weighted("other"))
    assert (finding.file, finding.line) == ("codebooks/crosswalk.csv", 5)
    assert "not made from 'other', the weight of the file" in finding.message
    assert finding.advice


def test_one_declared_weight_alone_contradicts_nothing(load):
    load({**weighted("other"), CHILD: {}})
    load({CHILD: {4: "key: [pid]\nweight: income"}})
    gone = {"crosswalk.csv": {5: "child.income,w1,,,not_asked,,,"}}
    load(weighted("other", **gone))
