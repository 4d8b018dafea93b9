from __future__ import annotations

import pytest

import kinpanel as kp
import kinpanel.report.build
from kinpanel.errors import DefinitionError, UsageError
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


OWN = """    own:
      label: {en: This panel, zh: 本调查}
      waves: [w1, w3]
"""


def beside(study, own=OWN):
    """The study with its own shares beside the published numbers."""
    file = study / "paper" / "published.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("    kind: published\n") == 1
    told = text.replace("    kind: published\n", "    kind: published\n" + own)
    file.write_text(told, encoding="utf-8")
    return kp.Study.open(study)


def test_the_studys_own_shares_stand_beside_published_numbers(own_study, monkeypatch):
    asked = []
    plot = kinpanel.report.build.beside_plot
    monkeypatch.setattr(
        "kinpanel.report.build.beside_plot",
        lambda series, own, **more: asked.append(own) or plot(series, own, **more),
    )
    study = beside(own_study)
    assert kp.show(study, "published")._repr_png_().startswith(b"\x89PNG")
    (own,) = asked
    assert set(own) >= {"acwf_2010", "mca_2016"}
    assert [share.year for share in own["acwf_2010"].shares] == [2014, 2018]


def test_unknown_definitions_and_waves_of_a_figure_are_refused_together(own_study):
    study = beside(own_study, OWN.replace("w3", "w9"))
    file = own_study / "paper" / "published.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("definition: acwf_2010", "definition: acwf"), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        kp.show(study, "published")
    told = [finding.message for finding in caught.value.findings]
    assert len(told) == 2
    assert "asks for definition 'acwf'" in told[0]
    assert "asks for wave 'w9'" in told[1]
