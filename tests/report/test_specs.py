import pytest
from pydantic import ValidationError

from kinpanel.report.specs import (
    DescriptivesSpec,
    ModelSpec,
    RegressionSpec,
    TransitionsSpec,
    models_used,
    variables_used,
)

MODEL = ModelSpec(
    outcome="dep_z",
    exposures=("f", "m", "fm"),
    controls=("age",),
    effects=("pid", "village^wave"),
    cluster="village",
)


def test_the_formula_is_made_of_the_names():
    assert MODEL.formula == "dep_z ~ f + m + fm + age | pid + village^wave"
    assert ModelSpec(outcome="y", exposures=("x",)).formula == "y ~ x"


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "__import__('os')"},
        {"exposures": ("x + y",)},
        {"exposures": ("x\n",)},
        {"controls": ("I(x)",)},
        {"effects": ("pid | z",)},
        {"effects": ("pid^",)},
        {"cluster": "a b"},
        {"exposures": ()},
        {"exposures": ("x", "x")},
        {"controls": ("y",)},
    ],
)
def test_nothing_but_plain_names_gets_into_a_formula(changes):
    with pytest.raises(ValidationError):
        ModelSpec(**({"outcome": "y", "exposures": ("x",)} | changes))


def test_variables_and_models_used():
    assert variables_used(MODEL) == ("dep_z", "f", "m", "fm", "age", "pid", "village", "wave")
    table = DescriptivesSpec(kind="descriptives", variables=("age", "pid"), title={})
    assert variables_used(table) == ("pid", "wave", "state", "age")
    assert variables_used(TransitionsSpec(kind="transitions", title={})) == ("pid", "wave", "state")
    several = RegressionSpec(kind="regression", models=("a", "b"), title={})
    other = ModelSpec(outcome="cog", exposures=("fm",))
    assert variables_used(several, {"a": other, "b": MODEL})[:3] == ("cog", "fm", "dep_z")
    assert models_used(several) == ("a", "b")
    assert models_used(table) == ()
