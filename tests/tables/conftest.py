"""A codebook of every variable type, and frames that fit it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kinpanel.codebook import TableCodebook
from kinpanel.tables.frame import reasons_column, typed

REASONS = {"inapplicable": {"en": "Not applicable"}, "refused": {"en": "Refused", "zh": "拒答"}}


def declare(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label": {"en": name.title(), "zh": "标签"}, **more}


@pytest.fixture(scope="session")
def codebook() -> TableCodebook:
    """One variable of each type; the levels stand in an order of their own, one is never used."""
    levels = [
        {"code": code, "label": {"en": name}}
        for code, name in (("3", "High"), ("1", "Low"), ("2", "Low"))
    ]
    return TableCodebook.model_validate(
        {
            "table": "child",
            "label": {"en": "Children"},
            "unit": "child",
            "key": ("pid",),
            "variables": [
                declare("pid", "text", sensitivity="identifier"),
                declare("age", "integer", unit="years", range=[0, 17], concept="age"),
                declare("weight", "decimal"),
                declare("girl", "boolean"),
                declare("born", "date"),
                declare("month", "month"),
                declare("kind", "nominal", levels=levels),
                declare("rank", "ordinal", levels=levels),
            ],
        },
        strict=False,
    )


@pytest.fixture
def frame(codebook: TableCodebook) -> Callable[..., pd.DataFrame]:
    """Three children in a wave; `mark` is the age of the first, so that frames differ."""

    def make(wave: str = "w1", mark: int = 5) -> pd.DataFrame:
        days = np.array(["2014-05-01", "1950-01-31"], dtype="datetime64[D]").astype(object)
        cells: dict[str, list[Any]] = {
            "pid": ["a", "b", "c"],
            "age": [mark, None, 17],
            "weight": [0.1, -2.5, None],
            "girl": [1, 0, None],
            "born": [days[0], None, days[1]],
            "month": [days[0], None, days[1]],
            "kind": ["1", None, "2"],
            "rank": ["2", None, "1"],
        }
        order = pd.CategoricalDtype(["w1", "w2"], ordered=True)
        columns: list[Any] = [pd.Series([wave] * 3, dtype=order, name="wave")]
        for variable in codebook.variables:
            values = np.array([*cells[variable.name], None], dtype=object)[:-1]
            columns.append(typed(variable, values))
            reason = np.array(["refused" if v is None else "" for v in values], dtype=object)
            beside = reasons_column(reason, variable.name, list(REASONS))
            if beside is not None:
                columns.append(beside)
        return pd.concat(columns, axis=1)

    return make


@pytest.fixture(scope="session")
def reasons() -> dict[str, dict[str, str]]:
    """The vocabulary of missing reasons with its labels."""
    return REASONS
