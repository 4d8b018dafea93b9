"""One typed table: types, levels, keys, and a reason beside every missing cell and no other."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinpanel.codebook import Codebook, TableCodebook
from kinpanel.codebook.codes import CodeGrid, Target
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.rules import parse_rule
from kinpanel.ingest.harmonise import harmonise, source_file
from kinpanel.questionnaire import FileSpec, Questionnaire
from kinpanel.study import StudyDefinition

CANARY = "CNRY7f3a"
STUDY = StudyDefinition.model_validate_json(
    """{"title": {"en": "T"}, "languages": ["en"],
    "missing": {"inapplicable": {"kind": "design", "label": {"en": "-"}},
                "not_asked": {"kind": "design", "label": {"en": "-"}},
                "refused": {"kind": "item", "label": {"en": "-"}}},
    "waves": [{"id": "w1", "year": 2014}, {"id": "w2", "year": 2016}]}"""
)
LEVELS = [{"code": code, "label": {"en": code}} for code in ("3", "1", "2")]


def table(*variables, key=("pid",)):
    declared = [
        {"name": name, "type": kind, "label": {"en": name}, **more}
        for name, kind, more in variables
    ]
    return TableCodebook.model_validate(
        {"table": "t", "label": {"en": "T"}, "unit": "u", "key": key, "variables": declared},
        strict=False,
    )


def row(variable, sources, rule, status="identical"):
    parsed = parse_rule(rule) if rule else None
    assert not isinstance(parsed, str)
    return CrosswalkRow(
        "t", variable, "w1", sources, parsed, status, "", "codebooks/crosswalk.csv", 7
    )


@pytest.fixture
def make(column, question, decode):
    """Harmonise columns, one question and one variable each: (name, type, kind, rule, cells)."""

    def run(*specs, key=("pid",), grid=None):
        columns, questions, variables, rows = [], [], [], {}
        for name, kind, asked, rule, cells, *more in specs:
            declared = more[0] if more else {}
            variables.append((name, kind, declared))
            choices = ["1", "2", "3"] if asked == "select_one" else []
            if rule is not None:
                columns.append(column(cells, name))
                questions.append(question(name, asked, choices=choices))
            status = "identical" if rule is not None else "not_asked"
            rows["t", name, "w1"] = row(name, (name,) if rule else (), rule, status)
        answers, _ = decode(columns, questions, wave={"-1": "refused"})
        targets = {
            ("t", n, "w1"): {c: Target(t, 2) for c, t in g.items()} for n, g in (grid or {}).items()
        }
        codebook = Codebook({}, rows, CodeGrid("codes.csv", targets))
        return harmonise(table(*variables, key=key), codebook, STUDY, "w1", answers, "f.dta")

    return run


PID = ("pid", "text", "text", "same", ["a", "b", "c"])


def test_types_and_reasons(make):
    frame, findings = make(
        PID,
        ("n", "integer", "integer", "same", [1.0, -1.0, 3.0]),
        ("d", "decimal", "decimal", "scale 0.5", [1.0, 2.0, 3.0]),
        ("b", "boolean", "select_one", "map", [1.0, 2.0, -1.0]),
        ("c", "nominal", "select_one", "same", [1.0, 2.0, -1.0], {"levels": LEVELS}),
        ("o", "ordinal", "select_one", "same", [1.0, 2.0, 3.0], {"levels": LEVELS}),
        ("m", "month", "month", "month YYYYMM", [201405.0, -1.0, 201512.0]),
        ("x", "text", None, None, None),
        grid={"b": {"1": "1", "2": "0", "3": "0"}},
    )
    assert findings == []
    kinds = {name: str(frame[name].dtype) for name in frame if not name.endswith("__why")}
    assert kinds == {
        "wave": "category", "pid": "string", "n": "Int64", "d": "Float64", "b": "boolean",
        "c": "category", "o": "category", "m": "datetime64[s]", "x": "string",
    }  # fmt: skip
    assert list(frame["c"].cat.categories) == ["3", "1", "2"]
    assert not frame["c"].cat.ordered
    assert frame["o"].cat.ordered
    assert frame["wave"].cat.ordered
    assert list(frame["wave"].cat.categories) == ["w1", "w2"]
    assert [name for name in frame if name.endswith("__why")] == [
        "n__why", "b__why", "c__why", "m__why", "x__why"
    ]  # fmt: skip
    assert list(frame["n__why"].cat.categories) == list(STUDY.reasons)
    assert frame["x__why"].tolist() == ["not_asked"] * 3
    assert frame["b"].astype(object).tolist()[:2] == [True, False]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from([1.0, 2.0, 3.0, -1.0, "."]), min_size=1, max_size=9),
    st.sampled_from(["integer", "decimal", "boolean", "nominal", "text"]),
)
def test_a_reason_for_every_missing_cell_and_no_other(make, cells, kind):
    more = {"levels": LEVELS} if kind == "nominal" else {}
    rule = "map" if kind == "boolean" else "same"
    asked = "select_one" if kind in ("boolean", "nominal") else "integer"
    frame, findings = make(
        ("pid", "text", "text", "same", [f"p{i}" for i in range(len(cells))]),
        ("v", kind, asked, rule, cells, more),
        grid={"v": {"1": "1", "2": "0", "3": "missing:inapplicable"}},
    )
    assert findings == []
    missing = frame["v"].isna()
    given = [1.0, 2.0] if kind == "boolean" else [1.0, 2.0, 3.0]
    assert missing.tolist() == [cell not in given for cell in cells]
    assert ("v__why" in frame) == missing.any()
    if missing.any():
        assert (frame["v__why"].notna() == missing).all()


@pytest.mark.parametrize(
    ("spec", "message", "count"),
    [
        (("n", "integer", "integer", "scale 0.5", [1.0, 2.0, 3.0]), "not whole numbers", 2),
        (("n", "integer", "integer", "same", [1.0, 9.0, -1.0], {"range": [0, 5]}), "outside 0", 1),
        (("n", "nominal", "integer", "same", [1.0, 9.0, 8.0], {"levels": LEVELS}), "not levels", 2),
        (("n", "boolean", "integer", "same", [1.0, 0.0, 2.0]), "neither 0 nor 1", 1),
        (("n", "decimal", "text", "same", [CANARY, "1", "2"]), "not numbers", 3),
        (("n", "decimal", "text", "same", ["nan", "1", "inf"]), "not finite", 2),
        (("n", "date", "integer", "same", [19844.0, 1.0, -1.0]), "not dates", 2),
        (("n", "date", "text", "same", [CANARY, "2014-01-01", "-1"]), "not dates", 2),
        (("n", "integer", "integer", "map", [1.0, 2.0, 2.0]), "not in codes.csv", 2),
        (("n", "text", "text", "pad 3", ["1", f"{CANARY}", "2"]), "longer than 3", 1),
        (("n", "month", "text", "month YYYYMM", ["1", f"{CANARY}", "201401"]), "not months", 2),
    ],
)  # fmt: skip
def test_values_that_cannot_be_what_the_codebook_says(make, spec, message, count):
    frame, findings = make(PID, spec, grid={"n": {"1": "1"}})
    assert [(f.rule, f.severity, f.variable, f.wave) for f in findings] == [
        ("harmonise", "error", "t.n", "w1")
    ]
    assert message in findings[0].message
    assert findings[0].count == count
    assert "codebooks/crosswalk.csv, line 7" in findings[0].advice
    assert CANARY not in str(findings)
    assert "pid" in frame


def test_whole_numbers_as_text_keep_no_decimal_point(make):
    frame, _ = make(("pid", "text", "integer", "same", [101.0, 2.5e6, 7.0]))
    assert frame["pid"].tolist() == ["101", "2500000", "7"]


def test_numbers_as_levels(make):
    frame, findings = make(
        PID, ("c", "nominal", "integer", "same", [1.0, 2.0, 3.0], {"levels": LEVELS})
    )
    assert findings == []
    assert frame["c"].tolist() == ["1", "2", "3"]


def test_a_month_is_its_first_day(make, column, question, decode):
    frame, findings = make(PID, ("m", "month", "date", "same", ["2014-05-31", "2014-06", "-1"]))
    assert findings == []
    assert frame["m"].dt.day.tolist()[:2] == [1, 1]


def test_keys_after_harmonisation(make):
    """Two ids that differ as written may become one."""
    _, findings = make(("pid", "text", "text", "pad 3", ["7", "007", "-1"]))
    assert [(f.rule, f.count, f.examples, f.variable) for f in findings] == [
        ("missing-key", 1, ("row 3",), "t.pid"),
        ("duplicate-key", 2, ("row 1", "row 2"), "t.pid"),
    ]
    assert all(finding.severity == "error" for finding in findings)


def test_no_rows(make):
    frame, findings = make(
        ("pid", "text", "text", "same", []), ("n", "integer", "integer", "same", [])
    )
    assert findings == []
    assert list(frame) == ["wave", "pid", "n"]
    assert (len(frame), str(frame["n"].dtype)) == (0, "Int64")


def test_source_file(question):
    asked = Questionnaire(
        "w1", "w1.yaml", {"f": FileSpec(path="f.dta", unit="u", key=("pid",))}, (question("pid"),)
    )
    declared = table(("x", "text", {}), ("pid", "text", {}))
    rows = {("t", "x", "w1"): row("x", (), None, "not_asked")}
    grid = CodeGrid("codes.csv", {})
    assert source_file(declared, Codebook({}, rows, grid), asked) is None
    rows["t", "pid", "w1"] = row("pid", ("pid",), "same")
    assert source_file(declared, Codebook({}, rows, grid), asked) == "f"


def test_a_wave_in_another_unit_lands_with_a_warning_or_stops_with_a_hint(make):
    pid = ("pid", "text", "text", "same", [*"abcdefghij"])
    kg = {"unit": "kg", "typical": [20, 40]}
    frame, (finding,) = make(
        pid,
        ("w", "decimal", "decimal", "unit jin", [30.0] * 10, kg),
        ("n", "text", None, None, None),
    )
    assert frame["w"].tolist() == [15.0] * 10
    assert (finding.rule, finding.severity) == ("unit-suspect", "warning")
    assert "x 0.5" in finding.message
    assert "in kg" in finding.message
    heavy = {**kg, "range": [5, 100]}
    _, findings = make(pid, ("w", "decimal", "decimal", "same", [30_000.0] * 10, heavy))
    assert [f.rule for f in findings] == ["unit-suspect", "harmonise"]
    assert "in g" in findings[0].message


def test_a_date_from_parts_takes_the_type_of_its_variable(column, question, decode):
    cells = {"pid": ["a", "b"], "y": [2010.0, 2011.0], "m": [2.0, 3.0], "d": [28.0, -1.0]}
    columns = [column(values, name) for name, values in cells.items()]
    asked = [question("pid", "text"), *(question(name) for name in "ymd")]
    answers, _ = decode(columns, asked, wave={"-1": "refused"})
    rows = {
        ("t", "pid", "w1"): row("pid", ("pid",), "same"),
        ("t", "day", "w1"): row("day", ("y", "m", "d"), "parts"),
        ("t", "month", "w1"): row("month", ("y", "m", "d"), "parts"),
    }
    made = table(("pid", "text", {}), ("day", "date", {}), ("month", "month", {}))
    codebook = Codebook({}, rows, CodeGrid("codes.csv", {}))
    frame, findings = harmonise(made, codebook, STUDY, "w1", answers, "f.dta")
    assert findings == []
    assert [str(day)[:10] for day in frame["day"]] == ["2010-02-28", "NaT"]
    assert [str(day)[:10] for day in frame["month"]] == ["2010-02-01", "2011-03-01"]
    assert frame["day__why"].tolist()[1] == "refused"
    assert "month__why" not in frame
