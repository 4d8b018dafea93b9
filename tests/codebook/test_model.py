"""Variables, tables and how to find things in a codebook."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kinpanel.codebook import Codebook, TableCodebook, Variable
from kinpanel.codebook.codes import CodeGrid


def variable(name="x", **more) -> Variable:
    return Variable.model_validate({"name": name, "type": "integer", "label": {}, **more})


def test_a_variable_means_its_concept_or_itself():
    assert variable().meaning == "x"
    assert variable(concept="age").meaning == "age"


def test_level_codes_are_text_in_declared_order():
    levels = ({"code": 3, "label": {}}, {"code": 1.0, "label": {}}, {"code": "01", "label": {}})
    assert variable(type="nominal", levels=levels).level_codes == ("3", "1", "01")


@pytest.mark.parametrize("name", ["", "2x", "x" * 33, "x-y", "年龄"])
def test_names_are_what_stata_takes(name):
    with pytest.raises(ValidationError):
        variable(name)


def test_things_are_found_by_name():
    x = variable()
    table = TableCodebook(table="child", label={}, unit="child", key=("x",), variables=(x,))
    assert table.variable("x") is x
    assert table.variable("y") is None
    assert Codebook({"child": table}, {}, CodeGrid("codes.csv", {})).row("child", "x", "w1") is None
