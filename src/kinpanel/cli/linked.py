"""The verb on links between waves: link."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinpanel.cli.options import HERE, Json, Quiet, StudyFolder
from kinpanel.cli.output import give, note, say


def add_to(app: typer.Typer) -> None:
    """Register the verb of this file."""
    app.command(epilog="Example: kinpanel link --wave w3 --out data/processed/links-w3.csv")(link)


def link(
    wave: Annotated[str, typer.Option(help="The wave whose strangers are looked at.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the proposals, a .csv inside data/."),
    ] = None,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Propose who the persons may be whom no earlier wave knows; nothing is linked."""
    from kinpanel.pipeline.handle import Study
    from kinpanel.pipeline.link import link as run

    result = run(Study.open(study), wave, out=out)
    say(
        f"{result.wave}: {result.strangers:,} rows of {result.table} that no earlier wave knows, "
        f"{result.vanished:,} persons of earlier waves who are not in it; "
        f"{result.pairs:,} proposals for {result.proposed:,} of the rows"
    )
    if out is not None:
        note(f"wrote {out}; rows you accept go into codebooks/links/{result.wave}.csv")
    give(result.as_dict())
