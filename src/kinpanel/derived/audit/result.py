"""What the audit found: one frozen result per rule, and all of them together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kinpanel.derived.audit.rule import AuditRule
from kinpanel.errors import MAX_EXAMPLES

FAILURE_COLUMNS = (
    "table",
    "wave",
    "row",
    "key",
    "variable",
    "was",
    "now",
    "detail",
    "accepted",
)
CORRECTION_COLUMNS = (
    "table",
    "key",
    "wave",
    "variable",
    "was",
    "now",
    "reason",
    "evidence",
    "by",
    "date",
)


@dataclass(frozen=True)
class RuleResult:
    """What one rule found.

    `checked` counts the rows (or steps between waves) that could fail; `lacking` says what a rule
    needs that is not there, and then nothing was checked. `failures` has one row per failure:
    table, wave, row (from 1 within table and wave, 0 where a whole wave fails), key, variable,
    was, now, detail and whether it is accepted. It carries keys and values: it is for files inside
    the study's data folder only.
    """

    rule: AuditRule
    lacking: tuple[str, ...]
    checked: int
    failures: pd.DataFrame

    @property
    def failed(self) -> int:
        """Failures that nobody has accepted."""
        return int((~self.failures["accepted"]).sum())

    @property
    def accepted(self) -> int:
        """Failures that are known and left as they are."""
        return int(self.failures["accepted"].sum())

    @property
    def share(self) -> float:
        """Failures that nobody has accepted, as a share of what was checked; 0 without any."""
        return min(self.failed / self.checked, 1.0) if self.checked else 0.0

    @property
    def examples(self) -> tuple[str, ...]:
        """Up to three places that fail: table, wave and row number, never a key or a value."""
        rows = self.failures[~self.failures["accepted"]].head(MAX_EXAMPLES)
        return tuple(
            f"{one['table']}.{one['variable']}, wave {one['wave']}"
            + (f", row {one['row']}" if one["row"] else f": {one['detail']}")
            for one in rows.to_dict("records")
        )

    @property
    def by_wave(self) -> dict[str, int]:
        """Failures that nobody has accepted, by wave, in the order of the study."""
        waves = self.failures.loc[~self.failures["accepted"], "wave"].value_counts(sort=False)
        return {str(wave): int(count) for wave, count in waves.items() if count}

    def as_dict(self) -> dict[str, Any]:
        """Plain values without keys and answers, for `--json`."""
        return {
            "rule": self.rule.number,
            "name": self.rule.name,
            "severity": self.rule.severity,
            "sentence": self.rule.sentence,
            "applicable": not self.lacking,
            "lacking": list(self.lacking),
            "checked": self.checked,
            "failed": self.failed,
            "accepted": self.accepted,
            "share": round(self.share, 6),
            "by_wave": self.by_wave,
            "examples": list(self.examples),
        }


@dataclass(frozen=True)
class AuditResult:
    """The results of all rules that were run, in the order of the registry."""

    rules: tuple[RuleResult, ...]

    @property
    def failing(self) -> tuple[RuleResult, ...]:
        """Rules of severity error or warning with failures that nobody has accepted."""
        return tuple(one for one in self.rules if one.failed and one.rule.severity != "note")

    def corrections(self) -> pd.DataFrame:
        """Rows in the form of codebooks/corrections.csv, one per row and variable that fails.

        A missing value is `missing:<reason>`. Accepted failures and those of whole waves are left
        out; `now` is empty where nothing can be suggested; `by` and `date` are for the person who
        decides. Several rules that fail the same cell each have a row.
        """
        parts = []
        for one in self.rules:
            rows = one.failures[~one.failures["accepted"] & (one.failures["row"] > 0)]
            reason = f"{one.rule.number} {one.rule.name}"
            parts.append(rows.assign(reason=reason, evidence=one.rule.sentence, by="", date=""))
        return pd.concat(parts, ignore_index=True)[list(CORRECTION_COLUMNS)]

    def as_dict(self) -> dict[str, Any]:
        """Plain values without keys and answers, for `--json`."""
        totals: Counter[str] = Counter()
        for one in self.rules:
            totals[one.rule.severity] += one.failed
            totals["accepted"] += one.accepted
        return {
            "errors": totals["error"],
            "warnings": totals["warning"],
            "notes": totals["note"],
            "accepted": totals["accepted"],
            "rules": [one.as_dict() for one in self.rules],
        }
