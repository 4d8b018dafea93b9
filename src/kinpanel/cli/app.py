"""The `kinpanel` command: verbs, and one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
import traceback

import typer

from kinpanel.cli import analysis, audit, data, definitions, export, linked, releases
from kinpanel.cli.output import trouble
from kinpanel.errors import ExitCode, KinpanelError

app = typer.Typer(
    name="kinpanel",
    help="Longitudinal household panels: from wave exports to fixed-effects tables.",
    epilog="Exit codes: 0 ok, 1 findings or stale, 2 usage, 65 bad data, 66 no input, "
    "70 internal, 74 cannot write, 75 locked, 77 refused, 78 bad definitions.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        print(f"kinpanel {version('kinpanel')}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    pass


definitions.add_to(app)
data.add_to(app)
analysis.add_to(app)
audit.add_to(app)
linked.add_to(app)
export.add_to(app)
releases.add_to(app)


def main() -> None:
    """Run the command line; every error ends as a message and a fixed exit code."""
    try:
        app()
    except KinpanelError as error:
        trouble(error)
        sys.exit(int(error.exit_code))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(int(ExitCode.OK))
    except Exception as error:  # texts of foreign errors can quote answers: only the place is told
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{frame.name} ({os.path.basename(frame.filename)}:{frame.lineno})"  # noqa: PTH119
        print(
            f"error: internal error, {type(error).__name__} in {place}; please report it",
            file=sys.stderr,
        )
        sys.exit(int(ExitCode.INTERNAL))
