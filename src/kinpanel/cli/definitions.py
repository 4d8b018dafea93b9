"""Verbs that need no data: new, check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinpanel.cli.options import HERE, Json, Quiet, StudyFolder
from kinpanel.cli.output import give, grid, say


def add_to(app: typer.Typer) -> None:
    """Register the verbs of this file."""
    app.command(epilog="Example: kinpanel new my-panel && cd my-panel && make")(new)
    app.command(epilog="Example: kinpanel check --study examples/nlsy-children")(check)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make a new study, complete and runnable."""
    from kinpanel.pipeline.scaffold import new_study

    written = new_study(folder)
    say(f"a new study in {folder}, {len(written)} files; next: cd {folder} && make")
    give({"folder": str(folder), "files": written})


def check(study: StudyFolder = HERE, json: Json = False, quiet: Quiet = False) -> None:
    """Check questionnaires, codebooks, crosswalk and paper against each other; no data needed."""
    from kinpanel.pipeline.check import check as run

    result = run(study)
    grid(("wave", "files", "questions"), [(w.wave, w.files, w.questions) for w in result.waves])
    grid(
        ("table", "variables", "crosswalk rows"),
        [(t.table, t.variables, t.rows) for t in result.tables],
    )
    say(f"{result.outputs} tables and figures in paper/; no contradiction found")
    give(result.as_dict())
