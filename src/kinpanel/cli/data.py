"""Verbs on deliveries and tables: register, simulate, ingest, status, trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kinpanel.cli.options import HERE, Json, Quiet, StudyFolder
from kinpanel.cli.output import findings, give, grid, labels, say
from kinpanel.cli.scenarios import WithScenarios
from kinpanel.errors import ExitCode

if TYPE_CHECKING:
    from kinpanel.pipeline.trace import Trace


def add_to(app: typer.Typer) -> None:
    """Register the verbs of this file."""
    app.command(epilog="Example: kinpanel register w4/w4_child.dta --release v2")(register)
    example = "Example: kinpanel simulate --scenario homogeneous --seed 1"
    app.command(cls=WithScenarios, epilog=example)(simulate)
    app.command(epilog="Example: kinpanel ingest w3 w4 --dry-run")(ingest)
    app.command(epilog="Example: kinpanel status --json")(status)
    app.command(epilog="Example: kinpanel trace child dep 0101001003 w1")(trace)


def register(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Files below data/raw; all declared ones if none."
        ),
    ] = None,
    release: Annotated[str, typer.Option(help="A label for this release of the files.")] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Accept a new content under a known name.")
    ] = False,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Put delivered files on record by their sha256 (data/raw/MANIFEST.csv)."""
    from kinpanel.pipeline.handle import Study
    from kinpanel.pipeline.register import register as run

    changed = run(Study.open(study), files or (), release=release, replace=replace)
    for entry in changed:
        say(f"registered {entry.file}  {entry.sha256[:12]}...  {entry.bytes:,} bytes")
    if not changed:
        say("nothing new; every file is on record")
    give({"registered": [entry.__dict__ for entry in changed]})


def simulate(
    scenario: Annotated[
        str, typer.Option(help="What is true of the panel: one of those listed above.")
    ] = "baseline",
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Same seed, same bytes; default: the scenario's own."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace an earlier simulation.")
    ] = False,
    traps: Annotated[
        str | None,
        typer.Option(metavar="NUMBERS", help="Set these traps only, e.g. 7,22; none: no trap."),
    ] = None,
    villages: Annotated[
        int | None,
        typer.Option(min=1, help="How many villages; default: as in the reference panel."),
    ] = None,
    households: Annotated[
        int | None, typer.Option(min=1, help="Households in each village; likewise.")
    ] = None,
    score: Annotated[
        bool, typer.Option("--score", help="Compare what was ingested with the truth instead.")
    ] = False,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write raw exports of the reference panel, with known truth, into data/raw.

    With --score nothing is written: the tables that were ingested from a simulation are compared
    with its truth, trap by trap (exit 1 when one came out wrong).
    """
    from kinpanel.cli.scored import numbers_of, tell_score
    from kinpanel.pipeline.handle import Study
    from kinpanel.pipeline.simulate import simulate as run

    if score:
        tell_score(Study.open(study))
        return
    chosen = numbers_of(traps)
    result = run(
        Study.open(study),
        scenario=scenario,
        seed=seed,
        replace=replace,
        traps=chosen,
        villages=villages,
        households=households,
    )
    say(f"scenario {result.scenario}, seed {result.seed}: {len(result.files)} files in data/raw")
    give({"scenario": result.scenario, "seed": result.seed, "files": list(result.files)})


def ingest(
    waves: Annotated[
        list[str] | None, typer.Argument(metavar="[WAVE]...", help="Waves; all if none is named.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would land or change; write nothing.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="WAVE/FILE", help="Let a file land that looks like another one."),
    ] = None,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read, audit, harmonise and publish waves: all of the call, or nothing."""
    from kinpanel.cli.ingested import tell_plan, tell_summary, tell_warnings
    from kinpanel.cli.progress import progress_of_files
    from kinpanel.pipeline.handle import Study
    from kinpanel.pipeline.ingest import ingest as run

    opened = Study.open(study)
    with progress_of_files() as progress:
        outcomes = run(opened, waves or (), dry_run=dry_run, accept=accept or (), progress=progress)
    tell_warnings(outcomes)
    if dry_run:
        tell_plan(outcomes)
    tell_summary(outcomes, list(opened.codebook.tables), opened.definition.panel.child)
    give({"waves": [outcome.as_dict() for outcome in outcomes]})


def status(study: StudyFolder = HERE, json: Json = False, quiet: Quiet = False) -> None:
    """Show waves, tables and rows, and what is stale and why (exit 1 when something is)."""
    from kinpanel.cli.ingested import columns_of, rows_of, tell_ledgers
    from kinpanel.pipeline.handle import Study
    from kinpanel.pipeline.status import status as run
    from kinpanel.pipeline.tag import readable_tags

    opened = Study.open(study)
    waves = run(opened)
    tagged, damaged = readable_tags(opened)
    tables = list(dict.fromkeys(table for wave in waves for table in wave.rows))
    main = opened.definition.panel.child
    grid(
        ("wave", "year", "state", *columns_of(tables, main), "why"),
        [
            (
                wave.wave,
                str(wave.year),
                wave.state,
                *rows_of(wave.rows, tables, main),
                "; ".join(wave.why),
            )
            for wave in waves
        ],
    )
    for wave in waves:
        tell_ledgers(wave.wave, wave.linked, wave.corrected)
    for tag in tagged:
        say(f"tag {tag.name}: " + ("the current release" if tag.current else "an earlier release"))
    give(
        {
            "waves": [wave.as_dict() for wave in waves],
            "tags": [tag.as_dict() for tag in tagged],
            "findings": [finding.as_dict() for finding in damaged],
        }
    )
    findings(damaged)
    if damaged or any(wave.state != "current" for wave in waves):
        raise typer.Exit(int(ExitCode.FINDINGS))


def trace(
    table: Annotated[str, typer.Argument(help="A table, e.g. child.")],
    variable: Annotated[str, typer.Argument(help="A variable of it, e.g. dep.")],
    key: Annotated[
        str, typer.Argument(help="The row's key; several key variables parted by commas.")
    ],
    wave: Annotated[str, typer.Argument(help="A wave, e.g. w1.")],
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Follow a harmonised cell back to the raw answer, its question and the rule between."""
    from kinpanel.pipeline.handle import Study
    from kinpanel.pipeline.trace import trace as run

    result = run(Study.open(study), table, variable, key.split(","), wave)
    _print_trace(result, "")
    give(result.as_dict())


def _print_trace(cell: Trace, indent: str) -> None:
    shown = f"missing: {cell.reason}" if cell.value is None else cell.value
    if cell.level:
        shown += f" ({labels(cell.level)})"
    say(f"{indent}{cell.table}.{cell.variable} in {cell.wave} = {shown}")
    say(f"{indent}  {labels(cell.label)}")
    say(f"{indent}  rule {cell.rule} ({cell.status}), {cell.defined_at}")
    if cell.why:
        say(f"{indent}  because: {cell.why}")
    for answer in cell.answers:
        raw = answer.raw
        if answer.label_in_file:
            raw += f" [{answer.label_in_file}]"
        if answer.target is not None:
            raw += f" -> {answer.target}"
        say(f"{indent}  {answer.file}, row {answer.row:,}, column {answer.column}: {raw}")
        if answer.choice:
            say(f"{indent}    answer: {labels(answer.choice)}")
        if answer.item:
            say(f"{indent}    {answer.item}")
        for language, wording in answer.wording.items():
            say(f"{indent}    {answer.question} ({language}): {wording}")
    for row in cell.amended:
        was = "raw id " if row.what == "link" else "instead of "
        said = "; ".join(text for text in (row.reason, row.evidence) if text)
        say(f"{indent}  {row.what}, {row.at}: {was}{row.was}, by {row.by}, {row.date}")
        if said:
            say(f"{indent}    because: {said}")
    for item in cell.items:
        _print_trace(item, indent + "    ")
