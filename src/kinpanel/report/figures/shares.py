"""The study's own shares of children in a figure: points with intervals, by year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinpanel.report.figures.canvas import COLOURS, MARKERS
from kinpanel.report.own import OwnShare, answered, withheld_as
from kinpanel.report.specs import PublishedCount

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GREY = "0.25"
SMALL = 8


def shares_of_one(
    axes: Axes, shares: Sequence[OwnShare], place: int, threshold: int, nothing: str
) -> None:
    """One definition: shares joined over the years, each with its interval and its number.

    What is withheld stands as text at the foot of its year; `nothing` is said where no child of
    any year has an answer.
    """
    known = answered(shares)
    hidden = {share.year: withheld_as(share, threshold) for share in known}
    colour = COLOURS[place % len(COLOURS)]
    # A year that is withheld breaks the line.
    heights = [math.nan if hidden[share.year] else share.percent for share in known]
    ends = [_interval(share) for share in known]
    if known:
        axes.errorbar(
            [share.year for share in known],
            heights,
            yerr=[
                [share.percent - low for share, (low, _) in zip(known, ends, strict=True)],
                [high - share.percent for share, (_, high) in zip(known, ends, strict=True)],
            ],
            fmt=MARKERS[place % len(MARKERS)],
            color=colour,
            markersize=3.5,
            elinewidth=1.1,
            capsize=2.5,
            linestyle="-",
            linewidth=0.8,
        )
    for share, (_, high) in zip(known, ends, strict=True):
        if not hidden[share.year]:
            _write(axes, f"{share.percent:.1f}", share.year, high, colour)
    for year, text in hidden.items():
        if text:
            _write(axes, text, year, 0.0, colour)
    if not known:
        axes.text(
            0.5, 0.5, nothing, transform=axes.transAxes, ha="center", color="0.4", fontsize=SMALL
        )


def published_percentages(axes: Axes, counts: Sequence[PublishedCount]) -> None:
    """Published percentages as grey crosses, those that somebody has seen in their source."""
    for count in counts:
        if count.verified and count.percent is not None:
            axes.plot([count.year], [count.percent], "x", color=_GREY, markersize=6)
            _write(axes, f"{count.percent:.1f}", count.year, count.percent, _GREY, above=6)


def highest(shares: Sequence[OwnShare], counts: Sequence[PublishedCount], threshold: int) -> float:
    """The highest per cent that these two draw, at least 5."""
    shown = [share for share in answered(shares) if not withheld_as(share, threshold)]
    seen = [count.percent for count in counts if count.verified and count.percent is not None]
    return max([5.0, *seen, *(_interval(share)[1] for share in shown)])


def _interval(share: OwnShare) -> tuple[float, float]:
    """The interval, without length where the design gives none."""
    if math.isnan(share.low):
        return share.percent, share.percent
    return share.low, share.high


def _write(axes: Axes, text: str, year: int, height: float, colour: str, above: float = 3) -> None:
    axes.annotate(
        text,
        (year, height),
        xytext=(0, above),
        textcoords="offset points",
        ha="center",
        fontsize=SMALL,
        color=colour,
    )
