"""Questions that are laid out alike in every wave, but for its language and codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, GIVEN, REFUSED, blanked, gaps
from kinpanel.simulate.layouts.column import Column, Style
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import (
    OTHER_FORMAT,
    OTHER_MISSING,
    Traps,
    file_style,
    yes_no_labels,
)
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.streams import Floats, Streams

ALL_WAVES = tuple(WAVES)
Choices = Mapping[int, tuple[str, str]]
"""Wordings of the answers by code, English and Chinese."""


@dataclass(frozen=True)
class Plain:
    """One question: the true quantity, its labels, its answers, and the waves that ask it.

    `yes_no` takes codes and wordings of the wave. A number that can be 97 or 98 says with `top`
    how many digits it has: where the wave writes 97 and 98 for missing answers, the codes of this
    question are as many nines longer.
    """

    name: str
    en: str
    zh: str
    choices: Choices = field(default_factory=dict)
    yes_no: bool = False
    answer: bool = True
    style: Style = "number"
    top: int = 0
    waves: tuple[str, ...] = ALL_WAVES

    def column(self, unit: str, wave: str, traps: Traps, name: str = "") -> Column:
        """Its column in a file of a wave, under another name where one is given."""
        style = file_style(unit, wave, traps)
        spoken = 0 if style.language == "en" else 1
        codes = style.yes_no if self.yes_no else {}
        labels: dict[int | str, str] = {code: of[spoken] for code, of in self.choices.items()}
        if self.yes_no:
            labels = yes_no_labels(style)
        name = raw_name(unit, wave, name or self.name)
        label = (self.en, self.zh)[spoken]
        if self.top and OTHER_MISSING in traps and writes_high_codes(unit, wave, traps):
            long = LongCodes(self.name, self.top)
            return Column(f"{self.name} and its codes", name, label, make=long)
        return Column(self.name, name, label, self.style, codes, labels, self.answer)


def writes_high_codes(unit: str, wave: str, traps: Traps) -> bool:
    """Whether a file writes 97 and 98 for missing answers: w5, and w4 where it is a .sav."""
    return wave == "w5" or (unit, wave, OTHER_FORMAT in traps) == ("village", "w4", True)


@dataclass(frozen=True)
class LongCodes:
    """A number of so many digits, 97 and 98 with nines before them where it is missing."""

    name: str
    digits: int

    def __call__(self, rows: pd.DataFrame) -> pd.Series[Any]:
        nines = 10**self.digits - 100
        return with_codes(rows, self.name, {DONT_KNOW: nines + 97, REFUSED: nines + 98})


def with_codes(rows: pd.DataFrame, name: str, codes: Mapping[str, int]) -> pd.Series[Any]:
    """A number, or the code of the reason that stands beside it; blank where it has none."""
    why = rows[f"{name}__why"]
    return rows[name].astype("float64").where(why == GIVEN, why.map(codes).astype("float64"))


def columns_of(asked: Iterable[Plain], unit: str, wave: str, traps: Traps) -> tuple[Column, ...]:
    """The columns of the questions that a wave asks, in order."""
    return tuple(one.column(unit, wave, traps) for one in asked if wave in one.waves)


def plainly(rows: pd.DataFrame, asked: Iterable[Plain], wave: str) -> dict[str, Any]:
    """What the typed table holds of questions that it takes as they are, reasons beside."""
    return kept(rows, [one.name for one in asked if wave in one.waves])


def answered(
    streams: Streams,
    component: str,
    values: Any,
    asked: Any = True,
    unknown: float = 0.02,
    refused: float = 0.005,
) -> tuple[Floats, Any]:
    """Values as floats, NaN where missing, and why: not asked, don't know, refused."""
    numbers = np.asarray(values, dtype=np.float64)
    chance = streams(component).random(len(numbers))
    universe = np.broadcast_to(np.asarray(asked, dtype=bool), len(numbers))
    why = gaps(chance, universe, {DONT_KNOW: unknown, REFUSED: refused})
    return blanked(numbers, why), why
