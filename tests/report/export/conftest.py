"""A study, a codebook of every variable type and frames of cells that fit it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kinpanel.codebook import TableCodebook
from kinpanel.report.export import Content
from kinpanel.study import StudyDefinition
from kinpanel.tables.frame import reasons_column, typed


def declare(name: str, kind: str, **more: Any) -> dict[str, Any]:
    label = {"en": f"The {name}", "zh": f"变量{name}"}
    return {"name": name, "type": kind, "label": label, **more}


SEXES = [{"code": "1", "label": {"en": "Boy", "zh": "男"}}, {"code": "2", "label": {"zh": "女"}}]
RANKS = [
    {"code": "lo", "label": {"en": "Low", "zh": "低"}},
    {"code": "0101", "label": {"en": "High", "zh": "高"}},
]


@pytest.fixture(scope="session")
def study() -> StudyDefinition:
    design = {"kind": "design"}
    return StudyDefinition.model_validate(
        {
            "title": {"en": "A study"},
            "languages": ("en", "zh"),
            "missing": {
                "inapplicable": {**design, "label": {"en": "Not applicable", "zh": "不适用"}},
                "not_asked": {**design, "label": {"en": "Not asked", "zh": "未问"}},
                "refused": {"kind": "item", "label": {"en": "Refused", "zh": "拒答"}},
            },
            "waves": ({"id": "w1", "year": 2014}, {"id": "w2", "year": 2016}),
        },
        strict=False,
    )


@pytest.fixture(scope="session")
def table() -> TableCodebook:
    return TableCodebook.model_validate(
        {
            "table": "child",
            "label": {"en": "Children", "zh": "儿童"},
            "unit": "child",
            "key": ("pid",),
            "variables": [
                declare("pid", "text", sensitivity="identifier"),
                declare("father_pid", "text", sensitivity="identifier"),
                declare("phone", "text", sensitivity="identifier"),
                declare("county", "text", sensitivity="restricted"),
                declare("age", "integer", unit="years"),
                declare("weight", "decimal"),
                declare("girl", "boolean"),
                declare("born", "date"),
                declare("month", "month"),
                declare("sex", "nominal", levels=SEXES),
                declare("rank", "ordinal", levels=RANKS),
                declare("words", "text"),
            ],
        },
        strict=False,
    )


Cells = Mapping[str, Sequence[Any]]


def build(
    table: TableCodebook, study: StudyDefinition, cells: Cells, waves: Sequence[str]
) -> pd.DataFrame:
    """A typed frame as the store holds it; a cell is a value or, missing, a tuple of its reason."""
    order = pd.CategoricalDtype(list(study.wave_ids), ordered=True)
    columns: list[Any] = [pd.Series(list(waves), dtype=order, name="wave")]
    for variable in table.variables:
        given = cells[variable.name]
        values = np.array([*(None if isinstance(c, tuple) else c for c in given), None], object)
        columns.append(typed(variable, values[:-1]))
        reason = np.array([*(c[0] if isinstance(c, tuple) else "" for c in given), ""], object)
        beside = reasons_column(reason[:-1], variable.name, list(study.reasons))
        if beside is not None:
            columns.append(beside)
    return pd.concat(columns, axis=1)


@pytest.fixture(scope="session")
def content(study: StudyDefinition, table: TableCodebook) -> Callable[..., Content]:
    """Content of some variables: name and cells; rows alternate between the two waves.

    A cell is a value, or a tuple of the reason why it is missing.
    """

    def make(**cells: Sequence[Any]) -> Content:
        count = len(next(iter(cells.values())))
        kept = tuple(v for v in table.variables if v.name in cells)
        small = table.model_copy(update={"variables": kept})
        waves = [study.wave_ids[place % 2] for place in range(count)]
        return Content(build(small, study, cells, waves), small, study)

    return make
