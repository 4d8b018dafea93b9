from __future__ import annotations

import pytest

from kinpanel.errors import RefusedError, UsageError
from kinpanel.report.etable import etable


def headings(table) -> list[str]:
    return [column.label for column in table.columns]


def test_a_mapping_heads_the_columns_and_a_sequence_is_numbered(FakeFit):
    assert headings(etable({"Pooled": FakeFit(), "Child": FakeFit()})) == [
        "(1) Pooled",
        "(2) Child",
    ]
    assert headings(etable([FakeFit(), FakeFit()])) == ["(1)", "(2)"]
    assert headings(etable(FakeFit())) == ["(1)"]


def test_labels_language_terms_and_stars(FakeFit):
    labels = {"fm": {"en": "Both away", "zh": "双亲外出"}}
    table = etable(FakeFit(), labels=labels, language="zh", terms=["fm"], stars=True)
    assert table.rows[0].label == "双亲外出"
    assert "f" not in [row.label for row in table.rows]


def test_bytes_in_a_format(FakeFit):
    assert b"\\begin{table}" in etable(FakeFit(), output="tex")
    assert etable(FakeFit(), output="docx").startswith(b"PK")
    with pytest.raises(UsageError, match="unknown table format"):
        etable(FakeFit(), output="xls")


def test_small_models_are_refused(FakeFit):
    with pytest.raises(RefusedError):
        etable(FakeFit(n_entities=9))
    assert etable(FakeFit(n_entities=9), threshold=5)
