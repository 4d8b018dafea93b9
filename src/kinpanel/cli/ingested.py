"""What ingest did, as a person reads it: a line for every wave, then what to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kinpanel.cli.grouped import grouped
from kinpanel.cli.output import grid, note, say
from kinpanel.pipeline.outcome import TableChange, WaveOutcome

SHORT = 12
"""Characters of a sha256 that are shown."""


def tell_plan(outcomes: Sequence[WaveOutcome]) -> None:
    """Files with their hash, rows and release; then tables with what would change."""
    grid(
        ("wave", "file", "sha256", "rows", "release"),
        [
            (outcome.wave, file.file, file.sha256[:SHORT], file.rows, file.release)
            for outcome in outcomes
            for file in outcome.files.values()
        ],
    )
    say("")
    grid(
        ("wave", "table", "rows", "now", "new", "gone", "against"),
        [
            (
                outcome.wave,
                name,
                change.rows,
                change.before,
                change.new,
                change.gone,
                change.against,
            )
            for outcome in outcomes
            for name, change in outcome.tables.items()
        ],
    )
    say("")


MOST_TABLES = 4
"""Tables that have a column each; of more, the main one has, and the others are counted."""


def columns_of(tables: Sequence[str], main: str) -> tuple[str, ...]:
    """The heads of the columns that tell the rows of tables."""
    return tuple(tables) if len(tables) <= MOST_TABLES else (main, "other tables", "their rows")


def rows_of(rows: Mapping[str, int], tables: Sequence[str], main: str) -> tuple[int, ...]:
    """What stands in those columns for one wave."""
    if len(tables) <= MOST_TABLES:
        return tuple(rows.get(table, 0) for table in tables)
    others = [count for table, count in rows.items() if table != main and count]
    return rows.get(main, 0), len(others), sum(others)


def tell_summary(outcomes: Sequence[WaveOutcome], tables: Sequence[str], main: str) -> None:
    """One line for every wave; new and gone keys, and missing answers, are of the `main` table."""
    grid(
        ("wave", "", *columns_of(tables, main), "new", "gone", "missing", "warnings", "time"),
        [
            (
                outcome.wave,
                outcome.status,
                *rows_of(outcome.rows, tables, main),
                *_change(outcome.tables.get(main)),
                sum(finding.severity == "warning" for finding in outcome.findings),
                f"{outcome.seconds:.1f} s" if outcome.tables else None,
            )
            for outcome in outcomes
        ],
    )
    for one in outcomes:
        tell_ledgers(one.wave, one.linked, one.corrected)


def tell_ledgers(wave: str, linked: int | None, corrected: int | None) -> None:
    """How many links and corrections a wave follows; nothing where it follows none."""
    if linked or corrected:
        say(f"{wave}: links applied: {linked:,}; corrections applied: {corrected:,}")


def tell_warnings(outcomes: Iterable[WaveOutcome]) -> None:
    """Warnings on standard error, by file and rule; notes are left to --json."""
    warnings = [
        finding
        for outcome in outcomes
        for finding in outcome.findings
        if finding.severity == "warning"
    ]
    for _, lines in grouped(warnings):
        for line in lines:
            note(line)


def _change(change: TableChange | None) -> tuple[int | None, int | None, str | None]:
    if change is None:
        return None, None, None
    missing = None if change.missing is None else f"{change.missing:.1%}"
    return change.new, change.gone, missing
