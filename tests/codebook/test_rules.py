"""The closed list of rules: no program text in cells."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.codebook.model import VariableType
from kinpanel.codebook.rules import RULES, Rule, parse_rule
from kinpanel.questionnaire.model import KINDS


@pytest.mark.parametrize(
    ("cell", "name", "argument"),
    [
        ("same", "same", ""),
        ("  map ", "map", ""),
        ("first", "first", ""),
        ("scale 0.5", "scale", "0.5"),
        ("scale\t-2", "scale", "-2"),
        ("scale 1e-3", "scale", "1e-3"),
        ("pad  10", "pad", "10"),
        ("pad 49", "pad", "49"),
        ("month YYYYMM", "month", "YYYYMM"),
        ("month stata", "month", "stata"),
        ("date DD.MM.YYYY", "date", "DD.MM.YYYY"),
        ("any 3", "any", "3"),
        ("any -1 03 x", "any", "-1 03 x"),
        ("count", "count", ""),
        ("count_to 2", "count_to", "2"),
        ("mention 12", "mention", "12"),
        ("month YYYY年MM月", "month", "YYYY年MM月"),
        ("unit", "unit", ""),
        ("unit jin", "unit", "jin"),
        ("unit 斤", "unit", "斤"),
        ("parts", "parts", ""),
        ("parts lunar=2:lunar_date", "parts", "lunar=2:lunar_date"),
        ("behind 0=0", "behind", "0=0"),
        ("behind 5=2 0.5", "behind", "5=2 0.5"),
        ("factors 1=12,2=1 1=1", "factors", "1=12,2=1 1=1"),
    ],
)
def test_rules_as_written(cell, name, argument):
    rule = parse_rule(cell)
    assert isinstance(rule, Rule)
    assert (rule.spec, rule.argument) == (RULES[name], argument)
    assert str(rule) == f"{name} {argument}".strip()


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("", "unknown rule ''; known: same, map, scale, pad, month, date, first, any"),
        ("Same", "unknown rule 'Same'"),
        ("x * 2", "unknown rule 'x'"),
        ("__import__('os')", "unknown rule"),
        ("same x", "rule same takes no argument"),
        ("map 1=2", "rule map takes no argument"),
        ("first a", "rule first takes no argument"),
        *((f"scale {x}", "rule scale needs a factor") for x in ("", "x", "1_0", "nan", "٣", "1 2")),
        *(
            (f"scale {x}", "rule scale needs a finite factor")
            for x in ("0", "0.0", "-0", "9" * 400)
        ),
        *((f"pad {x}", "rule pad needs a width") for x in ("", "0", "-1", "50", "4.0", "x")),
        *((f"month {x}", "rule month needs a format") for x in ("", "yyyymm", "%tm")),
        *((f"date {x}", "rule date needs a format") for x in ("", "%td", "YYMMDD", "DD.MM.YY")),
        ("any", "rule any needs codes"),
        ("any 3 4 3", "rule any names code 3 twice"),
        ("count 3", "rule count takes no argument"),
        *(
            (f"count_to {x}", "rule count_to needs the number")
            for x in ("", "0", "-1", "two", "100")
        ),
        ("unit jinn", "rule unit knows no unit 'jinn'; did you mean 'jin'?"),
        ("unit kg g", "rule unit knows no unit 'kg g'"),
        ("unit celsius", "rule unit knows no unit 'celsius'"),
        *((f"parts {x}", "rule parts needs nothing, or the") for x in ("lunar", "lunar=2", "3")),
        *(
            (f"behind {x}", "rule behind needs the code that closes the gate")
            for x in ("", "0", "0 0.5", "x 0.5")
        ),
        *((f"behind 0=0 {x}", "rule behind needs a factor") for x in ("x", "1 2")),
        ("behind 0=0 0", "rule behind needs a finite factor"),
        *(
            (f"mention {x}", "rule mention needs the number")
            for x in ("", "0", "-1", "first", "100")
        ),
    ],
)
def test_anything_else_is_refused(cell, wrong):
    answer = parse_rule(cell)
    assert isinstance(answer, str)
    assert answer.startswith(wrong)


@given(
    st.text(max_size=30) | st.tuples(st.sampled_from([*RULES]), st.text(max_size=9)).map(" ".join)
)
def test_any_cell_is_a_rule_or_a_sentence(cell):
    answer = parse_rule(cell)
    if isinstance(answer, Rule):
        assert parse_rule(str(answer)) == answer
    else:
        assert answer.startswith(("unknown rule ", "rule "))


@pytest.mark.parametrize("spec", RULES.values(), ids=lambda spec: spec.name)
def test_every_rule_describes_itself_in_known_words(spec):
    assert spec.sentence.endswith(".")
    assert spec.from_kinds <= set(KINDS)
    assert spec.to_types <= set(get_args(VariableType))
    assert RULES[spec.name] is spec


def test_the_page_on_rules_says_what_the_code_says():
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    _, *sections = page.split("\n## ")
    assert [section.splitlines()[0] for section in sections] == [
        f"`{s.usage}`" for s in RULES.values()
    ]
    for section, spec in zip(sections, RULES.values(), strict=True):
        assert spec.usage.split()[0] == spec.name
        kinds, types = (", ".join(sorted(names)) for names in (spec.from_kinds, spec.to_types))
        assert section.splitlines()[2] == spec.sentence
        assert section.splitlines()[4] == f"From {kinds} to {types}."
        assert ("several sources" in section) == spec.many_sources
