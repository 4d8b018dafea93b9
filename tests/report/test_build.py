import pandas as pd

from kinpanel.estimation import feols
from kinpanel.report import FORMATS, Setting, render
from kinpanel.report.build import build_figure, build_table
from kinpanel.report.specs import (
    CoefficientsSpec,
    DescriptivesSpec,
    ModelSpec,
    RegressionSpec,
    TransitionsSpec,
)

WAVES = ("w1", "w2", "w3")
SETTING = Setting(waves=WAVES, labels={"fm": {"en": "Both away"}})
MODEL = ModelSpec(
    outcome="dep",
    exposures=("f", "fm"),
    controls=("age",),
    effects=("pid", "wave"),
    cluster="village",
    label={"en": "Child effects"},
)
TITLE = {"en": "A title"}


def small_panel():
    rows = []
    for i in range(240):
        for at, wave in enumerate(WAVES):
            state = ("B", "F", "FM")[(i * i + at * (i % 5)) % 3]
            noise = ((i * 37 + at * 101) % 23) / 23
            rows.append((f"p{i}", wave, state, noise + 0.3 * (state == "FM"), (i * at) % 7, i % 20))
    panel = pd.DataFrame(rows, columns=["pid", "wave", "state", "dep", "age", "village"])
    panel["wave"] = pd.Categorical(panel["wave"], WAVES, ordered=True)
    panel["state"] = pd.Categorical(panel["state"], ["B", "F", "M", "FM"])
    return panel.assign(f=panel["state"].eq("F") * 1, fm=panel["state"].eq("FM") * 1)


PANEL = small_panel()
FITS = {"main": feols(MODEL.formula, PANEL, cluster="village")}


def build(name, spec):
    return build_table(name, spec, panel=PANEL, fits=FITS, models={"main": MODEL}, setting=SETTING)


def test_every_kind_of_table_is_built_and_rendered():
    specs = {
        "one": DescriptivesSpec(kind="descriptives", variables=("dep", "age"), title=TITLE),
        "two": TransitionsSpec(kind="transitions", title=TITLE),
        "three": RegressionSpec(kind="regression", models=("main",), title=TITLE),
    }
    for name, spec in specs.items():
        table = build(name, spec)
        assert (table.name, table.title) == (name, "A title")
        assert all(render(table, form) for form in FORMATS)


def test_a_real_fit_shows_its_own_numbers():
    table = build("t", RegressionSpec(kind="regression", models=("main",), title=TITLE))
    cells = {row.label: row.cells[0] for row in table.rows}
    fit = FITS["main"]
    assert cells["Both away"] == f"{fit.coefficients['fm']:.3f}"
    assert cells["Children"] == "240"
    assert cells["Clusters"] == "20"
    within = fit.switchers["fm"]
    assert cells["Switchers, Both away"].startswith(f"{within.switchers} (up ")
    assert "Switchers, age" not in cells
    assert table.columns[0].label == "(1) Child effects"


def test_a_figure_of_the_paper():
    spec = CoefficientsSpec(kind="coefficients", models=("main",), terms=("f",), title=TITLE)
    drawn = build_figure(spec, fits=FITS, models={"main": MODEL}, setting=SETTING, format="svg")
    assert drawn.startswith(b"<?xml")


def test_a_table_without_a_title_has_its_name():
    assert build("bare", TransitionsSpec(kind="transitions", title={})).title == "bare"
