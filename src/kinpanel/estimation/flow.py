"""The sample flow: rows offered, rows dropped and why, rows used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kinpanel.errors import Finding


@dataclass(frozen=True)
class Dropped:
    """Rows left out for one reason; a row with several counts under the first of them."""

    reason: str
    variable: str
    rows: int


@dataclass(frozen=True)
class SampleFlow:
    """Rows offered, rows dropped by reason, rows used; the numbers add up."""

    offered: int
    dropped: tuple[Dropped, ...]
    used: int

    @property
    def singletons(self) -> int:
        """Rows dropped because they are the only one of their entity."""
        return sum(entry.rows for entry in self.dropped if entry.reason == "singleton")

    def as_dict(self) -> dict[str, Any]:
        """The flow as plain values."""
        dropped = [
            {"reason": entry.reason, "variable": entry.variable, "rows": entry.rows}
            for entry in self.dropped
        ]
        return {"offered": self.offered, "dropped": dropped, "used": self.used}


def empty_sample(flow: SampleFlow) -> Finding:
    """The finding that no row is left, with every reason."""
    reasons = "; ".join(f"{e.reason} {e.variable}: {e.rows:,}" for e in flow.dropped)
    return Finding(
        rule="empty-sample",
        message=f"{flow.offered:,} rows offered" + (f"; dropped: {reasons}" if reasons else ""),
        advice="look at the variable that drops most; singletons='keep' keeps lone rows",
    )
