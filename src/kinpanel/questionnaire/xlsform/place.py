"""Findings on a form: the workbook, the sheet and the row in one place."""

from __future__ import annotations

from kinpanel.errors import Finding, Severity


def at(
    name: str,
    sheet: str,
    row: int | None,
    rule: str,
    message: str,
    advice: str,
    *,
    severity: Severity = "error",
    question: str = "",
    examples: tuple[str, ...] = (),
    count: int | None = None,
) -> Finding:
    """A finding at `name[sheet]:row` under the rule `xlsform-<rule>`."""
    return Finding(
        rule=f"xlsform-{rule}",
        message=message,
        severity=severity,
        file=f"{name}[{sheet}]",
        line=row or None,
        variable=question or None,
        examples=examples,
        count=count,
        advice=advice,
    )
