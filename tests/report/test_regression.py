from dataclasses import replace

import pytest

from kinpanel.errors import RefusedError
from kinpanel.report.regression import regression_table

WITHHELD = "\u2026"


def make(models, setting, **more):
    return regression_table(models, name="t5", title="T", setting=setting, **more)


def cells(table, label):
    return next(row.cells for row in table.rows if row.label == label)


def test_coefficients_with_standard_errors_beneath(FakeFit, setting):
    table = make({"a": FakeFit()}, setting)
    assert [(row.label, *row.cells) for row in table.rows[:6]] == [
        ("f", "0.060"), ("", "(0.040)"),
        ("m", "\u22120.120"), ("", "(0.040)"),
        ("fm", "0.200"), ("", "(0.040)"),
    ]  # fmt: skip


def test_stars_only_when_asked_for(FakeFit, setting):
    shown = make({"a": FakeFit()}, setting)
    starred = make({"a": FakeFit()}, setting, star=True)
    assert cells(shown, "fm") == ("0.200",)
    assert cells(starred, "fm") == ("0.200***",)
    assert cells(starred, "m") == ("\u22120.120**",)
    assert cells(starred, "f") == ("0.060",)
    assert not any("p < 0.01" in note for note in shown.notes)
    assert any("p < 0.01" in note for note in starred.notes)


def test_what_each_model_rests_on(FakeFit, setting):
    pooled = FakeFit(effects=(), unit=None, n_entities=None, within_r2=None, switchers={})
    table = make({"pooled": pooled, "main": FakeFit()}, setting, headings={"main": "Child FE"})
    assert [c.label for c in table.columns] == ["(1) pooled", "(2) Child FE"]
    assert {c.spanner for c in table.columns} == {"dep_z"}
    assert cells(table, "Observations") == ("5,475", "5,475")
    assert cells(table, "Children") == ("", "1,560")
    assert cells(table, "Clusters") == ("60", "60")
    assert cells(table, "Mean of the outcome") == ("\u22120.004", "\u22120.004")
    assert cells(table, "Within R²") == ("", "0.012")
    assert cells(table, "Switchers, fm") == ("", "483 (up 240 / down 300)")
    assert cells(table, "Child effects") == ("No", "Yes")
    assert cells(table, "Wave effects") == ("No", "Yes")


@pytest.mark.parametrize(
    ("counts", "cell"),
    [
        ((9, 5, 6), "<10"),
        ((40, 4, 38), "40 (up <10 / down \u2026)"),
        ((40, 40, 0), "40 (up 40 / down 0)"),
        ((483, 240, 246), "483 (up \u2026 / down \u2026)"),  # 3 children go both ways
        ((483, 480, 100), "483 (up \u2026 / down \u2026)"),  # 3 children only go down
        ((1555, None, None), WITHHELD),  # 5 children never switch
        ((700, None, None), "700"),
        ((0, 0, 0), "0 (up 0 / down 0)"),
        ((None, None, None), None),
    ],
)
def test_switchers_of_few_children_are_suppressed(FakeFit, FakeWithin, setting, counts, cell):
    fit = FakeFit(switchers={"fm": FakeWithin(*counts)})
    rows = [r.cells[0] for r in make({"a": fit}, setting).rows if r.label.startswith("Switchers")]
    assert rows == ([] if cell is None else [cell])


def test_switchers_of_households_are_not_called_children(FakeFit, setting):
    table = make({"a": FakeFit(unit="hhid", effects=("hhid",))}, setting)
    assert not [row for row in table.rows if row.label.startswith("Switchers")]
    assert cells(table, "Children") == ("",)


def test_the_notes_say_sample_clustering_rule_and_reference(FakeFit, FakeVariance, setting):
    labelled = replace(setting, labels={"village": {"en": "Hamlet"}})
    notes = make({"a": FakeFit(), "b": FakeFit()}, labelled).notes
    assert notes[0].startswith("Sample: child-waves")
    assert notes[1] == ("Standard errors: CRV1, clustered by Hamlet; small-sample rule: reghdfe.")
    assert notes[2] == "Reference category: Both home."
    other = FakeFit(vcov=FakeVariance("hetero", None, "none"))
    (mixed,) = [n for n in make({"a": FakeFit(), "b": other}, setting).notes if "CRV1" in n]
    assert mixed == (
        "Column 1: Standard errors: CRV1, clustered by Village; small-sample rule: reghdfe. "
        "Column 2: Standard errors: hetero; small-sample rule: none."
    )


def test_few_switchers_are_said_loudly(FakeFit, FakeWithin, setting):
    few = FakeFit(switchers={"m": FakeWithin(120, 49, 80), "fm": FakeWithin(483, 240, 300)})
    (note,) = [note for note in make({"a": few}, setting).notes if "care" in note]
    assert note.startswith("Fewer than 50 children switch in some direction: m.")


def test_chosen_terms_and_exposures(FakeFit, FakeWithin, setting):
    both = {"m": FakeWithin(120, 90, 80), "fm": FakeWithin(483, 240, 300)}
    table = make({"a": FakeFit(switchers=both)}, setting, terms=["fm", "m"], exposures=["m"])
    labels = [row.label for row in table.rows]
    assert labels[:4] == ["fm", "", "m", ""]
    assert [label for label in labels if "Switchers" in label] == ["Switchers, m"]


def test_weights_constants_and_combined_effects(FakeFit, setting):
    fit = FakeFit(
        terms=("(Intercept)",),
        estimates=(1.0,),
        p_values=(0.5,),
        effects=("pid", "village^wave"),
        weights="w_base",
    )
    table = make({"a": fit}, setting)
    assert table.rows[0].label == "Constant"
    assert cells(table, "Village × Wave effects") == ("Yes",)
    assert cells(table, "Weights") == ("w_base",)


def test_a_model_of_few_children_is_not_published(FakeFit, setting):
    with pytest.raises(RefusedError):
        make({"a": FakeFit(n_entities=9)}, setting)


def test_a_term_a_model_does_not_have_is_left_blank(FakeFit, setting):
    short = FakeFit(terms=("f",), estimates=(0.5,), p_values=(0.1,))
    table = make({"a": FakeFit(), "b": short}, setting)
    assert [row.cells for row in table.rows[4:6]] == [("0.200", ""), ("(0.040)", "")]
