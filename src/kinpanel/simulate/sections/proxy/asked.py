"""A question as the data entry of every wave writes it: its column, labels and codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, REFUSED
from kinpanel.simulate.layouts.column import Code, Column
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import OTHER_MISSING, STYLES, Traps, style_of, yes_no_labels

Text = tuple[str, str]
"""English and Chinese."""
Answers = Mapping[int, Text]

UNIT = "proxy"
YES_NO: Answers = {}
"""Stands for yes and no, whose codes are those of the wave."""
WIDE: Mapping[str, Code] = {DONT_KNOW: 997, REFUSED: 998}
"""Codes of wide numbers in w5, whose others are 97 and 98."""
EVERY = ("w1", "w2", "w3", "w4", "w5")


@dataclass(frozen=True)
class Asked:
    """A question: its true quantity, the end of its column's name, label and answers.

    `answers` is None for a number, which is `wide` where 97 and 98 can be answers. `waves` are
    those that ask it.
    """

    source: str
    stem: str
    label: Text
    answers: Answers | None = None
    waves: tuple[str, ...] = field(default=EVERY)
    wide: bool = False

    def column(
        self,
        wave: str,
        traps: Traps,
        *,
        stem: str = "",
        answers: Answers | None = None,
        source: str = "",
        make: Callable[[pd.DataFrame], pd.Series[Any]] | None = None,
    ) -> Column:
        """Its column in a wave; what differs there is named."""
        name = raw_name(UNIT, wave, stem or self.stem)
        given = self.answers if answers is None else answers
        codes, labels = coded(given, wave, traps)
        label = said(self.label, wave)
        own = WIDE if self.wide and wave == "w5" and OTHER_MISSING in traps else {}
        column = Column(source or self.source, name, label, "number", codes, labels, answer=True)
        return replace(column, make=make, missing=own)


def plain(questions: tuple[Asked, ...], wave: str, traps: Traps) -> tuple[Column, ...]:
    """The columns of all questions that the wave asks, each as it is."""
    return tuple(asked.column(wave, traps) for asked in questions if wave in asked.waves)


def said(text: Text, wave: str) -> str:
    """A text in the language of the wave's export."""
    return text[0 if STYLES[wave].language == "en" else 1]


def coded(
    answers: Answers | None, wave: str, traps: Traps
) -> tuple[dict[int, int], dict[Code, str]]:
    """Codes from true values, and value labels; none of a number."""
    if answers is None:
        return {}, {}
    if not answers:
        style = style_of(wave, traps)
        return dict(style.yes_no), yes_no_labels(style)
    return {}, {code: said(text, wave) for code, text in answers.items()}
