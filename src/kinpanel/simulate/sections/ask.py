"""A question of a section, from which its column is laid out in any wave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from kinpanel.simulate.answers import DONT_KNOW, GIVEN, INAPPLICABLE, blanked
from kinpanel.simulate.layouts.column import Code, Column, Style
from kinpanel.simulate.layouts.wave import WaveStyle, yes_no_labels
from kinpanel.simulate.streams import Flags

Words = tuple[str, str]
"""English and Chinese."""
Options = Mapping[int, Words]
"""Answers by the code of the codebook."""
Kind = Literal["choice", "yes_no", "number", "month", "text"]
Whys = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Ask:
    """What is asked: the true quantity, the label, and how it can be answered."""

    source: str
    label: Words
    kind: Kind = "number"
    options: Options = field(default_factory=dict)

    def column(
        self,
        style: WaveStyle,
        name: str,
        month: Style = "yyyymm",
        codes: Mapping[int, int] | None = None,
    ) -> Column:
        """The column of a wave; `codes` lead from the codes of the codebook to those of the wave.

        Without `codes` they are the same. Answers that `codes` leave out do not exist there; where
        several become one, the label is that of the first among the options.
        """
        place = 0 if style.language == "en" else 1
        label = self.label[place]
        if self.kind == "yes_no":
            words = yes_no_labels(style)
            return Column(self.source, name, label, "number", style.yes_no, words, answer=True)
        if self.kind == "month":
            return Column(self.source, name, label, month, answer=True)
        if self.kind == "text":
            return Column(self.source, name, label, "text")
        wave = dict(codes) if codes is not None else {code: code for code in self.options}
        labels: dict[Code, str] = {}
        for code, raw in wave.items():
            if code in self.options:
                labels.setdefault(raw, self.options[code][place])
        return Column(self.source, name, label, "number", wave, labels, answer=True)


def asked(
    values: npt.NDArray[np.generic], universe: Flags, unknown: Flags | None = None
) -> tuple[npt.NDArray[np.float64], Whys]:
    """Answers and reasons: inapplicable outside the universe, don't know where `unknown`."""
    why = np.full(len(universe), GIVEN, dtype=object)
    if unknown is not None:
        why[unknown] = DONT_KNOW
    why[~universe] = INAPPLICABLE
    return blanked(values, why), why
