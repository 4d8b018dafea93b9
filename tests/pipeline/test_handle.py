from __future__ import annotations

import pandas as pd
import pytest

import kinpanel as kp
from kinpanel.errors import InputMissingError, UsageError


def test_open_walks_up_to_the_study(ingested):
    assert kp.Study.open(ingested / "notebooks").root == ingested


def test_no_study_says_how_to_make_one(tmp_path):
    with pytest.raises(InputMissingError, match="kinpanel new"):
        kp.Study.open(tmp_path)


def test_a_table_is_typed_and_labelled_in_the_language_asked_for(ingested):
    study = kp.Study.open(ingested)
    relation = study.table("person")["relation"]
    codes = study.table("person", labels=None)["relation"]
    chinese = study.table("person", labels="zh")["relation"]
    assert isinstance(relation.dtype, pd.CategoricalDtype)
    assert relation.cat.codes.equals(codes.cat.codes)
    assert set(relation.cat.categories).isdisjoint(chinese.cat.categories)
    with pytest.raises(UsageError, match="language"):
        study.table("person", labels="fr")
    with pytest.raises(UsageError, match="did you mean 'person'"):
        study.table("persons")


def test_reasons_stand_exactly_where_values_are_missing(ingested):
    study = kp.Study.open(ingested)
    for name in study.codebook.tables:
        table, reasons = study.table(name), study.reasons(name)
        for column in reasons.columns.drop("wave"):
            assert reasons[column].notna().equals(table[column].isna()), (name, column)


def test_no_blank_of_the_reference_panel_is_unexplained(ingested):
    study = kp.Study.open(ingested)
    for name in study.codebook.tables:
        reasons = study.reasons(name).drop(columns="wave").astype(object)
        assert not (reasons == "unexplained").any(axis=None)


def test_a_study_shows_its_title_and_waves(ingested):
    assert "Reference" in kp.Study.open(ingested)._repr_html_()
    assert "w5" in repr(kp.Study.open(ingested))


def test_deliveries_outside_the_study_need_their_variable(monkeypatch, ingested, tmp_path):
    (tmp_path / "study.yaml").write_text(
        (ingested / "study.yaml").read_text(encoding="utf-8")
        + "deliveries: {environment: SAFE_FOLDER, folder: panel, by_wave: false}\n",
        encoding="utf-8",
    )
    study = kp.Study.open(tmp_path)
    monkeypatch.delenv("SAFE_FOLDER", raising=False)
    with pytest.raises(InputMissingError, match="SAFE_FOLDER"):
        _ = study.raw
    monkeypatch.setenv("SAFE_FOLDER", str(tmp_path / "vault"))
    assert study.deliveries_of("w1") == tmp_path / "vault" / "panel"
