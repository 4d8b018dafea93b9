"""A question of a section as it is declared once, and as every wave's file has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, GIVEN, REFUSED
from kinpanel.simulate.layouts.column import Code, Column, Style
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

ALL_WAVES = tuple(WAVES)
Answers = Mapping[int, tuple[str, ...]]
"""Wordings of the answers by true value: English, Chinese, and Chinese translated anew."""
YES_NO: Answers = {}
"""Stands for yes and no, whose codes and wordings are those of the wave."""
Make = Callable[[pd.DataFrame], "pd.Series[Any]"]
WIDE: Mapping[str, Code] = {DONT_KNOW: 997, REFUSED: 998}
"""Codes of wide numbers in w5, whose others are 97 and 98."""


@dataclass(frozen=True)
class Asked:
    """One question: the true quantity, its labels, its answers, and the waves that ask it.

    `answers` is None for a number or a text; `stem` ends the name of the column, the quantity
    where it is left out. Where a wave writes 97 and 98 for missing answers, a number that can be
    97 or 98 has codes of its own: with `top` those of so many digits, as many nines longer, which
    its file declares nowhere; `wide` ones 997 and 998 beside those that the file declares.
    """

    source: str
    en: str
    zh: str
    answers: Answers | None = None
    waves: tuple[str, ...] = ALL_WAVES
    stem: str = ""
    style: Style = "number"
    answer: bool = True
    top: int = 0
    wide: bool = False

    def column(
        self,
        unit: str,
        wave: str,
        traps: Traps,
        *,
        stem: str = "",
        source: str = "",
        answers: Answers | None = None,
        codes: Mapping[int, int] | None = None,
        make: Make | None = None,
        anew: bool = False,
    ) -> Column:
        """Its column in a file of a wave; what differs there from the declaration is named.

        `codes` lead from true values to those of the wave; `anew` takes the later translation.
        """
        style = file_style(unit, wave, traps)
        spoken = 0 if style.language == "en" else 1
        name = raw_name(unit, wave, stem or self.stem or self.source)
        source, label = source or self.source, (self.en, self.zh)[spoken]
        asked = self.answers if answers is None else answers
        codes, labels = dict(codes or {}), {}
        if asked is not None and not asked:
            codes, labels = dict(style.yes_no), yes_no_labels(style)
        elif asked:
            place = 2 if anew else spoken
            labels = {codes.get(true, true): words[place] for true, words in asked.items()}
        if self.top and OTHER_MISSING in traps and writes_high_codes(unit, wave, traps):
            return Column(f"{source} and its codes", name, label, make=LongCodes(source, self.top))
        own = WIDE if self.wide and wave == "w5" and OTHER_MISSING in traps else {}
        return Column(source, name, label, self.style, codes, labels, self.answer, make, own)


def columns_of(asked: Iterable[Asked], unit: str, wave: str, traps: Traps) -> tuple[Column, ...]:
    """The columns of the questions that a wave asks, in order."""
    return tuple(one.column(unit, wave, traps) for one in asked if wave in one.waves)


def plainly(rows: pd.DataFrame, asked: Iterable[Asked], wave: str) -> dict[str, Any]:
    """What the typed table holds of questions that it takes as they are, reasons beside."""
    return kept(rows, [one.source for one in asked if wave in one.waves])


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
