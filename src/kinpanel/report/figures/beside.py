"""Published counts, and beside them the study's own shares: a line of the figure per definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinpanel.labels import Labels
from kinpanel.report.disclosure import marker
from kinpanel.report.figures.canvas import check_format, drawable, rendered
from kinpanel.report.figures.published import counts_of_one, millions_axis
from kinpanel.report.figures.shares import SMALL, highest, published_percentages, shares_of_one
from kinpanel.report.own import Own, OwnSeries, answered, withheld_as
from kinpanel.report.setting import Setting
from kinpanel.report.specs import PublishedSeries
from kinpanel.report.table import plain
from kinpanel.report.wrap import broken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _ABOVE, _LINE = 7.2, 1.2, 1.35
"""Inches: the figure, what stands above and below its lines, a line."""
_TITLE, _LABEL, _NOTE, _HEADING = 92, 100, 124, 46
"""Columns of text that fit: a title, the label of a line, a note, a line of a heading."""
_DOUBTFUL = "\u00a0†"
"""With a space at which no line is broken."""
_ROOM = 3.0
"""The axis of millions reaches this many times the largest count, for its number."""


@dataclass(frozen=True)
class _Texts:
    title: str
    headings: tuple[tuple[str, str], tuple[str, str]]
    series: Mapping[str, str]
    nothing: str
    notes: tuple[str, ...]

    def every(self) -> list[str]:
        labels = list(self.series.values())
        headings = [text for heading in self.headings for text in heading]
        return [self.title, *headings, *labels, self.nothing, *self.notes]


def beside_plot(
    series: Mapping[str, PublishedSeries],
    own: Own,
    *,
    name: Labels,
    title: Labels,
    setting: Setting,
    format: str = "png",  # noqa: A002 - the word people use
) -> bytes:
    """Published counts (left, millions) and the study's own shares (right, per cent of eligible).

    One line of the figure per definition, all on the same scales; nothing is joined across
    lines. Published counts are drawn as in `published_plot`; a published percentage that was
    verified stands as a cross among the study's own. Own shares have their 95 % interval; those
    of too few children are withheld (`setting.threshold`), and a definition with unverified
    details is marked. `name` is what the study is called. Labels, fonts and bytes are those of
    every figure. Raises UsageError for an unknown format.
    """
    check_format(format)
    lines = {
        key: (one, own.get(one.definition or "", OwnSeries(()))) for key, one in series.items()
    }

    def made(tried: Setting, remark: str) -> _Texts:
        labels = {key: plain(tried.text(one.label)) for key, one in series.items()}
        return _texts(
            tried, lines, labels, plain(tried.text(title)), plain(tried.text(name)), remark
        )

    def named(tried: Setting, remark: str) -> _Texts:
        labels = {key: key for key in series}
        return _texts(tried, lines, labels, "", tried.word("study"), remark)

    texts, fonts = drawable(made, named, setting)
    return rendered(lambda: _draw(lines, texts, setting.threshold), fonts, format)


_Lines = Mapping[str, tuple[PublishedSeries, OwnSeries]]


def _texts(
    tried: Setting, lines: _Lines, labels: Mapping[str, str], title: str, study: str, remark: str
) -> _Texts:
    marks = {key: _DOUBTFUL if found.unverified else "" for key, (_, found) in lines.items()}
    return _Texts(
        title=title,
        headings=(
            (tried.word("published"), tried.word("millions_log")),
            (study, tried.word("percent_of_eligible")),
        ),
        series={key: label + marks[key] for key, label in labels.items()},
        nothing=tried.word("nothing_known"),
        notes=(*_notes(tried, lines), *([remark] if remark else [])),
    )


def _notes(tried: Setting, lines: _Lines) -> list[str]:
    """What the marks in the figure mean, only of those that are there."""
    counts = [count for one, _ in lines.values() for count in one.counts]
    shares = [share for _, found in lines.values() for share in answered(found.shares)]
    notes = [tried.word("note_own")]
    if any(not count.verified for count in counts):
        notes.append(tried.word("unverified"))
    if any(count.verified and count.percent is not None for count in counts):
        notes.append(tried.word("note_published_percent"))
    if any(found.unverified for _, found in lines.values()):
        notes.append(tried.word("note_definition_unverified"))
    few = tried.threshold
    if any(withheld_as(share, few) for share in shares):
        notes.append(tried.word("note_suppressed", marker=marker(few), threshold=few))
    return notes


def _draw(lines: _Lines, texts: _Texts, threshold: int) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, _ABOVE + _LINE * len(lines)), layout="constrained")
    FigureCanvasAgg(figure)
    heights = [0.1, *[1.0] * len(lines)]
    heads, *rows = figure.subplots(len(lines) + 1, 2, squeeze=False, height_ratios=heights)
    for axes, heading in zip(heads, texts.headings, strict=True):
        axes.axis("off")
        text = "\n".join(broken(part, _HEADING) for part in heading)
        axes.text(0, 0, text, weight="bold", fontsize=SMALL + 0.5, va="bottom")
    counts = [count for one, _ in lines.values() for count in one.counts]
    shares = [share for _, found in lines.values() for share in found.shares]
    years = [*(count.year for count in counts), *(share.year for share in shares)]
    top = min(100.0, 1.25 * highest(shares, counts, threshold))
    for place, ((key, (one, found)), (left, right)) in enumerate(
        zip(lines.items(), rows, strict=True)
    ):
        counts_of_one(left, one.counts, place)
        millions_axis(left, counts, room=_ROOM)
        shares_of_one(right, found.shares, place, threshold, texts.nothing)
        published_percentages(right, one.counts)
        right.set_ylim(0, top)
        left.set_title(broken(texts.series[key], _LABEL), loc="left", fontsize=SMALL + 0.5)
        for axes in (left, right):
            _frame(axes, years, last=place == len(lines) - 1)
    figure.suptitle(broken(texts.title, _TITLE), fontsize=10.5, x=0.01, ha="left")
    figure.supxlabel(_paragraph(texts.notes), fontsize=7.5, x=0.01, ha="left", color="0.3")
    return figure


def _paragraph(notes: Sequence[str]) -> str:
    """Notes below each other, short ones on one line as long as there is room."""
    lines: list[str] = []
    for note in notes:
        together = f"{lines[-1]}    {note}" if lines else note
        if lines and "\n" not in broken(together, _NOTE):
            lines[-1] = together
        else:
            lines.append(note)
    return "\n".join(broken(line, _NOTE) for line in lines)


def _frame(axes: Axes, years: Sequence[int], *, last: bool) -> None:
    """The same years below every line, written below the last one."""
    step = 1 if max(years) - min(years) < 7 else 2
    axes.set_xlim(min(years) - 0.9, max(years) + 0.9)
    axes.set_xticks(range(min(years), max(years) + 1, step))
    axes.tick_params(labelbottom=last, labelsize=SMALL)
    axes.grid(axis="y", color="0.9", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
