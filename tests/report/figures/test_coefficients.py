import hashlib
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest

from kinpanel.errors import UsageError
from kinpanel.report.figures import FIGURE_FORMATS, canvas, coefficient_plot
from kinpanel.report.figures import coefficients as figures

TITLE = {"en": "Absence", "zh": "父母外出"}


def plot(models, setting, **more):
    return coefficient_plot(models, **({"title": TITLE, "setting": setting} | more))


@pytest.fixture
def drawn(monkeypatch):
    """The figures drawn in a test, to look into."""
    kept = []
    original = figures._draw
    monkeypatch.setattr(figures, "_draw", lambda *given: kept.append(original(*given)) or kept[-1])
    return kept


@pytest.mark.parametrize(
    ("name", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_every_format_is_what_it_says_and_the_same_twice(name, start, FakeFit, setting):
    first = plot({"a": FakeFit(), "b": FakeFit()}, setting, format=name)
    assert first.startswith(start)
    assert plot({"a": FakeFit(), "b": FakeFit()}, setting, format=name) == first


MAKE = """
import hashlib, runpy, sys
FakeFit = runpy.run_path(sys.argv[1])["FakeFit"]
from kinpanel.report import Setting
from kinpanel.report.figures import FIGURE_FORMATS, coefficient_plot
for name in FIGURE_FORMATS:
    drawn = coefficient_plot(
        {"a": FakeFit()}, title={"en": "T"}, setting=Setting(waves=()), format=name
    )
    print(name, hashlib.sha256(drawn).hexdigest())
"""


def run(seed):
    env = os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
    env.pop("SOURCE_DATE_EPOCH", None)
    conftest = str(Path(__file__).parents[1] / "conftest.py")
    command = [sys.executable, "-c", MAKE, conftest]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


def test_two_processes_give_the_same_bytes():
    first = run("1")
    assert len(first.splitlines()) == len(FIGURE_FORMATS) == 3
    assert run("2") == first


def test_the_settings_of_the_user_neither_matter_nor_change(FakeFit, setting):
    usual = hashlib.sha256(plot({"a": FakeFit()}, setting)).hexdigest()
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "black", "text.usetex": True}):
        assert hashlib.sha256(plot({"a": FakeFit()}, setting)).hexdigest() == usual
        assert mpl.rcParams["font.size"] == 30


def test_points_and_intervals_stand_where_the_numbers_say(FakeFit, setting, drawn):
    plot({"a": FakeFit()}, setting, terms=["fm", "f"])
    (axes,) = drawn[0].axes
    (container,) = axes.containers
    line, _, (bars,) = container
    assert line.get_xdata().tolist() == [0.2, 0.06]
    assert line.get_ydata().tolist() == [0.0, 1.0]
    low, high = bars.get_segments()[0][:, 0]
    assert (low, high) == pytest.approx((0.12, 0.28))
    assert [label.get_text() for label in axes.get_yticklabels()] == ["fm", "f"]
    assert axes.yaxis_inverted()


def test_models_differ_in_colour_and_marker(FakeFit, setting, drawn):
    plot({"a": FakeFit(), "b": FakeFit()}, setting, headings={"a": {"en": "Child effects"}})
    lines = [container[0] for container in drawn[0].axes[0].containers]
    assert len({line.get_color() for line in lines}) == 2
    assert len({line.get_marker() for line in lines}) == 2
    (legend,) = drawn[0].legends
    assert [text.get_text() for text in legend.get_texts()] == ["Child effects", "b"]


def test_a_model_without_a_term_leaves_its_place_empty(FakeFit, setting, drawn):
    short = FakeFit(terms=("f",), estimates=(0.5,), p_values=(0.1,))
    plot({"a": FakeFit(), "b": short}, setting)
    lines = [container[0] for container in drawn[0].axes[0].containers]
    assert [len(line.get_xdata()) for line in lines] == [3, 1]


def test_hostile_labels_are_drawn_and_nothing_is_cut(FakeFit, setting, drawn):
    label = "$\\input{x}$ <script> & " + "very long label " * 6
    labels = {"f": {"en": label}, "m": {"en": "x" * 90}}
    text = plot({"a": FakeFit()}, _with(setting, labels=labels), format="svg", title={"en": label})
    root = ElementTree.fromstring(text)  # noqa: S314 - our own
    assert not [tag for tag in root.iter() if tag.tag.endswith("script")]
    renderer = drawn[0].canvas.get_renderer()
    drawn[0].draw(renderer)
    box = drawn[0].get_tightbbox(renderer)
    for tick in drawn[0].axes[0].get_yticklabels():
        extent = tick.get_window_extent(renderer)
        assert box.x0 * drawn[0].dpi <= extent.x0 + 1


def _with(setting, **changes):
    from dataclasses import replace

    return replace(setting, **changes)


def texts(figure):
    return [figure.get_suptitle(), figure.axes[0].get_title(loc="left")]


def test_without_a_chinese_font_the_figure_says_so(FakeFit, setting, drawn, monkeypatch):
    found = canvas.families
    monkeypatch.setattr(
        canvas, "families", lambda given: found(given) if all(map(str.isascii, given)) else None
    )
    plot({"a": FakeFit()}, _with(setting, language="zh"))
    assert texts(drawn[0])[0] == "Absence"
    assert texts(drawn[0])[1].startswith("No font for Chinese was found")


def test_labels_no_font_can_draw_become_names(FakeFit, setting, drawn, monkeypatch):
    monkeypatch.setattr(canvas, "families", lambda given: None)
    plot({"a": FakeFit()}, _with(setting, labels={"f": {"en": "\U0001f600"}}))
    assert drawn[0].axes[0].get_yticklabels()[0].get_text() == "f"
    assert texts(drawn[0])[1].startswith("No font for all labels was found")


def test_with_a_chinese_font_labels_are_chinese(FakeFit, setting, drawn, monkeypatch, recwarn):
    monkeypatch.setattr(canvas, "families", lambda given: ["DejaVu Sans"])
    plot({"a": FakeFit()}, _with(setting, language="zh"))
    assert texts(drawn[0]) == ["父母外出", ""]


def test_unknown_formats_and_too_many_models_are_refused(FakeFit, setting):
    with pytest.raises(UsageError, match="did you mean 'png'"):
        plot({"a": FakeFit()}, setting, format="pngg")
    with pytest.raises(UsageError, match="up to 7"):
        plot({str(i): FakeFit() for i in range(8)}, setting)
