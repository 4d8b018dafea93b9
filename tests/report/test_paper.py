import pytest

from kinpanel.errors import DefinitionError
from kinpanel.report import load_paper
from kinpanel.report.specs import DescriptivesSpec, RegressionSpec

MODELS = """\
models:
  dep_main: {outcome: dep_z, exposures: [f, m, fm], controls: [], effects: [pid, wave],
    cluster: village, label: {en: "Child effects", zh: 儿童固定效应}}
"""
TABLES = """\
tables:
  descriptives: {kind: descriptives, variables: [dep, cog, age], title: {en: Children, zh: 儿童}}
  transitions: {kind: transitions, title: {en: Transitions}}
  effects: {kind: regression, models: [dep_main], title: {en: Effects}, stars: false}
figures:
  coefficients: {kind: coefficients, models: [dep_main], terms: [f, m, fm], title: {en: F}}
"""


def paper(root, **files):
    (root / "paper").mkdir(exist_ok=True)
    for name, text in files.items():
        (root / "paper" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_paper(root)


def findings(root, **files):
    with pytest.raises(DefinitionError) as caught:
        paper(root, **files)
    return [(f.where, f.message, f.advice) for f in caught.value.findings]


def test_models_of_one_file_serve_the_tables_of_another(tmp_path):
    found = paper(tmp_path, b_models=MODELS, a_tables=TABLES)
    assert found.models["dep_main"].formula == "dep_z ~ f + m + fm | pid + wave"
    assert list(found.tables) == ["descriptives", "transitions", "effects"]
    assert isinstance(found.tables["descriptives"], DescriptivesSpec)
    assert isinstance(found.tables["effects"], RegressionSpec)
    assert found.figures["coefficients"].terms == ("f", "m", "fm")


def test_a_study_without_a_paper_has_an_empty_one(tmp_path):
    found = load_paper(tmp_path)
    assert (dict(found.models), dict(found.tables), dict(found.figures)) == ({}, {}, {})


def test_an_unknown_model_gets_the_near_name_and_its_line(tmp_path):
    wrong = TABLES.replace("regression, models: [dep_main]", "regression, models: [dep_mian]")
    assert findings(tmp_path, a=MODELS, b=wrong) == [
        ("paper/b.yaml:4", "unknown model 'dep_mian'", "did you mean 'dep_main'?")
    ]


def test_an_unknown_term_gets_the_near_name(tmp_path):
    wrong = TABLES.replace("[f, m, fm]", "[f, m, fmm]")
    assert findings(tmp_path, a=MODELS, b=wrong) == [
        (
            "paper/b.yaml:6",
            "term 'fmm' is in none of the models of 'coefficients'",
            "did you mean 'fm'?",
        )
    ]


def test_a_name_stands_once_in_the_whole_paper(tmp_path):
    twice = "tables:\n  dep_main: {kind: transitions, title: {en: T}}\n"
    assert findings(tmp_path, a=MODELS, b=twice) == [
        (
            "paper/b.yaml:2",
            "'dep_main' stands twice in the paper (first in paper/a.yaml:2)",
            "give it another name",
        )
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tables:\n  t: {kind: histogram, title: {en: T}}\n", "descriptives"),
        ("tables:\n  t: {kind: transitions, title: {en: T}, formula: y ~ x}\n", "unknown key"),
        ("tables:\n  ../t: {kind: transitions, title: {en: T}}\n", "pattern"),
        ('models:\n  m: {outcome: y, exposures: ["x); import os"]}\n', "pattern"),
        ("models:\n  m: {outcome: y, exposures: [x, x]}\n", "x stands more than once"),
        ("model: {}\n", "unknown key 'model'"),
    ],
)
def test_form_is_checked_with_its_line(tmp_path, text, said):
    (where, message, advice) = findings(tmp_path, a=text)[0]
    assert where.startswith("paper/a.yaml:")
    assert said in f"{message}; {advice}"


def test_everything_wrong_is_said_at_once(tmp_path):
    found = findings(tmp_path, a="model: {}\n", b="tables:\n  t: {kind: none}\n")
    assert [where.split(":")[0] for where, _, _ in found] == ["paper/a.yaml", "paper/b.yaml"]
