"""A progress bar on standard error, where a terminal is there and nobody asked for quiet."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kinpanel.cli.output import VOICE

if TYPE_CHECKING:
    from kinpanel.pipeline.ingest import Step


@contextlib.contextmanager
def progress_of_files() -> Iterator[Callable[[Step], None]]:
    """What to call for every file that was read; the bar goes when the block is left."""
    if VOICE.quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(step: Step) -> None:
            shown = f"{step.wave} {step.file}"
            bar.update(task, description=shown, completed=step.done, total=step.total)

        yield show
