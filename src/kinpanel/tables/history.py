"""Past releases and tagged ones: small copies of release.lock beside the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from kinpanel.errors import InputMissingError, StoreError, UsageError, nearest
from kinpanel.tables.files import remove, write_atomically
from kinpanel.tables.release import FORMATS, Format, Release, read_release

RELEASES = "releases"
TAGS = "tags"
TAG_NAME = re.compile(r"[a-z][a-z0-9._-]{0,39}")
_ENTRY = re.compile(r"([0-9]{4,})-([0-9a-f]{12})\.lock")


@dataclass(frozen=True)
class Entry:
    """A release that was published: its place in the order, and its file."""

    number: int
    digest: str
    path: Path


class History:
    """Every release that was published, numbered, and those that were given a name.

    A release becomes an entry just before the swap, so an entry after that of the current
    release is one that never stood: the run broke off.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def entries(self) -> list[Entry]:
        """The entries in order."""
        found = []
        for path in _listed(self.folder / RELEASES):
            match = _ENTRY.fullmatch(path.name)
            if match:
                found.append(Entry(int(match[1]), match[2], path))
        return sorted(found, key=lambda entry: (entry.number, entry.path.name))

    def record(self, before: Release, after: Release) -> None:
        """Put `after` behind `before`; what broke-off runs put there goes."""
        entries = self.entries
        place = _place(entries, before)
        if place is not None:
            for entry in entries[place + 1 :]:
                if entry.digest != after.digest[:12]:
                    remove(entry.path)
            entries = entries[: place + 1]
        elif before.waves:
            entries.append(self._write(entries, before))
        if not entries or entries[-1].digest != after.digest[:12]:
            self._write(entries, after)

    def _write(self, entries: list[Entry], release: Release) -> Entry:
        number = entries[-1].number + 1 if entries else 1
        digest = release.digest[:12]
        path = self.folder / RELEASES / f"{number:04}-{digest}.lock"
        write_atomically(path, release.text().encode("utf-8"))
        return Entry(number, digest, path)

    def number(self, release: Release) -> int | None:
        """The number of a release, the latest where it was published more than once."""
        place = _place(self.entries, release)
        return None if place is None else self.entries[place].number

    def previous(self, current: Release) -> Release | None:
        """The release that stood before the current one; None when none did."""
        entries = self.entries
        place = _place(entries, current)
        before = entries if place is None else entries[:place]
        return load(before[-1].path) if before else None

    @property
    def tags(self) -> Mapping[str, Release]:
        """Tagged releases by name; StoreError when one of them cannot be read."""
        return {path.name.removesuffix(".lock"): load(path) for path in self.tag_files}

    @property
    def tag_files(self) -> list[Path]:
        """The files of all tags, by name; StoreError when their folder cannot be listed."""
        return [path for path in _listed(self.folder / TAGS) if path.suffix == ".lock"]

    def tag_file(self, name: str) -> Path:
        """The file of a tag; UsageError for what cannot be its name."""
        if not TAG_NAME.fullmatch(name) or name in ("current", "previous"):
            raise UsageError(
                f"{name!r} cannot name a release; use small letters, digits, '.', '_' and '-', "
                "beginning with a letter, and neither current nor previous"
            )
        return self.folder / TAGS / f"{name}.lock"

    def tagged(self, name: str) -> Release:
        """The release of that tag; InputMissingError when there is none."""
        path = self.tag_file(name)
        if not path.is_file():
            known = [path.name.removesuffix(".lock") for path in self.tag_files]
            advice = nearest(name, known) or "kinpanel tag NAME makes one"
            raise InputMissingError(f"no release is tagged {name!r}; {advice}")
        return load(path)


def _place(entries: list[Entry], release: Release) -> int | None:
    digest = release.digest[:12]
    places = [place for place, entry in enumerate(entries) if entry.digest == digest]
    return places[-1] if places else None


def _listed(folder: Path) -> list[Path]:
    """What lies in a folder, by name, but hidden files; nothing when there is no folder.

    A folder that cannot be listed is no empty one: StoreError.
    """
    try:
        return [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError(f"{folder.name}/ cannot be read: {error.strerror}") from error


def load(path: Path, absent: Release | None = None) -> Release:
    """The release in a file, or `absent` without one; StoreError when it cannot be understood."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if absent is None:
            raise StoreError(f"{path.name} is gone") from None
        return absent
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path.name} cannot be read") from error
    try:
        release = read_release(text)
        form = Format.model_validate_json(text).format
    except ValidationError as error:
        raise StoreError(f"{path.name} is damaged") from error
    if release is None:
        known = " and ".join(map(str, FORMATS))
        raise StoreError(f"{path.name} has format {form}, this kinpanel reads {known}")
    return release
