"""z-scores of children on small tables made by hand, and why they are missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.derived.growth import GROWTH_REASONS, Curve, GrowthTables, Measures, growth_z
from kinpanel.derived.growth.ages import months_old
from kinpanel.derived.growth.zscores import LIMITS
from kinpanel.errors import UsageError
from kinpanel.tables.frame import why


def constant(first, last, *lms, step=1.0):
    rows = round((last - first) / step) + 1
    return Curve(float(first), step, np.tile(np.array(lms, dtype=float), (rows, 1)))


def made_up(*without):
    """Girls and boys alike but for their medians; by hand: S 0.1 and L 1 but for BMI (-1)."""
    curves = {}
    for sex, more in (("female", 0.0), ("male", 10.0)):
        curves |= {
            ("height_for_age", "day", sex): constant(0, 1856, 1, 80 + more, 0.05),
            ("height_for_age", "month", sex): constant(61, 228, 1, 120 + more, 0.05),
            ("weight_for_age", "day", sex): constant(0, 1856, 1, 10 + more, 0.1),
            ("weight_for_age", "month", sex): constant(61, 120, 1, 20 + more, 0.1),
            ("bmi_for_age", "day", sex): constant(0, 1856, -1, 16, 0.1),
            ("bmi_for_age", "month", sex): constant(61, 228, -1, 16, 0.1),
            ("weight_for_length", "cm", sex): constant(45, 110, 1, 8 + more, 0.1, step=0.1),
            ("weight_for_height", "cm", sex): constant(65, 120, 1, 12 + more, 0.1, step=0.1),
        }
    return GrowthTables({k: c for k, c in curves.items() if k[0] not in without}, "made up")


def children(*rows, columns=("female", "age_months", "height", "weight")):
    frame = pd.DataFrame(list(rows), columns=list(columns))
    flags = [name for name in columns if name in ("female", "lying", "oedema")]
    numbers = [name for name in columns if name not in flags]
    return frame.astype(dict.fromkeys(flags, "boolean") | dict.fromkeys(numbers, "Float64"))


def scored(*rows, tables=None):
    return growth_z(children(*rows), Measures(), tables or made_up())


def test_scores_by_hand():
    z = scored((True, 96.0, 126.0, 22.0), (False, 96.0, 126.0, 33.0), (True, 30.0, 80.0, 13.2))
    # (126/120 - 1)/0.05; (126/130 - 1)/0.05 = -0.615
    assert z["haz"].tolist() == [1.0, -0.62, 0.0]
    # (22/20 - 1)/0.1; (33/30 - 1)/0.1; (13.2/10 - 1)/0.1 = 3.2, straight with L 1
    assert z["waz"].tolist() == [1.0, 1.0, 3.2]
    # 22/1.5876 = 13.857 -> (16/13.857 - 1)/-0.1 = -1.546; 20.786 -> 2.303; 20.625 -> 2.242
    assert z["baz"].tolist() == [-1.55, 2.3, 2.24]
    # the youngest stands 80 cm tall: (13.2/12 - 1)/0.1
    assert z["whz"].iloc[2] == 1.0
    assert z[why("whz")].tolist()[:2] == ["age_outside"] * 2
    assert why("haz") not in z, "nothing of it is missing"
    assert str(z["haz"].dtype) == "Float64"


def test_heights_are_never_straightened_and_weights_are():
    z = scored((True, 96.0, 120 * 1.29, 20.0), (True, 96.0, 120.0, 1.44 * 26))
    assert z["haz"].iloc[0] == 5.8
    at_three, at_two = 16 / 0.7, 20.0
    assert z["baz"].iloc[1] == round(3 + (26 - at_three) / (at_three - at_two), 2)


@pytest.mark.parametrize(
    ("days", "lying", "height"),
    [(730, True, 80), (730, False, 80.7), (731, True, 79.3), (731, False, 80), (731, None, 80)],
)
def test_lying_and_standing(days, lying, height):
    columns = ("female", "age_months", "height", "weight", "lying")
    frame = children((True, days / 30.4375, 80.0, 10.0, lying), columns=columns)
    z = growth_z(frame, Measures(lying="lying"), made_up())
    assert z["haz"].iloc[0] == round((height / 80 - 1) / 0.05, 2)
    median = 8 if days < 731 else 12
    assert z["whz"].iloc[0] == round((10 / median - 1) / 0.1, 2)
    body = 10 / (height / 100) ** 2
    assert z["baz"].iloc[0] == round((16 / body - 1) / -0.1, 2)


def test_oedema_rules_weight_out_and_height_not():
    columns = ("female", "age_months", "height", "weight", "oedema")
    rows = [(True, 30.0, 80.0, 10.0, swollen) for swollen in (True, False, None)]
    z = growth_z(children(*rows, columns=columns), Measures(oedema="oedema"), made_up())
    for name in ("waz", "baz", "whz"):
        assert z[why(name)].astype(object).where(z[name].isna(), "").tolist() == ["oedema", "", ""]
    assert z["haz"].notna().all()


@pytest.mark.parametrize(
    ("age", "haz", "waz", "whz"),
    [
        (-0.01, False, False, False),
        (59.99, True, True, True),
        (60.0, True, True, False),
        (60.99, True, True, False),
        (120.0, True, True, False),
        (120.01, True, False, False),
        (228.0, True, False, False),
        (228.01, False, False, False),
    ],
)
def test_ages_that_have_scores(age, haz, waz, whz):
    z = scored((True, age, 100.0, 15.0))
    found = [bool(z[name].notna().iloc[0]) for name in ("haz", "baz", "waz", "whz")]
    assert found == [haz, haz, waz, whz]
    for name in LIMITS:
        assert z[name].notna().iloc[0] or z[why(name)].iloc[0] == "age_outside"


def test_ages_are_capped_where_the_tables_go_on():
    tables = made_up()
    longer = {**tables.curves}
    longer["weight_for_age", "month", "female"] = constant(61, 229, 1, 20, 0.1)
    z = scored((True, 120.5, 120.0, 20.0), tables=GrowthTables(longer, "longer"))
    assert z[why("waz")].tolist() == ["age_outside"]


@pytest.mark.parametrize(
    ("row", "reasons"),
    [
        ((None, 96, 120, 20), dict.fromkeys(("haz", "waz", "baz", "whz"), "no_sex")),
        ((True, None, 120, 20), dict.fromkeys(("haz", "waz", "baz", "whz"), "no_age")),
        ((None, None, None, None), dict.fromkeys(("haz", "waz", "baz", "whz"), "no_sex")),
        ((True, 300, None, None), dict.fromkeys(("haz", "waz", "baz", "whz"), "age_outside")),
        ((True, 30, None, 10), dict.fromkeys(("haz", "baz", "whz"), "not_measured")),
        ((True, 30, 80, None), dict.fromkeys(("waz", "baz", "whz"), "not_measured")),
        ((True, 30, 64.9, 12), {"haz": None, "whz": "size_outside"}),
        ((True, 30, 120.01, 12), {"haz": "implausible", "whz": "size_outside"}),
        ((True, 96, 0, 20), {"haz": "implausible", "baz": "implausible"}),
        ((True, 96, -120, 20), {"haz": "implausible", "baz": "implausible"}),
        ((True, 96, 120, -1), {"waz": "implausible", "baz": "implausible"}),
        ((True, 96, 120, np.inf), {"waz": "implausible", "baz": "implausible"}),
    ],
)
def test_why_a_score_is_missing(row, reasons):
    z = scored(row)
    for name, reason in reasons.items():
        found = z[why(name)].iloc[0] if z[name].isna().iloc[0] else None
        if (name, reason) != ("haz", None):
            assert found == reason, name


def test_limits_are_those_after_rounding():
    # 6.004 rounds to 6.00 and stands, 6.006 to 6.01 and does not.
    z = scored(*[(True, 96.0, 120 * (1 + 0.05 * score), 20.0) for score in (6.004, 6.006, -6.006)])
    assert z["haz"].astype(object).where(z["haz"].notna(), None).tolist() == [6.0, None, None]
    z = scored(*[(True, 96.0, 120.0, 20 * (1 + 0.1 * score)) for score in (5, 5.01, -6, -6.01)])
    assert z["waz"].isna().tolist() == [False, True, False, True]


def test_reasons_of_the_inputs_go_before_our_own():
    frame = children((True, 96, None, 20), (True, None, 120, 20), (True, 96, None, 20))
    frame["height__why"] = pd.Categorical(["refused", None, None], ["not_asked", "refused"])
    z = growth_z(frame, Measures(), made_up())
    assert z[why("haz")].tolist() == ["refused", "no_age", "not_measured"]
    assert list(z[why("haz")].cat.categories) == ["not_asked", "refused", *GROWTH_REASONS]


def test_an_indicator_without_a_table():
    z = scored((True, 96.0, 120.0, 20.0), tables=made_up("bmi_for_age"))
    assert z[why("baz")].tolist() == ["no_table"]
    assert z["haz"].notna().all()


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (children((True, 96, 120, 20)).rename(columns={"height": "heigth"}), "did you mean"),
        (children((True, 96, 120, 20)).assign(female=1), "'female' is none"),
        (children((True, 96, 120, 20)).assign(height="tall"), "'height' holds none"),
    ],
)
def test_columns_that_are_not_what_they_should_be(frame, words):
    with pytest.raises(UsageError, match=words) as caught:
        growth_z(frame, Measures(), made_up())
    assert "tall" not in str(caught.value)


def test_an_index_is_kept_and_an_empty_table_stays_empty():
    frame = children((True, 96, 120, 20), (None, 96, 120, 20)).set_axis([7, 3])
    z = growth_z(frame, Measures(), made_up())
    assert z.index.tolist() == [7, 3]
    assert pd.isna(z[why("haz")].loc[7])
    assert z[why("haz")].loc[3] == "no_sex"
    assert growth_z(frame.iloc[:0], Measures(), made_up()).empty


def test_months_of_age_from_days():
    born = pd.to_datetime(pd.Series(["2010-01-01", "2010-01-01", None]))
    seen = pd.to_datetime(pd.Series(["2014-01-01", "2009-12-31", "2014-01-01"]))
    found = months_old(born, seen)
    assert found.iloc[0] == pytest.approx(1461 / 30.4375)
    assert found.iloc[1] < 0
    assert found.iloc[2] is pd.NA


measured = st.tuples(
    st.sampled_from([True, False, None]),
    st.one_of(st.none(), st.floats(-10, 300)),
    st.one_of(st.none(), st.floats(-10, 250)),
    st.one_of(st.none(), st.floats(-10, 150)),
)


@given(st.lists(measured, min_size=1, max_size=15))
def test_a_score_is_within_limits_or_has_one_reason(rows):
    z = scored(*rows)
    for name, (low, high) in LIMITS.items():
        given_ = z[name].dropna().astype(float)
        assert given_.between(low, high).all()
        assert (given_ == given_.round(2)).all()
        if why(name) in z:
            assert (z[why(name)].isna() == z[name].notna()).all()
        else:
            assert z[name].notna().all()


@given(st.lists(measured, min_size=2, max_size=10), st.randoms())
def test_a_child_is_scored_alone(rows, chance):
    order = list(range(len(rows)))
    chance.shuffle(order)
    whole = scored(*rows)
    for place in order[:3]:
        alone = scored(rows[place])
        for name in LIMITS:
            ours, theirs = alone[name].iloc[0], whole[name].iloc[place]
            assert ours is theirs is pd.NA or ours == theirs
