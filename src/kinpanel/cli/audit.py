"""The verb on all waves of the tables: audit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinpanel.cli.options import HERE, Json, Quiet, StudyFolder
from kinpanel.cli.output import give, grid, note, say
from kinpanel.errors import ExitCode

if TYPE_CHECKING:
    from kinpanel.derived.audit import AuditResult


def add_to(app: typer.Typer) -> None:
    """Register the verb of this file."""
    app.command(epilog="Example: kinpanel audit --rule L01 --rule L07 --html audit.html")(audit)


def audit(
    rule: Annotated[
        list[str] | None, typer.Option(help="A rule by number or name; may be repeated.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the findings as a page.")
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write proposed corrections, a .csv inside data/."),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Show all rules as Markdown; no study is needed.")
    ] = False,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Hold all waves against each other (exit 1 for errors or warnings that nobody accepted)."""
    if listed:
        from kinpanel.derived.audit import catalogue, catalogue_markdown

        say(catalogue_markdown())
        give({"rules": catalogue()})
        return
    from kinpanel.pipeline.audit import audit as run
    from kinpanel.pipeline.handle import Study

    result = run(Study.open(study), rule or (), html=html, corrections=corrections)
    _print(result)
    for path in (html, corrections):
        if path is not None:
            note(f"wrote {path}")
    give(result.as_dict())
    if result.failing:
        raise typer.Exit(int(ExitCode.FINDINGS))


def _print(result: AuditResult) -> None:
    found = [one for one in result.rules if one.failed or one.accepted]
    if found:
        grid(
            ("rule", "", "severity", "checked", "failed", "accepted", "where"),
            [
                (
                    one.rule.number,
                    one.rule.name,
                    one.rule.severity,
                    one.checked,
                    one.failed,
                    one.accepted,
                    "\n".join(one.examples),
                )
                for one in found
            ],
        )
    idle = [one for one in result.rules if one.lacking]
    if idle:
        grid(
            ("not applicable", "", "lacks"),
            [(one.rule.number, one.rule.name, "; ".join(one.lacking)) for one in idle],
        )
    totals = result.as_dict()
    clean = len(result.rules) - len(found) - len(idle)
    say(
        f"{len(result.rules)} rules: {clean} find nothing, {len(idle)} not applicable; "
        f"{totals['errors']:,} errors, {totals['warnings']:,} warnings, "
        f"{totals['notes']:,} notes, {totals['accepted']:,} accepted"
    )
