"""The rules as people read them: Markdown and plain values."""

from __future__ import annotations

from typing import Any

from kinpanel.derived.audit.need import told
from kinpanel.derived.audit.registry import FAMILIES


def catalogue_markdown() -> str:
    """Every rule by family: number, name, severity, what it says and what it needs."""
    lines = []
    for family, rules in FAMILIES.items():
        lines += [f"### {family}", "", "| rule | severity | what it says | needs |"]
        lines.append("| --- | --- | --- | --- |")
        for rule in rules:
            needs = ", ".join(told(need) for need in rule.needs) or "nothing more"
            name = f"**{rule.number}** {rule.name}"
            lines.append(f"| {name} | {rule.severity} | {rule.sentence} | {needs} |")
        lines.append("")
    return "\n".join(lines)


def catalogue() -> list[dict[str, Any]]:
    """Every rule as plain values, for `--json`."""
    return [
        {
            "rule": rule.number,
            "name": rule.name,
            "family": family,
            "severity": rule.severity,
            "sentence": rule.sentence,
            "needs": [told(need) for need in rule.needs],
        }
        for family, rules in FAMILIES.items()
        for rule in rules
    ]
