"""Verbs on releases of the tables: diff, tag, fsck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kinpanel.cli.options import HERE, Json, Quiet, StudyFolder
from kinpanel.cli.output import findings, give, grid, say
from kinpanel.errors import ExitCode

if TYPE_CHECKING:
    from kinpanel.pipeline.diff import RawChange, TableChange, WaveChange
    from kinpanel.tables.difference import TableDifference

_RELEASE = "current, previous, a tag, or the path of a lock file."


def add_to(app: typer.Typer) -> None:
    """Register the verbs of this file."""
    app.command(epilog="Example: kinpanel diff submitted current")(diff)
    app.command(epilog="Example: kinpanel tag submitted")(tag)
    app.command(epilog="Example: kinpanel fsck --collect")(fsck)


def diff(
    old: Annotated[str, typer.Argument(help=_RELEASE)] = "previous",
    new: Annotated[str, typer.Argument(help=_RELEASE)] = "current",
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show what changed between two releases; never a value (exit 1 when something did)."""
    from kinpanel.pipeline.diff import diff as run
    from kinpanel.pipeline.handle import Study

    result = run(Study.open(study), old, new)
    told = ", ".join(wave.wave for wave in result.waves)
    say(f"{result.old} -> {result.new}: " + (f"{told} differ" if told else "the same"))
    for wave in result.waves:
        _say_wave(wave)
    give(result.as_dict())
    if result.waves:
        raise typer.Exit(int(ExitCode.FINDINGS))


def _say_wave(wave: WaveChange) -> None:
    causes = ["deliveries"] if wave.raw and wave.change == "changed" else []
    causes += [*wave.causes]
    told = f" (other {', '.join(causes)})" if causes else ""
    say(f"\n{wave.wave} {wave.change}{told}")
    for raw in wave.raw:
        say(f"  delivery {raw.name}: {_raw_words(raw)}")
    if not wave.tables and wave.change == "changed":
        say("  every table is the same")
    for table in wave.tables:
        _say_table(table)


def _raw_words(raw: RawChange) -> str:
    sides = [
        f"{side.release or 'unlabelled'}, {side.rows:,} rows, {side.sha256[:12]}"
        if side
        else "none"
        for side in (raw.before, raw.after)
    ]
    return " -> ".join(sides)


def _say_table(change: TableChange) -> None:
    rows = [f"{count:,}" for count in (change.rows_before, change.rows_after) if count is not None]
    say(f"  {change.table} {change.change}: {' -> '.join(rows)} rows")
    if not change.compared:
        say("    its files are no longer here, so rows and cells are not compared")
    if change.difference is not None:
        _say_difference(change.difference)


def _say_difference(found: TableDifference) -> None:
    if found.same:
        say("    only the bytes differ")
    if not found.matched:
        say("    rows cannot be paired by key, so they are not compared")
    for word, count, rows in (
        ("new", found.rows_new, found.examples_new),
        ("gone", found.rows_gone, found.examples_gone),
    ):
        if count:
            say(f"    {count:,} rows {word}, e.g. row {', '.join(map(str, rows))}")
    if found.reordered:
        say("    rows stand in another order")
    for word, names in (("new", found.variables_new), ("gone", found.variables_gone)):
        if names:
            say(f"    variables {word}: {', '.join(names)}")
    for change in found.redefined:
        levels = [f"level {code} new" for code in change.levels_new]
        levels += [f"level {code} gone" for code in change.levels_gone]
        say(f"    {change.variable}: other {', '.join(change.attributes)} {'; '.join(levels)}")
    if found.cells:
        grid(
            ("variable", "other value", "now missing", "now given", "other reason", "e.g. row"),
            [
                (c.variable, c.changed, c.to_missing, c.to_value, c.reason, *c.rows[:1])
                if c.changed is not None
                else (c.variable, None, None, None, None, "types differ")
                for c in found.cells
            ],
        )


def tag(
    name: Annotated[
        str | None, typer.Argument(help="The tag, e.g. submitted; without it, all are listed.")
    ] = None,
    release: Annotated[str, typer.Argument(help=_RELEASE)] = "current",
    remove: Annotated[bool, typer.Option("--remove", help="Take the tag away.")] = False,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Name a release, so that its tables are kept and can be compared."""
    from kinpanel.pipeline import tag as verb
    from kinpanel.pipeline.handle import Study

    opened = Study.open(study)
    if name is not None and remove:
        verb.untag(opened, name)
    elif name is not None:
        verb.tag(opened, name, release)
    tags = verb.tags(opened)
    grid(
        ("tag", "release", "waves", "rows", ""),
        [
            (t.name, t.number, " ".join(t.waves), t.rows, "current" if t.current else "")
            for t in tags
        ],
    )
    give({"tags": [t.as_dict() for t in tags]})


def fsck(
    collect: Annotated[
        bool, typer.Option("--collect", help="Remove what no release refers to.")
    ] = False,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Hash every table and delivery again (exit 1 when one is not what the records say)."""
    from kinpanel.pipeline.fsck import fsck as run
    from kinpanel.pipeline.handle import Study

    checked = run(Study.open(study), collect=collect)
    findings(checked.findings)
    say(f"{checked.objects:,} files of tables and {checked.deliveries:,} deliveries checked")
    if checked.collected:
        say(f"{checked.collected:,} unreferenced files removed")
    say("everything is what the records say" if checked.sound else "not everything is sound")
    give(checked.as_dict())
    if not checked.sound:
        raise typer.Exit(int(ExitCode.FINDINGS))
