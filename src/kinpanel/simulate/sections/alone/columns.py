"""Columns of the files of the child alone, of the caregiver and of the form for adults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinpanel.simulate.layouts.column import Code, Column
from kinpanel.simulate.layouts.names import raw_name
from kinpanel.simulate.layouts.wave import Traps, style_of, yes_no_labels

BLOCKS: Mapping[str, tuple[str, int]] = {
    "mood": ("d", 100),
    "esteem": ("e", 200),
    "strengths": ("f", 300),
    "lonely": ("g", 400),
    "worries": ("h", 500),
    "safety": ("s", 600),
    "behaviour": ("b", 700),
    "relations": ("r", 800),
    "generations": ("i", 900),
}
"""Letter of a block in w1 and w2, and the hundred of its numbers later."""

Words = tuple[str, str]
"""English and Chinese."""


@dataclass(frozen=True)
class Asked:
    """A file in a wave: names of its columns and the language of their labels."""

    unit: str
    wave: str
    traps: Traps

    def name(self, block: str, number: int) -> str:
        """The column of a question by its number in a block."""
        letter, hundred = BLOCKS[block]
        early = self.wave in ("w1", "w2")
        stem = f"{letter}{number}" if early else str(hundred + number)
        return raw_name(self.unit, self.wave, stem)

    def say(self, words: Words) -> str:
        """The label in the language of the wave."""
        return words[0 if style_of(self.wave, self.traps).language == "en" else 1]

    def column(
        self,
        source: str,
        place: tuple[str, int],
        words: Words,
        codes: Mapping[int, int] | None = None,
        answers: Mapping[int, Words] | None = None,
    ) -> Column:
        """A question: `codes` from true to raw, `answers` the labels by true value."""
        labels: dict[Code, str] = {
            (codes or {}).get(value, value): self.say(text)
            for value, text in (answers or {}).items()
        }
        name = self.name(*place)
        return Column(source, name, self.say(words), "number", codes or {}, labels, answer=True)

    def yes_no(self, source: str, place: tuple[str, int], words: Words) -> Column:
        """A question answered with yes or no, in the codes of the wave."""
        style = style_of(self.wave, self.traps)
        labels = yes_no_labels(style)
        name = self.name(*place)
        return Column(source, name, self.say(words), "number", style.yes_no, labels, answer=True)

    def numbered(
        self, sources: Sequence[str], block: str, scale: str, numbers: Sequence[int]
    ) -> tuple[Column, ...]:
        """Items whose wording may not be shown: by number, codes without labels."""
        return tuple(
            self.column(source, (block, number), (f"{scale} {number}", f"{scale}第{number}题"))
            for source, number in zip(sources, numbers, strict=True)
        )
