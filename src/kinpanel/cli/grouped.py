"""Many findings on few lines: by file and rule, the largest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kinpanel.errors import Finding

SHOWN = 3
"""Findings of one file and rule that are told one by one; of more, the largest so many."""


def grouped(findings: Iterable[Finding]) -> list[tuple[str | None, list[str]]]:
    """Lines by file, in the order in which files and rules were first met.

    Of more than `SHOWN` findings of one rule the largest are told, and how many more there are.
    """
    groups: dict[str | None, dict[tuple[str, str], list[Finding]]] = {}
    for finding in findings:
        rules = groups.setdefault(finding.file, {})
        rules.setdefault((finding.severity, finding.rule), []).append(finding)
    return [
        (file, [line for items in rules.values() for line in _lines(items)])
        for file, rules in groups.items()
    ]


def _lines(items: Sequence[Finding]) -> list[str]:
    first = items[0]
    if len(items) <= SHOWN:
        return [_told(item) for item in items]
    largest = sorted(items, key=lambda item: -(item.count or 1))[:SHOWN]
    cases = sum(item.count or 1 for item in items)
    head = f"{_severity(first)}{first.rule}: {len(items):,} findings"
    if cases > len(items):
        head += f", {cases:,} cases"
    rest = f"  {len(items) - SHOWN:,} more; --json for all"
    shown = [f"  {item}".replace("\n", "\n  ") for item in largest]
    return [head, *shown, rest]


def _told(item: Finding) -> str:
    return f"{_severity(item)}{item}"


def _severity(item: Finding) -> str:
    """Said of warnings and notes; an error stands under a line that says so."""
    return "" if item.severity == "error" else f"{item.severity}: "
