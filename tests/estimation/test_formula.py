import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.errors import ExitCode, UsageError
from kinpanel.estimation.formula import MAX_LENGTH, Effect, Formula, Term, parse_formula


def names(formula: Formula) -> list[str]:
    return [term.name for term in formula.terms]


@pytest.mark.parametrize(
    ("text", "terms", "effects", "intercept"),
    [
        ("y ~ x", ["x"], [], True),
        ("y~x1+x2|pid+wave", ["x1", "x2"], ["pid", "wave"], True),
        ("y ~ x1 + x2 + x1:x2 | pid", ["x1", "x2", "x1:x2"], ["pid"], True),
        ("y ~ a*b", ["a", "b", "a:b"], [], True),
        ("y ~ a*b*c", ["a", "b", "c", "a:b", "a:c", "b:c", "a:b:c"], [], True),
        ("y ~ a:b*c", ["a:b", "c", "a:b:c"], [], True),
        ("y ~ x | village^wave", ["x"], ["village^wave"], True),
        ("y ~ x | pid + village^wave", ["x"], ["pid", "village^wave"], True),
        ("y ~ 1", [], [], True),
        ("y ~ 0 + x", ["x"], [], False),
        ("y ~ x - 1", ["x"], [], False),
        ("y ~ -1 + x", ["x"], [], False),
        ("y ~ x + 1", ["x"], [], True),
        ("y ~ x - 0", ["x"], [], True),
        ("y ~ x + x", ["x"], [], True),
        ("y ~ a:b + b:a", ["a:b"], [], True),
        ("y ~ x | pid + pid", ["x"], ["pid"], True),
        ("抑郁 ~ 留守 | 编号 + 年份", ["留守"], ["编号", "年份"], True),
    ],
)
def test_reads(text, terms, effects, intercept):
    formula = parse_formula(text)
    assert names(formula) == terms
    assert [effect.name for effect in formula.effects] == effects
    assert formula.intercept is intercept


def test_tree_is_typed_and_frozen():
    formula = parse_formula("y ~ a*b | pid + v^w")
    assert formula.terms == (Term(("a",)), Term(("b",)), Term(("a", "b")))
    assert formula.effects == (Effect(("pid",)), Effect(("v", "w")))
    assert formula.variables == ("a", "b")
    with pytest.raises(AttributeError):
        formula.outcome = "z"  # type: ignore[misc]


PAYLOADS = [
    "__import__('os').system('touch hacked')",
    "y ~ __import__('os')",
    "y ~ x + eval('1')",
    'y ~ exec("import os")',
    "y ~ I(open('f','w').write('x'))",
    "y ~ x.__class__.__mro__",
    "y ~ x.system",
    "y ~ (lambda: 1)()",
    "y ~ [c for c in ()]",
    "y ~ {x}",
    "y ~ {0.__class__}",
    "y ~ f'{x}'",
    "y ~ `x`",
    "y ~ `__import__('os')`",
    "y ~ @x",
    "y ~ @pd.eval('1')",
    "y ~ x; import os",
    "y ~ x\nimport os",
    "y ~ x\r\nimport os",
    "y ~ x # comment",
    "y ~ x if x else y",
    "y ~ x := 5",
    "y ~ x == 1",
    "y ~ x[0]",
    "y ~ Q('x y')",
    "y ~ C(x)",
    "y ~ np.log(x)",
    "y ~ log(x)",
    "y ~ $(touch hacked)",
    "y ~ x | pid; DROP TABLE child",
    "y ~ x' OR '1'='1",
    "y ~ ${jndi:ldap}",
    "y ~ x \\x41",
    "y ~ x\x00",
    "y ~ \u202ex",
    "y ~ x **2",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_code_is_refused_with_a_place(payload, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        parse_formula(payload)
    assert caught.value.exit_code == ExitCode.USAGE == 2
    lines = str(caught.value).split("\n")
    assert len(lines) == 3
    assert lines[2].strip() == "^"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    ["y ~ lag(x)", "y ~ l(x)", "y ~ L.x", "y ~ L2.x", "y ~ d(x)", "y ~ lead(x)", "y ~ shift(x)",
     "y ~ D.x", "y ~ F.x | pid", "lag(y) ~ x"],
)  # fmt: skip
def test_lags_are_refused_with_the_way_to_make_them(text):
    with pytest.raises(UsageError, match="by child and wave in the panel first, never by row"):
        parse_formula(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "expected the outcome"),
        ("y", "write '~'"),
        ("y ~", "expected a term"),
        ("~ x", "expected the outcome"),
        ("y ~ x +", "found the end"),
        ("y ~ x z", "expected an operator"),
        ("y ~ x ~ z", "expected an operator"),
        ("y ~ 2", "numbers other than 0 and 1"),
        ("y ~ 2 * x", "numbers other than 0 and 1"),
        ("y ~ 0.5", "numbers other than 0 and 1"),
        ("y ~ x - z", "only 1 can be taken away"),
        ("y ~ x:x", "times itself"),
        ("y ~ x*x", "times itself"),
        ("y ~ y", "outcome cannot stand on the right"),
        ("y ~ x | y", "outcome cannot stand on the right"),
        ("y ~ x | pid | z", "write '| endogenous ~ instruments'"),
        ("y ~ x | pid | z ~ q | w", "an operator"),
        ("y ~ x | z ~ q + x", "two parts"),
        ("y ~ x | z + w ~ q", "as many instruments"),
        ("y ~ x | a^b ~ q", "joined by"),
        ("y ~ x | ", "expected an effect"),
        ("y ~ x | 0", "expected an effect"),
        ("y ~ x | pid:wave", r"combine effects with '\^'"),
        ("y ~ (x + z)", "brackets"),
        ("y ~ log(x)", r"log\(\) is not available"),
    ],
)
def test_refusals_say_why(text, reason):
    with pytest.raises(UsageError, match=reason):
        parse_formula(text)


def test_caret_is_below_the_offending_token():
    with pytest.raises(UsageError) as caught:
        parse_formula("y ~ x + 7 | pid")
    _, shown, caret = str(caught.value).split("\n")
    assert shown[caret.index("^")] == "7"


def test_length_and_terms_are_capped():
    with pytest.raises(UsageError, match="at most 10,000"):
        parse_formula("y ~ " + "x" * MAX_LENGTH)
    with pytest.raises(UsageError, match="more than 1,000 terms"):
        parse_formula("y ~ " + " + ".join(f"x{i}" for i in range(1001)))
    with pytest.raises(UsageError, match="more than 1,000 terms"):
        parse_formula("y ~ " + "*".join(f"x{i}" for i in range(1500)))


def test_not_text_is_refused():
    with pytest.raises(UsageError, match="a formula is text"):
        parse_formula(3)  # type: ignore[arg-type]


@given(st.text(alphabet="yx1 ~+-*:|^()._'\"\\\n@`[]{}pid", max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        formula = parse_formula(text)
    except UsageError:
        return
    assert all(name.isidentifier() for name in (formula.outcome, *formula.variables))


def test_endogenous_columns_and_instruments():
    one = parse_formula("y ~ x | pid + wave | away ~ far + near")
    assert [effect.name for effect in one.effects] == ["pid", "wave"]
    assert (one.endogenous, one.instruments) == (("away",), ("far", "near"))
    two = parse_formula("y ~ 1 | away ~ far")
    assert (two.effects, two.endogenous, two.instruments) == ((), ("away",), ("far",))
