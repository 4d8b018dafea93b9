"""A Parquet file is what the codebook and the release say of it, or it is told why not."""

from __future__ import annotations

import pandas as pd
import pytest

from kinpanel.codebook import TableCodebook
from kinpanel.tables.conformity import misfits
from kinpanel.tables.parts import table_record
from kinpanel.tables.schema import to_parquet


def told(payload, codebook, rows=3):
    (part,) = table_record("child", "w1", [payload], [rows]).parts
    return misfits(payload, part, codebook)


def test_what_was_written_fits(frame, codebook, reasons):
    payload = to_parquet(frame(), codebook, reasons)
    assert told(payload, codebook) == []
    assert told(to_parquet(frame().iloc[:0], codebook, reasons), codebook, 0) == []
    short = frame().drop(columns=["weight", "weight__why"])
    assert told(to_parquet(short, codebook, reasons), codebook) == []


def test_rows_and_form(frame, codebook, reasons):
    payload = to_parquet(frame(), codebook, reasons)
    assert told(payload, codebook, 4) == [("", "it holds 3 rows, the release says 4")]
    assert told(b"PAR1", codebook) == [("", "it is no Parquet file")]


def changed(codebook, name, **more):
    content = codebook.model_dump(exclude_defaults=True)
    for variable in content["variables"]:
        if variable["name"] == name:
            variable.update(more)
    return TableCodebook.model_validate(content, strict=False)


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("age", {"type": "decimal"}, ["its type is not", "its entry is not"]),
        ("kind", {"type": "ordinal"}, ["its type is not", "its entry is not"]),
        ("age", {"label": {"en": "Years"}}, ["its entry is not"]),
    ],
)
def test_another_codebook(frame, codebook, reasons, name, more, said):
    payload = to_parquet(frame(), codebook, reasons)
    found = told(payload, changed(codebook, name, **more))
    assert {variable for variable, _ in found} == {name}
    assert len(found) == len(said)
    assert all(message.startswith(word) for (_, message), word in zip(found, said, strict=True))
    assert told(payload, None) == [], "without a codebook only the rows are compared"


def test_variables_that_should_not_be_there(frame, codebook, reasons):
    content = codebook.model_dump(exclude_defaults=True)
    content["variables"] = [v for v in content["variables"] if v["name"] != "age"]
    smaller = TableCodebook.model_validate(content, strict=False)
    found = told(to_parquet(frame(), codebook, reasons), smaller)
    assert found == [("age", "the codebook has no such variable")]


def test_a_key_and_reasons_without_their_variable(frame, codebook, reasons):
    odd: pd.DataFrame = frame().drop(columns=["pid", "weight"])
    found = told(to_parquet(odd, codebook, reasons), codebook)
    assert found == [
        ("pid", "the key is missing"),
        ("weight__why", "it gives reasons for no variable"),
    ]
