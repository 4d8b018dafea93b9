import numpy as np
import pandas as pd
import pytest

from kinpanel.errors import DataError, EstimationError, UsageError
from kinpanel.estimation.flow import Dropped
from kinpanel.estimation.formula import parse_formula
from kinpanel.estimation.sample import build_sample


def small() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pid": [2, 1, 1, 2, 3, 3, 4],
            "wave": [2014, 2014, 2012, 2012, 2012, 2014, 2012],
            "village": ["b", "a", "a", "b", "a", "a", "b"],
            "x": [1.0, 0.0, 1.0, 0.0, np.nan, 1.0, 1.0],
            "z": [5.0, 3.0, 2.0, 1.0, 4.0, 4.0, 4.0],
            "y": [4.0, 2.0, 1.0, np.nan, 6.0, 5.0, 7.0],
            "w": [1.0, 3.0, 2.0, 1.0, 1.0, 0.0, np.nan],
        }
    )


def build(text: str, data: pd.DataFrame, **options: object):
    return build_sample(parse_formula(text), data, **options)  # type: ignore[arg-type]


def test_rows_are_ordered_by_child_and_wave_and_point_back():
    sample = build("z ~ wave | pid", small(), singletons="keep")
    data = small()
    assert sample.rows.tolist() == [1, 2, 0, 3, 4, 5, 6]  # stable: no wave effect to order by
    ordered = build("y ~ z | pid + wave", data.dropna(subset=["y"]).reset_index(drop=True))
    assert ordered.rows.tolist() == [2, 1, 3, 4]
    np.testing.assert_array_equal(ordered.columns[0], [1.0, 2.0, 6.0, 5.0])


def test_rows_of_a_nested_cluster_come_together():
    sample = build("z ~ wave | pid", small(), cluster="village", singletons="keep")
    assert sample.nested
    assert sample.cluster is not None
    assert sample.cluster.codes.tolist() == [0, 0, 0, 0, 1, 1, 1]
    assert sample.rows.tolist() == [1, 2, 4, 5, 0, 3, 6]


def test_flow_adds_up_and_names_each_reason_once():
    sample_of = lambda **k: build("y ~ x + z | pid + wave", small(), **k).flow  # noqa: E731
    flow = sample_of(weights="w", singletons="keep")
    assert flow.offered == 7
    assert flow.dropped == (
        Dropped("missing outcome", "y", 1),
        Dropped("missing variable", "x", 1),
        Dropped("missing weight", "w", 1),
        Dropped("non-positive weight", "w", 1),
    )
    assert flow.used == 3
    assert flow.offered - sum(entry.rows for entry in flow.dropped) == flow.used
    dropped = build("y ~ z | pid", small()).flow
    assert dropped.dropped[-1] == Dropped("singleton", "pid", 2)
    assert dropped.singletons == 2
    assert dropped.used == 4


def test_lone_rows_of_any_effect_go_over_and_over():
    """Child 3 stands alone in village c; without it wave 5 holds one row, and then child 2."""
    data = pd.DataFrame(
        {
            "pid": [1, 1, 1, 2, 2, 3],
            "wave": [1, 2, 3, 1, 5, 5],
            "v": ["a", "a", "b", "a", "b", "c"],
            "y": np.arange(6.0),
            "x": [0.0, 1.0, 1.0, 0.0, 1.0, 1.0],
        }
    )
    with pytest.raises(EstimationError, match="singleton"):
        build("y ~ x | pid + wave + v", data)
    flow = build("y ~ x | pid + v", data, panel_id=("pid", "wave")).flow
    assert flow.dropped == (Dropped("singleton", "pid", 1),)
    assert flow.used == 5
    more = pd.concat([data, data.assign(pid=data["pid"] + 10)]).iloc[:-1]
    assert build("y ~ x | pid + wave", more).flow.dropped == (Dropped("singleton", "pid", 1),)


def test_listwise_deletion_counts_a_variable_that_the_effects_absorb():
    data = small().assign(grade=[1.0, 2.0, np.nan, 1.0, 3.0, 3.0, 2.0])
    flow = build("z ~ wave + grade | pid", data, singletons="keep").flow
    assert flow.dropped == (Dropped("missing variable", "grade", 1),)


def test_missing_keys_are_dropped_by_role():
    data = small().assign(pid=[2, 1, 1, None, 3, 3, 4], village=["b", None, "a"] + ["a"] * 4)
    flow = build("z ~ wave | pid", data, cluster="village", singletons="keep").flow
    assert flow.dropped == (
        Dropped("missing effect", "pid", 1),
        Dropped("missing cluster", "village", 1),
    )


def test_effect_with_most_levels_is_absorbed_wherever_it_stands():
    for text in ("y ~ z | pid + wave", "y ~ z | wave + pid"):
        sample = build(text, small(), singletons="keep")
        assert sample.absorbed is not None
        assert sample.absorbed.name == "pid"
        assert [factor.name for factor in sample.others] == ["wave"]


def test_weights_have_mean_one():
    sample = build("z ~ wave | pid", small(), weights="w", singletons="keep")
    assert sample.weights is not None
    assert sample.weights.mean() == pytest.approx(1.0, rel=1e-15)


def test_interactions_are_products():
    sample = build("y ~ x:z", small())
    data = small().iloc[sample.rows]
    np.testing.assert_array_equal(sample.columns[1], data["x"] * data["z"])


def test_duplicate_child_waves_are_refused_by_row_number_and_never_by_id():
    data = small().assign(wave=2012)
    data["pid"] = data["pid"].map(lambda pid: f"id-{pid}")
    data.loc[1, "wave"] = 2014
    data = pd.concat([data, data.iloc[[1]]], ignore_index=True)
    with pytest.raises(DataError) as caught:
        build("z ~ x | pid + wave", data, singletons="keep")
    (finding,) = caught.value.findings
    assert finding.count == 2
    assert finding.examples[0] == "rows 1 and 7"
    assert "id-" not in str(caught.value)
    kept = build("z ~ x | pid + wave", data, singletons="keep", duplicates="keep")
    assert kept.n_obs == 7


def test_an_effect_fixed_within_children_is_no_wave():
    sample = build("z ~ w | pid + village", small().fillna(1.0), singletons="keep")
    assert sample.time is None
    assert sample.n_obs == 7


def test_wave_is_found_inside_village_by_wave():
    sample = build("z ~ w | pid + village^wave", small().fillna(1.0), singletons="keep")
    assert sample.time is not None
    assert sample.time.name == "wave"


def test_nothing_left_is_an_error_with_the_reasons():
    with pytest.raises(EstimationError, match="missing variable e: 6"):
        build("y ~ e | pid", small().assign(e=np.nan))


def test_an_effect_of_many_levels_is_swept_and_one_of_few_is_carried():
    n = 1200
    data = pd.DataFrame({"a": np.arange(n) // 2, "b": np.arange(n) % 33, "y": 1.0, "x": 2.0})
    sample = build("y ~ x | a + b", data)
    assert [factor.name for factor in sample.swept] == ["b"]
    few = data.assign(c=data["b"] % 32)
    sample = build("y ~ x | a + c", few, duplicates="keep")
    assert [factor.name for factor in sample.others] == ["c"]
    assert sample.swept == ()


def test_data_must_be_a_frame():
    with pytest.raises(UsageError, match="DataFrame"):
        build("y ~ x", {"y": [1], "x": [1]})  # type: ignore[arg-type]
