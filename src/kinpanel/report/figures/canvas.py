"""What every figure shares: formats, colours, fonts that can draw its texts, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kinpanel.errors import UsageError, nearest
from kinpanel.report.fonts import BASE, families
from kinpanel.report.setting import Setting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
FIGURE_FORMATS = tuple(_METADATA)
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's colours, told apart by colour-blind readers; markers differ as well."""
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
WIDE = 76
"""Columns of a line as wide as the figure."""
NARROW = 52
_NAME = {"zh": "Chinese"}


class Texts(Protocol):
    """Every text of a figure, in one language."""

    def every(self) -> list[str]:
        """All of them, so that a font can be found for each character."""
        ...


Found = TypeVar("Found", bound=Texts)


def drawable(
    make: Callable[[Setting, str], Found], names: Callable[[Setting, str], Found], setting: Setting
) -> tuple[Found, list[str]]:
    """The texts in the first language that can be drawn, else names; and the fonts for them.

    Both are made from a setting in one language and a remark, "" where nothing is to be said.
    """
    for language in dict.fromkeys((setting.language, *setting.others, "en")):
        tried = replace(setting, language=language)
        name = _NAME.get(setting.language, setting.language)
        remark = "" if language == setting.language else tried.word("no_font", name=name)
        texts = make(tried, remark)
        fonts = families(texts.every())
        if fonts is not None:
            return texts, fonts
    english = replace(setting, language="en")
    return names(english, english.word("no_font", name="all labels")), [BASE]


def check_format(format: str) -> None:  # noqa: A002 - the word people use
    """UsageError for a format that figures do not have."""
    if format not in _METADATA:
        raise UsageError(f"unknown figure format {format!r}; {nearest(format, FIGURE_FORMATS)}")


def rendered(draw: Callable[[], Figure], fonts: list[str], format: str) -> bytes:  # noqa: A002
    """The bytes of a figure; the same figure gives the same bytes."""
    with _settings(fonts):
        figure = draw()
        buffer = io.BytesIO()
        figure.savefig(
            buffer, format=format, dpi=200, bbox_inches="tight", metadata=_METADATA[format]
        )
    return buffer.getvalue()


def _settings(fonts: list[str]) -> AbstractContextManager[None]:
    """matplotlib as shipped, whatever the user's own settings, plus ours; undone afterwards."""
    import matplotlib as mpl

    ours: dict[str, Any] = {
        "font.family": fonts,
        "font.size": 9.0,
        "text.parse_math": False,
        "svg.hashsalt": "kinpanel",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
    }
    settings: dict[Any, Any] = {**mpl.rcParamsDefault, **ours}
    del settings["backend"]
    return mpl.rc_context(settings)
