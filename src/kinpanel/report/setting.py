"""What every table and figure of a study shares: language, labels, waves, disclosure threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kinpanel.labels import Labels, text
from kinpanel.report.words import WORDS


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The setting of a report.

    `labels` lead from variables to texts; `waves` are the wave ids in the order of the study;
    counts of 1 to `threshold` - 1 distinct children are suppressed. `others` are the languages
    tried, in order, when `language` has no text.
    """

    waves: tuple[str, ...]
    language: str = "en"
    others: tuple[str, ...] = ("en",)
    labels: Mapping[str, Labels] = field(default_factory=dict)
    threshold: int = 10

    def text(self, labels: Mapping[str, str]) -> str:
        """The text in the language of the setting, else in the nearest other one."""
        return text(labels, self.language, self.others)

    def label(self, name: str) -> str:
        """Fixed words for pid and wave; else the label of the variable; else the name itself."""
        declared = {} if name in {"pid", "wave"} else self.labels.get(name, {})
        if declared:
            return self.text(declared)
        return self.word(name) if name in {"pid", "wave", "village"} else name

    def word(self, key: str, **parts: object) -> str:
        """A fixed word of tables, with `parts` put in as they are."""
        template = text(WORDS[key], self.language, ("en",))
        return template.format(**parts) if parts else template
