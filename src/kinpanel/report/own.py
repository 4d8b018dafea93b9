"""The study's own share of children under a definition, as it may be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinpanel.report.disclosure import WITHHELD, marker, suppressed


@dataclass(frozen=True)
class OwnShare:
    """Per cent of eligible children of one wave, its 95 % interval, and what it rests on.

    `answers` counts distinct children with an answer, `cases` those of them who are cases.
    Numbers are NaN where no child has an answer, the interval also where the design gives none.
    """

    year: int
    percent: float
    low: float
    high: float
    answers: int
    cases: int


@dataclass(frozen=True)
class OwnSeries:
    """The study's own shares under one definition, by wave; `unverified` fields of that one."""

    shares: tuple[OwnShare, ...]
    unverified: tuple[str, ...] = ()


Own = Mapping[str, OwnSeries]
"""By definition."""


def withheld_as(share: OwnShare, threshold: int) -> str:
    """What stands in place of a share of too few children; "" where it may be shown.

    Too few are cases, or children who are none, or all of them: 1 to `threshold` - 1.
    """
    if suppressed(share.cases, threshold) or suppressed(share.answers, threshold):
        return marker(threshold)
    return WITHHELD if suppressed(share.answers - share.cases, threshold) else ""


def answered(shares: Sequence[OwnShare]) -> list[OwnShare]:
    """Those of waves in which some child has an answer."""
    return [share for share in shares if share.answers > 0]
