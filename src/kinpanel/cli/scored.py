"""What a person reads of a study that came through the traps."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import typer

from kinpanel.cli.output import give, grid, say
from kinpanel.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from kinpanel.pipeline.handle import Study

NO_TRAP = "none"


def numbers_of(text: str | None) -> list[int] | None:
    """Numbers parted by commas; UsageError for anything else. None where nothing is said."""
    if text is None:
        return None
    words = [] if text == NO_TRAP else text.split(",")
    if not all(word.strip().isdigit() for word in words):
        raise UsageError(f"--traps takes numbers parted by commas, or {NO_TRAP}")
    return [int(word) for word in words]


def tell_score(study: Study) -> None:
    """Print the verdict on every trap, and stop with 1 when one came out wrong."""
    from kinpanel.pipeline.score import score

    found = score(study)
    rows = [
        (
            str(one.trap.number),
            one.trap.kind,
            one.verdict,
            f"{one.cells:,}",
            f"{one.wrong:,}",
            one.trap.what if one.verdict == "resolved" else f"{one.trap.what}: {one.note}",
        )
        for one in found.traps
    ]
    grid(("trap", "kind", "verdict", "cells", "wrong", "what"), rows)
    counts = Counter(one.verdict for one in found.traps)
    refused = counts["refused"] + counts["flagged"]
    say(
        f"{len(found.traps)} traps, scenario {found.scenario}, seed {found.seed}: "
        f"{counts['resolved']} resolved, {refused} rightly refused or flagged, "
        f"{len(found.wrong)} silently wrong"
    )
    give(found.as_dict())
    if found.wrong:
        raise typer.Exit(ExitCode.FINDINGS)
