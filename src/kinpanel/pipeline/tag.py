"""`tag`: give a release a name that keeps its tables from being collected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kinpanel.errors import Finding, StoreError
from kinpanel.pipeline.diff import find_release
from kinpanel.pipeline.fsck import damaged_release
from kinpanel.pipeline.handle import Study
from kinpanel.tables.history import load
from kinpanel.tables.release import Release


@dataclass(frozen=True)
class Tag:
    """A tagged release: its name, the number it was published under, its waves and rows."""

    name: str
    number: int | None
    waves: tuple[str, ...]
    rows: int
    current: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return {**self.__dict__, "waves": list(self.waves)}


def tags(study: Study) -> list[Tag]:
    """Every tag, by name; StoreError when one cannot be read."""
    current = study.store.release()
    return [_tag(study, *named, current) for named in study.store.history.tags.items()]


def readable_tags(study: Study) -> tuple[list[Tag], list[Finding]]:
    """Every tag that can be read, by name, and a finding on each of the others."""
    current, history = study.store.release(), study.store.history
    found: list[Tag] = []
    findings: list[Finding] = []
    for path in history.tag_files:
        try:
            found.append(_tag(study, path.name.removesuffix(".lock"), load(path), current))
        except StoreError as error:
            findings.append(damaged_release(f"tags/{path.name}", error))
    return found, findings


def tag(study: Study, name: str, release: str = "current") -> Tag:
    """Tag a release; see `find_release` for what names one, and `Store.tag` for what is raised."""
    found = find_release(study, release).release
    study.store.tag(name, found)
    return _tag(study, name, found, study.store.release())


def untag(study: Study, name: str) -> None:
    """Take a tag away; its tables go at the next ingest. InputMissingError if unknown."""
    study.store.untag(name)


def _tag(study: Study, name: str, release: Release, current: Release) -> Tag:
    number = study.store.history.number(release)
    rows = sum(part.rows for part in release.objects)
    return Tag(name, number, tuple(release.waves), rows, release == current)
