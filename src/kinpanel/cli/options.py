"""Options that every verb shares."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinpanel.cli.output import VOICE


def _speak_json(value: bool) -> bool:
    VOICE.json = value
    return value


def _be_quiet(value: bool) -> bool:
    VOICE.quiet = value
    return value


StudyFolder = Annotated[
    Path,
    typer.Option("--study", metavar="DIR", help="The study folder, or one inside it."),
]
Json = Annotated[
    bool, typer.Option("--json", callback=_speak_json, help="Print the result as JSON.")
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", callback=_be_quiet, help="No progress, no warnings.")
]

HERE = Path()
