import numpy as np
import pandas as pd
import pytest

from kinpanel.estimation.columns import coded
from kinpanel.estimation.factor import Factor, combine, labels_of, time_of
from kinpanel.estimation.formula import Effect


def factor(codes: list[int]) -> Factor:
    return Factor("f", np.array(codes), max(codes) + 1)


@pytest.mark.parametrize(
    ("inner", "outer", "nested"),
    [([0, 0, 1, 2], [1, 1, 0, 0], True), ([0, 1, 0, 2], [0, 0, 1, 1], False)],
)
def test_nesting(inner, outer, nested):
    assert factor(inner).nested_in(factor(outer)) is nested


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pid": [1, 1, 2, 2],
            "village": ["a", "a", "b", "a"],
            "wave": [2014, 2012, 2012, 2014],
        }
    )


def test_combinations_are_ordered_and_without_gaps():
    data = frame()
    codings = {name: coded(data, name) for name in data}
    both = combine(Effect(("village", "wave")), codings, np.arange(4))
    assert both.codes.tolist() == [1, 0, 2, 1]
    assert both.levels == 3
    labels = labels_of(data, np.arange(4), Effect(("village", "wave")), both)
    assert labels == ("a^2012", "a^2014", "b^2012")


def test_the_wave_is_the_part_that_changes_within_most_children():
    data = frame()
    codings = {name: coded(data, name) for name in data}
    rows = np.arange(4)
    entity = combine(Effect(("pid",)), codings, rows)
    for parts in (("village", "wave"), ("wave", "village")):
        time = time_of(entity, [Effect(parts)], codings, rows)
        assert time is not None
        assert time.name == "wave"
    assert time_of(entity, [Effect(("pid",))], codings, rows) is None
