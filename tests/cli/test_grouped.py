"""Many findings on few lines."""

from __future__ import annotations

from kinpanel.cli.grouped import SHOWN, grouped
from kinpanel.errors import Finding


def finding(name: str, count: int | None = None, rule: str = "r", file: str = "f") -> Finding:
    return Finding(rule=rule, message="odd", file=file, variable=name, count=count)


def test_few_are_told_one_by_one():
    items = [finding(f"v{i}") for i in range(SHOWN)]
    assert grouped(items) == [("f", [str(item) for item in items])]


def test_of_many_the_largest_and_how_many_more():
    ((file, lines),) = grouped([finding(f"v{i}", count=i) for i in range(1, 11)])
    assert file == "f"
    assert lines[0] == "r: 10 findings, 55 cases"
    assert [line.strip()[:6] for line in lines[1:4]] == ["f, v10", "f, v9:", "f, v8:"]
    assert lines[4] == "  7 more; --json for all"


def test_files_and_rules_and_severities_stay_apart():
    items = [finding("a"), finding("b", file="g"), finding("c", rule="s")]
    items.append(Finding(rule="r", message="m", severity="warning", file="f"))
    assert [(file, len(lines)) for file, lines in grouped(items)] == [("f", 3), ("g", 1)]
    assert grouped(items)[0][1][2].startswith("warning: ")
