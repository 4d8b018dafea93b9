"""Small panels written as text: one table per block, one row per line, typed as declared."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kinpanel.codebook import Codebook, TableCodebook
from kinpanel.codebook.codes import CodeGrid
from kinpanel.derived.audit import AuditResult, audit, gather, rule_of
from kinpanel.study import StudyDefinition
from kinpanel.tables.frame import typed, why

MISSING, ROUTED = ".", "na"
"""A cell without an answer, and one that was not applicable."""

NOMINAL = [{"code": str(code), "label": {"en": str(code)}} for code in (1, 2, 3)]


def variable(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label": {"en": name}, **more}


def ids(*names: str) -> list[dict[str, Any]]:
    return [variable(name, "text", sensitivity="identifier") for name in names]


TABLES: dict[str, dict[str, Any]] = {
    "person": {
        "key": ["pid"],
        "variables": [
            *ids("pid", "hhid", "village", "father", "mother", "caregiver", "spouse"),
            variable("sex", "nominal", levels=NOMINAL),
            variable("birth_month", "month"),
            variable("birth_year", "integer"),
            variable("age", "integer"),
            variable("interview_month", "month"),
            variable("died", "boolean"),
            variable("death_month", "month"),
            variable("height", "decimal", unit="cm"),
            variable(
                "weight",
                "decimal",
                unit="kg",
                checks={"unit_within": "village", "unit_given": "height"},
            ),
            variable("eyes", "nominal", levels=NOMINAL, checks={"constant_within": "pid"}),
            variable("income", "decimal", checks={"max_jump": 500}),
            *(variable(f"i{n}", "integer", range=[0, 3]) for n in (1, 2, 3, 4)),
            variable("s", "integer", score={"rule": "sum", "items": ["i1", "i2", "i3", "i4"]}),
        ],
    },
    "child": {
        "key": ["pid"],
        "variables": [
            *ids("pid", "hhid", "father", "mother"),
            variable("girl", "boolean", concept="sex"),
            variable("birth_month", "month"),
            variable("age", "integer"),
            variable("interview_month", "month"),
        ],
    },
    "spell": {
        "key": ["parent_pid", "start_month"],
        "variables": [
            variable("parent_pid", "text", concept="person_id", sensitivity="identifier"),
            variable("start_month", "month", concept="absence_start"),
            variable("end_month", "month", concept="absence_end"),
        ],
    },
}

KIN = {role: role for role in ("father", "mother")}
STUDY: dict[str, Any] = {
    "title": {"en": "Small"},
    "languages": ["en"],
    "missing": {
        "inapplicable": {"kind": "design", "label": {"en": "n/a"}},
        "not_asked": {"kind": "design", "label": {"en": "not asked"}},
        "no_answer": {"kind": "item", "label": {"en": "none"}},
    },
    "waves": [{"id": f"w{n}", "year": 2008 + 2 * n} for n in range(1, 11)],
    "audit": {
        "person": {
            "id": "pid",
            "household": "hhid",
            "place": "village",
            "female": 2,
            "died": "died",
            "caregiver": "caregiver",
            "spouse": "spouse",
            "height": "height",
            "weight": "weight",
            **KIN,
        },
        "child": {"id": "pid", "household": "hhid", "female": 1, **KIN},
        "fieldwork": {"w1": ["2010-07", "2010-09"], "w2": ["2012-07", "2012-09"]},
        "turned": ["i4"],
    },
}


def definition(**audit: Any) -> StudyDefinition:
    """The study of the small panels, with other roles where they are given."""
    document = {**STUDY, "audit": {**STUDY["audit"], **audit}}
    return StudyDefinition.model_validate_json(json.dumps(document))


def codebook() -> Codebook:
    tables = {
        name: TableCodebook.model_validate_json(
            json.dumps({"table": name, "label": {"en": name}, "unit": name, **about})
        )
        for name, about in TABLES.items()
    }
    return Codebook(tables, {}, CodeGrid("", {}))


def lines(text: str) -> list[list[str]]:
    """Cells of each line; `60* w1 a# 1` stands for 60 lines, with # the number of the line."""
    rows = []
    for line in text.strip().splitlines():
        times, star, rest = line.partition("*")
        for number in range(int(times) if star else 1):
            rows.append((rest if star else line).replace("#", str(number)).split())
    return rows


def value_of(kind: str, cell: str) -> Any:
    if cell in (MISSING, ROUTED):
        return None
    if kind in ("integer", "decimal", "boolean"):
        return float(cell)
    return np.datetime64(cell, "D") if kind in ("month", "date") else cell


def table(name: str, text: str) -> pd.DataFrame:
    """A typed frame with its reasons, from a header and lines of cells parted by blanks."""
    header, *rows = lines(text)
    declared = codebook().tables[name]
    columns: dict[str, Any] = {}
    for place, column in enumerate(header):
        cells = [row[place] for row in rows]
        if column == "wave":
            columns["wave"] = pd.Categorical(cells)
            continue
        about = declared.variable(column)
        assert about is not None, column
        values = np.empty(len(cells), dtype=object)
        values[:] = [value_of(about.type, cell) for cell in cells]
        columns[column] = typed(about, values)
        reasons = {MISSING: "no_answer", ROUTED: "inapplicable"}
        if set(cells) & set(reasons):
            columns[why(column)] = pd.Categorical([reasons.get(cell) for cell in cells])
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class Panel:
    """Builds small panels and audits them."""

    definition: Callable[..., StudyDefinition] = definition
    codebook: Callable[[], Codebook] = codebook
    table: Callable[[str, str], pd.DataFrame] = table

    def run(
        self,
        tables: Mapping[str, str | pd.DataFrame],
        rule: str = "",
        accepted: tuple[Any, ...] = (),
        **roles: Any,
    ) -> AuditResult:
        frames = {
            name: table(name, text) if isinstance(text, str) else text
            for name, text in tables.items()
        }
        material = gather(frames, codebook(), definition(**roles))
        return audit(material, [rule_of(rule)] if rule else (), accepted)

    @staticmethod
    def found(result: AuditResult) -> set[str]:
        """Failures as `table wave key variable now`, what is empty left out."""
        return {
            " ".join(filter(None, map(str, row)))
            for one in result.rules
            for row in one.failures[["table", "wave", "key", "variable", "now"]].to_numpy()
        }


@pytest.fixture(scope="session")
def panel() -> Panel:
    return Panel()
