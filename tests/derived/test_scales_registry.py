"""Scores through the registry: what a codebook declares is what `derived.scoring` computes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinpanel.codebook import TableCodebook
from kinpanel.derived.scales import add_scores
from kinpanel.derived.scoring import score
from kinpanel.instruments import instrument, instruments, scoring_key
from kinpanel.tables.frame import reasons_column, typed

REASONS = ["inapplicable", "refused", "dont_know", "ruled_out"]


def book(items, *scores, kind="integer", span=(0, 3)):
    """A table of items, declared as numbers or as levels, and of variables with scores."""
    codes = {
        "integer": {"range": span},
        "ordinal": {"levels": [{"code": n, "label": {}} for n in range(span[0], span[1] + 1)]},
        "boolean": {},
    }[kind]
    variables = [{"name": name, "type": kind, "label": {}, **codes} for name in items]
    declared = [{"label": {}, **one} for one in scores]
    return TableCodebook.model_validate(
        {"table": "t", "label": {}, "unit": "u", "key": ("x",), "variables": declared + variables},
        strict=False,
    )


def frame(table, cells):
    """Columns of numbers, or of reasons as text where there is none."""
    size = len(next(iter(cells.values())))
    columns = [pd.Series(["w1"] * size, name="wave", dtype="category")]
    for name, values in cells.items():
        why = np.array([*[v if isinstance(v, str) else "" for v in values], None], dtype=object)
        given_ = [None if isinstance(v, str) else v for v in values]
        columns.append(typed(table.variable(name), np.array([*given_, None], dtype=object)[:-1]))
        beside = reasons_column(why[:-1], name, REASONS)
        if beside is not None:
            columns.append(beside)
    return pd.concat(columns, axis=1)


def asked(one, form):
    """The printed positions of an instrument as names, and the form's lowest and highest code."""
    key = scoring_key(one, form=form)
    return [f"q{place}" for place in range(1, len(key.columns) + 1)], key


KEYS = [
    (one.id, form, variant, scale.id)
    for one in instruments()
    for form in ([form.id for form in one.forms] or [None])
    for variant in [None, *(variant.id for variant in one.variants)]
    for scale in one.scales
]


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_declared_score_is_the_score_of_the_registry(data):
    name, form, variant, scale = data.draw(st.sampled_from(KEYS))
    names, key = asked(instrument(name), form)
    low, high = key.codes.min, key.codes.max
    code = st.integers(low, high)
    cell = st.one_of(code, code, code, code, st.sampled_from(REASONS[:3]))
    rows = data.draw(st.lists(st.lists(cell, min_size=len(names), max_size=len(names)),
                              min_size=1, max_size=4))  # fmt: skip
    kind = data.draw(st.sampled_from(["integer", "ordinal"]))
    made = {"instrument": name, "form": form, "variant": variant, "scale": scale, "items": names}
    declared = {"name": "total", "type": "decimal", "score": {**made, "invalid": "ruled_out"}}
    table = book(names, declared, kind=kind, span=(low, high))
    cells = {item: [row[place] for row in rows] for place, item in enumerate(names)}
    full = add_scores(frame(table, cells), table, REASONS)
    numbers = pd.DataFrame(
        [[None if isinstance(cell, str) else cell for cell in row] for row in rows],
        columns=names,
    ).astype("Float64")
    expected = score(numbers, name, form=form, variant=variant, subscale=scale).astype("Float64")
    pd.testing.assert_series_equal(full["total"], expected, check_names=False)
    if expected.isna().any():
        _reasons_are_those_of_the_first_missing_item(full, rows, names, table)
    else:
        assert "total__why" not in full


def _reasons_are_those_of_the_first_missing_item(full, rows, names, table):
    counted = set(table.variable("total").score.numbered.values())
    for place, row in enumerate(rows):
        gone = [c for c, n in zip(row, names, strict=True) if isinstance(c, str) and n in counted]
        why = full["total__why"].iloc[place]
        if pd.notna(full["total"].iloc[place]):
            assert pd.isna(why)
        else:
            assert why == (gone[0] if gone else "ruled_out")


def test_by_number_in_any_order_and_the_reason_in_listed_order():
    names = ["s24", "s3", "s16", "s8", "s13"]
    items = {int(name[1:]): name for name in names}
    made = {"instrument": "sdq", "form": "parent", "scale": "emotional", "items": items}
    table = book(names, {"name": "emo", "type": "integer", "score": made}, span=(0, 2))
    cells = {
        "s24": [2, "refused", "refused", 2],
        "s3": [1, 2, "dont_know", 1],
        "s16": [0, 1, "dont_know", 0],
        "s8": [2, 0, 2, "inapplicable"],
        "s13": [0, "dont_know", 1, 1],
    }
    full = add_scores(frame(table, cells), table, REASONS)
    assert full["emo"].tolist() == [5, 5, pd.NA, 5]  # 3 of 3 items: 3 x 5 / 3; 4 of 4: 4 x 5 / 4
    assert str(full["emo"].dtype) == "Int64"
    assert full["emo__why"].astype(object).tolist()[2] == "refused"
    assert full["emo__why"].notna().sum() == 1


def test_reversed_items_of_the_short_depression_scale():
    names = [f"c{number}" for number in range(1, 9)]
    made = {"name": "dep", "type": "integer", "score": {"instrument": "cesd8", "items": names}}
    table = book(names, made)
    worst = {name: [0 if name in ("c4", "c6") else 3] for name in names}
    assert add_scores(frame(table, worst), table, REASONS)["dep"].tolist() == [24]
    always = {name: [3] for name in names}
    assert add_scores(frame(table, always), table, REASONS)["dep"].tolist() == [18]


def test_prorated_scores_are_decimals():
    names = [f"c{number}" for number in range(1, 9)]
    made = {"instrument": "cesd8", "variant": "prorate", "items": names}
    table = book(names, {"name": "dep", "type": "decimal", "score": made})
    cells = {name: [1] for name in names} | {"c8": ["refused"]}
    full = add_scores(frame(table, cells), table, REASONS)
    assert full["dep"].tolist() == [(5 + 2 * 2) * 8 / 7]
    assert "dep__why" not in full


def levels(*names):
    return [{"code": name, "label": {}} for name in names]


@settings(max_examples=60, deadline=None)
@given(points=st.lists(st.integers(0, 10) | st.sampled_from(["refused"]), min_size=1, max_size=8))
def test_bands_by_definition(points):
    """Emotional symptoms of the SDQ, parents: normal to 3, borderline 4, abnormal from 5."""
    names = ["s3", "s8", "s13", "s16", "s24"]
    made = {"instrument": "sdq", "form": "parent", "scale": "emotional",
            "items": {int(name[1:]): name for name in names}}  # fmt: skip
    band = {"band_of": "emo", "cutoff": "three_band_parent_emotional"}
    table = book(
        names,
        {"name": "band", "type": "ordinal", "score": band,
         "levels": levels("normal", "borderline", "abnormal")},
        {"name": "emo", "type": "integer", "score": made},
        span=(0, 2),
    )  # fmt: skip
    cells = {
        name: [p if isinstance(p, str) else max(0, min(2, p - 2 * place)) for p in points]
        for place, name in enumerate(names)
    }
    full = add_scores(frame(table, cells), table, REASONS)
    assert list(full)[:2] == ["wave", "band"]  # codebook order, though made after its score
    assert full["band"].cat.ordered
    for place, given_ in enumerate(points):
        found = full["band"].iloc[place]
        if isinstance(given_, str):
            assert pd.isna(found)
            assert full["band__why"].iloc[place] == given_
        else:
            assert full["emo"].iloc[place] == given_
            expected = "normal" if given_ <= 3 else "borderline" if given_ == 4 else "abnormal"
            assert found == expected


def test_a_boolean_is_true_in_the_upper_band_and_fractions_belong_to_the_lower():
    names = [f"m{number}" for number in range(1, 14)]
    table = book(
        names,
        {"name": "mood", "type": "decimal", "score": {"instrument": "smfq", "items": names}},
        {"name": "risk", "type": "boolean", "score": {"band_of": "mood", "cutoff": "at_risk_8"}},
        span=(0, 2),
    )
    cells = {name: [0, 1, 1, 1, "refused"] for name in names}
    for name in names[:6]:
        cells[name] = [0, 0, 0, 2, "refused"]
    cells["m13"] = [0, 2, "dont_know", 0, "refused"]
    full = add_scores(frame(table, cells), table, REASONS)
    # 0; 6 + 2 = 8; six of twelve answers: 6 x 13 / 12 = 6.5; 12 + 6
    assert full["mood"].tolist() == [0, 8, 6.5, 18, pd.NA]
    assert full["risk"].tolist() == [False, True, False, True, pd.NA]
    assert str(full["risk"].dtype) == "boolean"
    assert full["risk__why"].astype(object).tolist()[-1] == "refused"


def test_a_fraction_just_below_a_band():
    names = [f"m{number}" for number in range(1, 14)]
    table = book(
        names,
        {"name": "mood", "type": "decimal", "score": {"instrument": "smfq", "items": names}},
        {"name": "risk", "type": "boolean", "score": {"band_of": "mood", "cutoff": "at_risk_8"}},
        span=(0, 2),
    )
    cells = {name: [1] for name in names[:7]} | {name: [0] for name in names[7:]}
    cells["m13"] = ["refused"]
    full = add_scores(frame(table, cells), table, REASONS)
    assert full["mood"].tolist() == [pytest.approx(7 * 13 / 12)]  # 7.58
    assert full["risk"].tolist() == [False]


def test_answers_of_yes_and_no():
    names = [f"c{number}" for number in range(1, 9)]
    made = {"instrument": "cesd8", "form": "yes_no", "items": names}
    table = book(names, {"name": "dep", "type": "integer", "score": made}, kind="boolean")
    full = add_scores(frame(table, {name: [1, 0] for name in names}), table, REASONS)
    assert full["dep"].tolist() == [6, 2]


def test_a_score_that_only_the_validity_scale_rules_out():
    names = [f"m{number}" for number in range(1, 101)]
    made = {"instrument": "mht100", "invalid": "ruled_out", "items": names}
    table = book(names, {"name": "mht", "type": "integer", "score": made}, span=(0, 1))
    full = add_scores(frame(table, {name: [1, 0] for name in names}), table, REASONS)
    assert full["mht"].isna().tolist() == [True, False]
    assert full["mht__why"].astype(object).tolist()[0] == "ruled_out"


def test_no_rows():
    names = [f"c{number}" for number in range(1, 9)]
    made = {"name": "dep", "type": "integer", "score": {"instrument": "cesd8", "items": names}}
    table = book(names, made)
    full = add_scores(frame(table, {name: [] for name in names}), table, REASONS)
    assert (len(full), str(full["dep"].dtype)) == (0, "Int64")


def test_an_item_that_is_not_there():
    names = [f"c{number}" for number in range(1, 9)]
    made = {"name": "dep", "type": "integer", "score": {"instrument": "cesd8", "items": names}}
    table = book(names, made)
    with pytest.raises(KeyError, match="c8"):
        add_scores(frame(table, {name: [1] for name in names[:-1]}), table, REASONS)
