"""Whether a delivered file is what its questionnaire says: by its rows, columns and bytes.

Answers of people play no part here; `kinpanel.ingest.identity` judges those once they are typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kinpanel.errors import Finding
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.signature import Fit, fits
from kinpanel.questionnaire import Questionnaires

LIKE = 0.8
"""A file looks like another when that share of the other's columns is there."""
UNLIKE = 0.5
"""A file that looks like another is refused when at most that share of its own columns is there."""
STRANGE = 0.25
"""A file with fewer of its own columns is refused even when it looks like no other."""
AGREE, CONTRADICT = 0.9, 0.5
"""Same columns, but so many agree in storage and labels with one file, so few with the other."""
MIN_JUDGED = 3
"""Columns that must be judged before storage and labels alone tell two files apart."""
MIN_ROWS = 20
"""Files with fewer rows can be alike by chance: nothing is refused for being like another."""


@dataclass(frozen=True)
class Surprise:
    """A delivered file that is not what it is declared to be, and what it looks like."""

    wave: str
    file: str
    looks: str
    finding: Finding

    @property
    def name(self) -> str:
        """What `--accept` takes."""
        return f"{self.wave}/{self.file}"

    def accepted(self) -> Finding:
        """The finding once somebody has said that the file is right: it warns, and stays told."""
        message = f"{self.finding.message}; accepted"
        return replace(self.finding, severity="warning", message=message, advice="")


@dataclass(frozen=True)
class Twin:
    """A declared file, `wave`'s `file`, that was registered with the same bytes as `path`."""

    wave: str
    file: str
    path: str


def surprise(wave: str, file: str, raw: RawFile, looks: str, message: str) -> Surprise:
    """A refusal with its advice; `message` says what the file looks like."""
    finding = Finding(
        rule="wrong-file",
        message=message,
        file=raw.name,
        wave=wave,
        advice="put the right file in its place and register it; if this one is right after all: "
        f"kinpanel ingest --accept {wave}/{file}",
    )
    return Surprise(wave, file, looks, finding)


def judge_shape(
    raw: RawFile, wave: str, file: str, questionnaires: Questionnaires
) -> Surprise | None:
    """What a file looks like when its rows or columns are not those of `wave`'s `file`."""
    ranked = fits(raw, questionnaires)
    own = next(one for one in ranked if (one.wave, one.file) == (wave, file))
    others = [one for one in ranked if one is not own]
    best = others[0] if others else None
    if best is not None and _is_other(own, best):
        return surprise(wave, file, raw, f"{best.wave}/{best.file}", _looks_like(own, best))
    if own.share < STRANGE:
        if own.folded >= LIKE * own.declared:
            said = (
                f"{own.present} of {own.declared} columns of {own.name} are here, but {own.folded} "
                "when upper and lower case are one: its names were changed"
            )
            return surprise(wave, file, raw, f"{wave}/{file}", said)
        said = (
            f"this looks like no file of this study: {own.present} of {own.declared} columns of "
            f"{own.name} are here"
        )
        if best is not None and best.present > own.present:
            said += f", of the nearest, {best.name}, {best.present} of {best.declared}"
        return surprise(wave, file, raw, "no file of this study", said)
    if raw.rows == 0:
        said = f"the file has the columns of {own.name}, but no rows"
        return surprise(wave, file, raw, "an empty file", said)
    return None


def judge_bytes(
    raw: RawFile, wave: str, file: str, twins: Iterable[Twin]
) -> tuple[Surprise | None, list[Finding]]:
    """A refusal when the same bytes are on record as another file; a warning in a small file."""
    for twin in twins:
        said = f"these are the bytes of {twin.wave}'s {twin.file} file ({twin.path})"
        found = surprise(wave, file, raw, f"{twin.wave}/{twin.file}", said)
        if raw.rows < MIN_ROWS:
            return None, [replace(found.finding, severity="warning", advice="")]
        return found, []
    return None, []


def _is_other(own: Fit, best: Fit) -> bool:
    if best.share >= LIKE and own.share <= UNLIKE:
        return True
    alike = best.share >= max(LIKE, own.share) and best.judged >= MIN_JUDGED
    return alike and best.agreement >= AGREE and own.agreement <= CONTRADICT


def _looks_like(own: Fit, best: Fit) -> str:
    said = f"this looks like {best.name}: {best.present} of {best.declared} of its columns are here"
    if own.share <= UNLIKE:
        return f"{said}; of {own.name}, {own.present} of {own.declared}"
    return (
        f"{said}, and storage and labels agree in {best.agreeing} of {best.judged}; "
        f"with {own.name} in {own.agreeing} of {own.judged}"
    )
