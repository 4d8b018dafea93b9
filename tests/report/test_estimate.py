import pandas as pd
import pytest

from kinpanel.errors import RefusedError, UsageError
from kinpanel.estimation import feols
from kinpanel.report.estimate import children, chosen_terms, coefficients, refuse_small


def test_the_engine_keeps_the_contract():
    rows = [
        (i, w, float((i * 7 + w * 3) % 5), (i + w) % 2, i % 12)
        for i in range(60)
        for w in (1, 2, 3)
    ]
    panel = pd.DataFrame(rows, columns=["pid", "wave", "y", "x", "village"])
    fit = feols("y ~ x | pid + wave", panel, cluster="village")
    assert children(fit) == 60
    assert set(coefficients(fit)["x"]) == {
        "estimate", "std_error", "p_value", "conf_low", "conf_high"
    }  # fmt: skip
    assert (fit.vcov.kind, fit.vcov.cluster, fit.vcov.ssc) == ("CRV1", "village", "reghdfe")
    assert fit.switchers["x"].switchers == fit.switchers["x"].switchers_up == 60
    assert (fit.weights, fit.effects, fit.n_clusters) == (None, ("pid", "wave"), 12)


def test_only_child_effects_count_children(FakeFit):
    assert children(FakeFit()) == 1560
    assert children(FakeFit(unit="hhid")) is None
    assert children(FakeFit(unit=None, n_entities=None)) is None


def test_terms_come_in_the_order_of_the_models(FakeFit):
    models = {
        "a": FakeFit(terms=("x", "f"), estimates=(1.0, 2.0), p_values=(0.5, 0.5)),
        "b": FakeFit(),
    }
    assert chosen_terms(models, ()) == ("x", "f", "m", "fm")
    assert chosen_terms(models, ("fm", "x")) == ("fm", "x")
    with pytest.raises(UsageError, match="did you mean 'fm'"):
        chosen_terms(models, ("ffm",))
    with pytest.raises(UsageError, match="at least one"):
        chosen_terms({}, ())


@pytest.mark.parametrize("size", [{"n_entities": 9}, {"unit": None, "n_obs": 9}])
def test_a_model_of_few_children_is_refused(FakeFit, size):
    refuse_small({"large": FakeFit()}, 10)
    with pytest.raises(RefusedError, match="'small' rests on fewer than 10"):
        refuse_small({"large": FakeFit(), "small": FakeFit(**size)}, 10)
