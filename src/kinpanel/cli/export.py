"""The verb that hands tables to other programs: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinpanel.cli.options import HERE, Json, Quiet, StudyFolder
from kinpanel.cli.output import findings, give, say

if TYPE_CHECKING:
    from kinpanel.pipeline.export import Exported


def add_to(app: typer.Typer) -> None:
    """Register the verb of this file."""
    app.command(epilog="Example: kinpanel export child.dta --key ~/keys/panel.key --language zh")(
        export
    )


Target = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="A .dta, .sav, .parquet or .csv file.")
]
Table = Annotated[
    str | None,
    typer.Option(help="The table; default: the one FILE is called after, else the children."),
]
Panel = Annotated[
    bool, typer.Option("--panel", help="The panel, with parental state, not a table.")
]
Waves = Annotated[
    list[str] | None, typer.Option(help="A wave; may be repeated. Default: all waves.")
]
Include = Annotated[
    list[str] | None,
    typer.Option(help="restricted or identifier variables, too; may be repeated."),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The pseudonym key; default: $KINPANEL_PSEUDONYM_KEY_FILE."),
]
NewKey = Annotated[
    Path | None,
    typer.Option("--make-key", metavar="FILE", help="Write a new key, and export nothing."),
]
Language = Annotated[str, typer.Option(help="The language of labels; default: the study's first.")]
WithLabels = Annotated[bool, typer.Option("--labels", help=".csv: labels in place of codes.")]
ForPeople = Annotated[
    bool, typer.Option("--for-people", help=".csv: safe to open in a spreadsheet program.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]


def export(
    file: Target = None,
    table: Table = None,
    panel: Panel = False,
    wave: Waves = None,
    include: Include = None,
    key: KeyFile = None,
    make_key: NewKey = None,
    language: Language = "",
    labels: WithLabels = False,
    for_people: ForPeople = False,
    force: Force = False,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write a table with labels and reasons; ids leave as pseudonyms, the rest only when asked."""
    from kinpanel.errors import UsageError

    if make_key is not None and file is None:
        _make_key(make_key, study)
        return
    if file is None or make_key is not None:
        raise UsageError("name the file to write, or a key to make: kinpanel export FILE")
    from kinpanel.pipeline.export import Wanted
    from kinpanel.pipeline.export import export as run
    from kinpanel.pipeline.handle import Study
    from kinpanel.report.export import Look

    opened = Study.open(study)
    wanted = Wanted(table, panel, tuple(wave or ()), tuple(include or ()), key)
    look = Look(language or opened.definition.languages[0], labels, for_people)
    done = run(opened, file, wanted, look, force=force)
    findings(done.findings, notes=True)
    _tell(done)
    give(done.as_dict())


def _tell(done: Exported) -> None:
    say(f"{done.file}: {done.table}, {done.rows:,} rows, {done.variables} variables")
    if done.missing:
        say("missing: " + ", ".join(f"{code} {reason}" for code, reason in done.missing.items()))
    if done.pseudonyms:
        say(f"pseudonyms (key {done.key_id}): {', '.join(done.pseudonyms)}")
    if done.identifiers:
        say(f"identifiers as they are: {', '.join(done.identifiers)}")
    for kind, names in done.left_out.items():
        say(f"left out, {kind}: {', '.join(names)}")
    say(f"labels, codes and units: {done.descriptor}")


def _make_key(path: Path, study: Path) -> None:
    from kinpanel.errors import InputMissingError
    from kinpanel.pipeline.pseudonym_key import make_key
    from kinpanel.study import find_root

    try:
        root = find_root(study)
    except InputMissingError:  # a key may be made before there is a study
        root = None
    made = make_key(root, path)
    say(f"new key {made.id} in {path.name}; keep a copy in a safe place: it cannot be made again")
    give({"key_id": made.id, "file": path.name})
