"""Published numbers: a line per definition, never one across definitions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from kinpanel.derived.absence import preset_names
from kinpanel.report import Setting, load_paper
from kinpanel.report.figures import FIGURE_FORMATS, published, published_plot
from kinpanel.report.specs import PublishedSeries, PublishedSpec

ROOT = Path(__file__).parents[3]
TITLE = {"en": "Published numbers"}
SETTING = Setting(waves=())


def series(*counts: tuple[int, int, bool], label: str = "one") -> PublishedSeries:
    names = ("year", "children", "verified")
    listed = [{"source": "s", **dict(zip(names, count, strict=True))} for count in counts]
    return PublishedSeries.model_validate_json(
        json.dumps({"label": {"en": label}, "counts": listed})
    )


@pytest.fixture
def drawn(monkeypatch):
    kept = []
    original = published._draw
    monkeypatch.setattr(
        published, "_draw", lambda *given: kept.append(original(*given)) or kept[-1]
    )
    return kept


def test_no_line_joins_two_definitions(drawn):
    made = {
        "wide": series((2010, 61_030_000, True), label="any parent"),
        "narrow": series((2016, 9_020_000, True), (2018, 6_970_000, True), label="both"),
    }
    published_plot(made, title=TITLE, setting=SETTING)
    lines = [line for line in drawn[0].axes[0].lines if len(line.get_xdata())]
    assert [list(line.get_xdata()) for line in lines] == [[2010], [2016, 2018]]
    assert len({line.get_color() for line in lines}) == 2
    assert len({line.get_marker() for line in lines}) == 2


def test_what_nobody_verified_is_hollow_joined_to_nothing_and_said(drawn):
    made = {"one": series((2010, 5_000_000, True), (2012, 22_000_000, False))}
    published_plot(made, title=TITLE, setting=SETTING)
    full, hollow, _ = drawn[0].axes[0].lines
    assert (list(full.get_xdata()), list(hollow.get_xdata())) == ([2010], [2012])
    assert (hollow.get_markerfacecolor(), hollow.get_linestyle()) == ("none", "None")
    texts = [text.get_text() for text in drawn[0].legends[0].get_texts()]
    assert texts == ["one", "Hollow: not verified"]


@pytest.mark.parametrize("kind", FIGURE_FORMATS)
def test_the_same_bytes_twice(kind):
    made = {"one": series((2010, 5_000_000, True))}
    first = published_plot(made, title=TITLE, setting=SETTING, format=kind)
    assert published_plot(made, title=TITLE, setting=SETTING, format=kind) == first


def test_nothing_is_cut_and_no_number_covers_another(drawn):
    spec = load_paper(ROOT).figures["published"]
    assert isinstance(spec, PublishedSpec)
    published_plot(spec.series, title=spec.title, setting=SETTING)
    figure = drawn[0]
    renderer = figure.canvas.get_renderer()
    figure.draw(renderer)
    box = figure.bbox
    shown = [*figure.axes[0].texts, *figure.legends[0].get_texts()]
    places = [text.get_window_extent(renderer) for text in shown]
    assert all(box.x0 <= p.x0 and p.x1 <= box.x1 for p in places)
    overlaps = [(a, b) for i, a in enumerate(places) for b in places[i + 1 :] if a.overlaps(b)]
    assert overlaps == []


def test_series_of_the_paper_name_definitions_that_there_are():
    spec = load_paper(ROOT).figures["published"]
    assert isinstance(spec, PublishedSpec)
    assert {one.definition for one in spec.series.values()} <= set(preset_names())


def test_a_year_stands_once_and_in_order():
    with pytest.raises(ValidationError, match="in order, each once"):
        series((2018, 1, True), (2016, 2, True))
