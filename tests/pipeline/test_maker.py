from __future__ import annotations

import pytest

import kinpanel as kp
from kinpanel.errors import UsageError
from kinpanel.report import Table


def test_show_gives_a_table_or_a_picture_and_writes_no_file(own_study):
    study = kp.Study.open(own_study)
    table = kp.show(study, "effects", language="zh")
    assert isinstance(table, Table)
    assert "双亲外出" in table._repr_html_()
    assert kp.show(study, "coefficients")._repr_png_().startswith(b"\x89PNG")
    assert not (own_study / "paper" / "output").exists()


def test_an_unknown_name_is_refused_with_the_nearest(ingested):
    with pytest.raises(UsageError, match="did you mean 'effects'"):
        kp.show(kp.Study.open(ingested), "effect")


def test_columns_of_a_table_are_the_fits_of_its_models(ingested):
    study = kp.Study.open(ingested)
    fit = kp.feols("dep_z ~ f + m + fm | pid + wave", study.panel(), cluster="village")
    shown = {row.label: row.cells for row in kp.show(study, "effects").rows}
    both = fit.tidy().set_index("term").loc["fm", "estimate"]
    assert f"{both:.3f}" in shown["Both parents away"]
    assert f"{fit.n_obs:,}" in shown["Observations"]
    children = int((study.panel().groupby("pid")["dep"].count() > 0).sum())
    assert f"{children:,}" == shown["Children"][0]
