"""What went wrong, where, how often, and what to do: findings and the one error tree.

A finding never carries an answer somebody gave, only codes, row keys, names and counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from enum import IntEnum
from typing import Any, ClassVar, Literal

Severity = Literal["error", "warning", "note"]

MAX_EXAMPLES = 3


class ExitCode(IntEnum):
    """Public exit codes of the command line; numbers follow sysexits where one fits."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    BAD_DATA = 65
    NO_INPUT = 66
    INTERNAL = 70
    CANNOT_WRITE = 74
    LOCKED = 75
    REFUSED = 77
    BAD_DEFINITIONS = 78


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to look at: a named rule, a place, up to three examples and a count.

    `examples` hold codes or row keys, never other answers; `advice` says what to do.
    """

    rule: str
    message: str
    severity: Severity = "error"
    file: str | None = None
    line: int | None = None
    wave: str | None = None
    variable: str | None = None
    examples: tuple[str, ...] = ()
    count: int | None = None
    advice: str = ""

    @property
    def where(self) -> str:
        """The place, as `file:line`, then wave and variable where they are known."""
        place = self.file or ""
        if place and self.line is not None:
            place += f":{self.line}"
        parts = [place, f"wave {self.wave}" if self.wave else "", self.variable or ""]
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        details = []
        if self.examples:
            shown = ", ".join(self.examples[:MAX_EXAMPLES])
            details.append(f"e.g. {shown}")
        if self.count is not None:
            details.append(f"{self.count:,} in all" if self.examples else f"{self.count:,} cases")
        if details:
            text += f" ({'; '.join(details)})"
        if self.advice:
            text += f"\n    -> {self.advice}"
        return text

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain values, for `--json`."""
        return {key: value for key, value in asdict(self).items() if value not in (None, (), "")}


class KinpanelError(Exception):
    """Base of every error that kinpanel raises on purpose."""

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        self.message = message
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("\n".join([message, *(f"  {finding}" for finding in self.findings)]))


class UsageError(KinpanelError):
    """The call itself is wrong: an unknown name, a formula that does not parse."""

    exit_code = ExitCode.USAGE


class DefinitionError(KinpanelError):
    """study.yaml, a questionnaire, a codebook or a grid is wrong."""

    exit_code = ExitCode.BAD_DEFINITIONS


class InputMissingError(KinpanelError):
    """A file or table that the verb needs is not there."""

    exit_code = ExitCode.NO_INPUT


class DataError(KinpanelError):
    """The data contradict what is declared, or cannot be read."""

    exit_code = ExitCode.BAD_DATA


class EstimationError(DataError):
    """The model cannot be estimated on these data."""


class StoreError(KinpanelError):
    """Writing failed; what stood before still stands."""

    exit_code = ExitCode.CANNOT_WRITE


class LockedError(KinpanelError):
    """Another process holds the study; try again."""

    exit_code = ExitCode.LOCKED


class RefusedError(KinpanelError):
    """Permission or disclosure rules forbid it."""

    exit_code = ExitCode.REFUSED


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is spelt most like `name`; None when none is near."""
    close = get_close_matches(name, sorted(set(known)), n=1, cutoff=0.6)
    return close[0] if close else None


def nearest(name: str, known: Iterable[str]) -> str:
    """Advice that names the nearest known name, or lists a few when none is near.

    Returns "" when nothing is known.
    """
    names = sorted(set(known))
    close = closest(name, names)
    if close is not None:
        return f"did you mean {close!r}?"
    if not names:
        return ""
    listed = ", ".join(names[:8])
    return f"known: {listed}" + (", ..." if len(names) > 8 else "")


def errors_in(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that stop: severity error."""
    return [finding for finding in findings if finding.severity == "error"]
