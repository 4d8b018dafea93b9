"""Published counts beside the study's own shares: what is shown, what is not, and where."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.container import ErrorbarContainer

from kinpanel.presets import preset
from kinpanel.report import Setting, load_paper
from kinpanel.report.figures import FIGURE_FORMATS, beside, beside_plot
from kinpanel.report.own import OwnSeries, OwnShare
from kinpanel.report.specs import PublishedSeries, PublishedSpec

ROOT = Path(__file__).parents[3]
SPEC = load_paper(ROOT).figures["published"]
SETTING = Setting(waves=())
TITLE = {"en": "Published numbers"}
NAME = {"en": "A study"}
YEARS = (2014, 2016, 2018, 2020, 2022)


def shares(percent, *, cases=200, answers=1000, years=YEARS, reach=4.0):
    return tuple(
        OwnShare(year, percent, max(percent - reach, 0), percent + reach, answers, cases)
        for year in years
    )


def series(*counts, definition="one", label="one"):
    listed = [{"source": "s", **count} for count in counts]
    text = {"label": {"en": label}, "definition": definition, "counts": listed}
    return PublishedSeries.model_validate_json(json.dumps(text))


COUNT = {"year": 2010, "children": 61_030_000, "verified": True}


@pytest.fixture
def drawn(monkeypatch):
    kept = []
    original = beside._draw
    monkeypatch.setattr(beside, "_draw", lambda *given: kept.append(original(*given)) or kept[-1])
    return kept


def own_of_the_paper():
    """Own shares as the reference panel has them, near enough."""
    assert isinstance(SPEC, PublishedSpec)
    names = [one.definition for one in SPEC.series.values()]
    return {
        name: OwnSeries(shares(42.6 if "2010" in name or "all" in name else 16.0), doubts)
        for name, doubts in ((name, preset(name).verify) for name in names)
    }


@pytest.fixture
def paper(drawn):
    beside_plot(
        SPEC.series, own_of_the_paper(), name=SPEC.own.label, title=SPEC.title, setting=SETTING
    )
    figure = drawn[0]
    figure.draw(figure.canvas.get_renderer())
    return figure


def lines_of(figure):
    """Left and right axes of every line, without the headings."""
    return [figure.axes[place : place + 2] for place in range(2, len(figure.axes), 2)]


def written(figure):
    """Every text of the figure that is not a number at an axis."""
    texts = [text for axes in figure.axes for text in axes.texts]
    texts += [axes.get_title(loc="left") and axes._left_title for axes in figure.axes]
    return [text for text in (*texts, figure._suptitle, figure._supxlabel) if text]


def own_points(axes):
    """Years and per cent of the points with intervals; nothing where there are none."""
    (found,) = [one for one in axes.containers if isinstance(one, ErrorbarContainer)] or [None]
    return [] if found is None else list(zip(*found[0].get_data(), strict=True))


def test_each_definition_has_its_own_row_on_both_sides(drawn):
    made = {
        "wide": series(COUNT, definition="one"),
        "narrow": series({**COUNT, "year": 2016, "children": 9_020_000}, definition="two"),
    }
    own = {"one": OwnSeries(shares(40.0)), "two": OwnSeries(shares(15.0))}
    beside_plot(made, own, name=NAME, title=TITLE, setting=SETTING)
    first, second = lines_of(drawn[0])
    assert [list(axes.lines[0].get_xdata()) for axes in (first[0], second[0])] == [[2010], [2016]]
    assert own_points(first[1]) == [(year, 40.0) for year in YEARS]
    assert own_points(second[1]) == [(year, 15.0) for year in YEARS]
    assert first[1].get_ylim() == second[1].get_ylim()
    assert first[0].get_ylim() == second[0].get_ylim()
    assert first[0].get_xlim() == first[1].get_xlim() == second[0].get_xlim()
    colours = {row[0].lines[0].get_color() for row in (first, second)}
    assert len(colours) == 2
    assert all(row[1].containers[0][0].get_color() == row[0].lines[0].get_color()
               for row in (first, second))  # fmt: skip


@pytest.mark.parametrize(
    ("cases", "answers", "text"),
    [(9, 1000, "<10"), (991, 1000, "…"), (8, 8, "<10"), (10, 1000, "15.0"), (0, 1000, "15.0")],
)
def test_small_cells_are_withheld(drawn, cases, answers, text):
    few = OwnShare(2016, 15.0, 11.0, 19.0, answers, cases)
    one, three = shares(15.0, years=(2014, 2018))
    own = {"one": OwnSeries((one, few, three))}
    beside_plot({"a": series(COUNT)}, own, name=NAME, title=TITLE, setting=SETTING)
    ((_, right),) = lines_of(drawn[0])
    assert [note.get_text() for note in right.texts if note.xy[0] == 2016] == [text]
    heights = dict(own_points(right))
    assert np.isnan(heights[2016]) == (text != "15.0"), "the line breaks where one is withheld"
    assert heights[2014] == heights[2018] == 15.0
    assert ("fewer than 10" in drawn[0]._supxlabel.get_text()) == (text != "15.0")


def test_a_withheld_share_does_not_even_stretch_the_axis(drawn):
    own = {"one": OwnSeries((*shares(15.0), OwnShare(2024, 90.0, 80.0, 99.0, 9, 8)))}
    beside_plot({"a": series(COUNT)}, own, name=NAME, title=TITLE, setting=SETTING)
    ((_, right),) = lines_of(drawn[0])
    assert right.get_ylim()[1] < 30


def test_nothing_known_is_said(drawn):
    nobody = OwnShare(2014, float("nan"), float("nan"), float("nan"), 0, 0)
    made = {
        "a": series(COUNT),
        "b": series(COUNT, definition="two"),
        "c": series(COUNT, definition="three"),
    }
    own = {"one": OwnSeries((nobody,)), "three": OwnSeries(shares(20.0))}
    beside_plot(made, own, name=NAME, title=TITLE, setting=SETTING)
    said = [[note.get_text() for note in right.texts] for _, right in lines_of(drawn[0])]
    assert said[0] == said[1] == ["Not known in this study"]
    assert "Not known in this study" not in said[2]


def test_a_share_without_an_interval_is_a_point(drawn):
    bare = OwnShare(2014, 20.0, float("nan"), float("nan"), 100, 20)
    own = {"one": OwnSeries((bare,))}
    beside_plot({"a": series(COUNT)}, own, name=NAME, title=TITLE, setting=SETTING)
    ((_, right),) = lines_of(drawn[0])
    assert own_points(right) == [(2014, 20.0)]
    assert [note.get_text() for note in right.texts] == ["20.0"]


def test_a_published_percentage_is_a_cross_only_where_verified(drawn):
    made = {
        "a": series({**COUNT, "percent": 37.7}),
        "b": series({**COUNT, "percent": 21.9, "verified": False}, definition="two"),
    }
    beside_plot(made, {}, name=NAME, title=TITLE, setting=SETTING)
    crosses = [
        [tuple(line.get_ydata()) for line in right.lines if line.get_marker() == "x"]
        for _, right in lines_of(drawn[0])
    ]
    assert crosses == [[(37.7,)], []]
    assert "×: published percentage" in drawn[0]._supxlabel.get_text()


def test_definitions_with_unverified_details_are_marked(drawn):
    made = {"a": series(COUNT), "b": series(COUNT, definition="two", label="two")}
    own = {"one": OwnSeries(shares(20.0), ("boundary",)), "two": OwnSeries(shares(20.0))}
    beside_plot(made, own, name=NAME, title=TITLE, setting=SETTING)
    labels = [left.get_title(loc="left") for left, _ in lines_of(drawn[0])]
    assert labels == ["one\u00a0†", "two"]
    assert "†: details of this definition are not verified" in drawn[0]._supxlabel.get_text()


def test_no_text_covers_another_and_none_is_cut(paper):
    """A number had stood in the label of its row, and a heading beyond the figure."""
    texts = written(paper)
    places = [text.get_window_extent() for text in texts]
    covered = [
        (a.get_text(), b.get_text())
        for (a, one), (b, two) in combinations(zip(texts, places, strict=True), 2)
        if one.overlaps(two)
    ]
    assert covered == []
    box = paper.bbox
    outside = [
        text.get_text()
        for text, place in zip(texts, places, strict=True)
        if place.x0 < box.x0 or place.x1 > box.x1 or place.y0 < box.y0 or place.y1 > box.y1
    ]
    assert outside == []


def test_headings_stay_above_their_column(paper):
    for axes in paper.axes[:2]:
        (heading,) = axes.texts
        assert heading.get_window_extent().x1 <= axes.bbox.x1 + 1
        assert len(heading.get_text().split("\n")) == 2


def test_no_mark_stands_alone_on_a_line(paper):
    labels = [left.get_title(loc="left") for left, _ in lines_of(paper)]
    assert any(label.endswith("†") for label in labels)
    assert all(line.strip("\u00a0 †") for label in labels for line in label.split("\n"))


def test_intervals_reach_beyond_their_points(paper):
    """Points had been larger than intervals of four percentage points."""
    _, right = lines_of(paper)[0]
    (found,) = [one for one in right.containers if isinstance(one, ErrorbarContainer)]
    points_per_percent = right.bbox.height / paper.dpi * 72 / np.diff(right.get_ylim())[0]
    assert 4.0 * points_per_percent > found[0].get_markersize()


def test_rows_stand_in_the_order_of_the_paper(paper):
    labels = [left.get_title(loc="left").split("\u00a0")[0] for left, _ in lines_of(paper)]
    assert labels == [one.label["en"] for one in SPEC.series.values()]


def test_chinese(drawn, monkeypatch):
    monkeypatch.setattr("kinpanel.report.figures.canvas.families", lambda _: ["DejaVu Sans"])
    chinese = replace(SETTING, language="zh", others=("zh", "en"))
    with pytest.warns(UserWarning, match="missing from font"):
        beside_plot(
            SPEC.series, own_of_the_paper(), name=SPEC.own.label, title=SPEC.title, setting=chinese
        )
    texts = [text.get_text() for text in written(drawn[0])]
    assert any(text.startswith("参照调查（虚构）") for text in texts)
    assert any("占符合条件儿童的百分比" in text for text in texts)
    assert not any(word in text for text in texts for word in ("Published", "eligible", "interval"))


@pytest.mark.parametrize("kind", FIGURE_FORMATS)
def test_the_same_bytes_twice(kind):
    made, own = {"a": series(COUNT)}, {"one": OwnSeries(shares(20.0))}
    given = {"name": NAME, "title": TITLE, "setting": SETTING, "format": kind}
    assert beside_plot(made, own, **given) == beside_plot(made, own, **given)
