"""Where an export may lie: not among the study's own files, not over another file unasked."""

from __future__ import annotations

from pathlib import Path

from kinpanel.errors import Finding, InputMissingError, RefusedError
from kinpanel.pipeline.handle import Study

OWN = ("data/raw", "data/processed", "questionnaires", "codebooks")
"""Folders of a study that hold what exports are made from."""


def check_place(study: Study, path: Path, *, force: bool) -> None:
    """Raise RefusedError unless a file may be written to `path`, over another only by `force`."""
    place = path.resolve()
    for folder in OWN:
        if place.is_relative_to((study.root / folder).resolve()):
            raise RefusedError(
                f"{path.name} would lie in {folder}/ of the study; name another place"
            )
    place_of = study.definition.deliveries
    if place_of.environment is not None and _inside_deliveries(study, place):
        raise RefusedError(f"{path.name} would lie among the deliveries; name another place")
    if path.exists() and not force:
        raise RefusedError(f"{path.name} is there already; replace it with --force")


def on_place(target: Path) -> list[Finding]:
    """A note when the file lies where it could be committed to a repository by accident."""
    if not any((folder / ".git").exists() for folder in target.resolve().parents):
        return []
    return [
        Finding(
            rule="export-place",
            message="lies in a git working tree",
            severity="note",
            file=target.name,
            advice="keep it out of the repository: name it in .gitignore",
        )
    ]


def _inside_deliveries(study: Study, place: Path) -> bool:
    try:
        return place.is_relative_to(study.raw)
    except InputMissingError:
        return False
