"""One difference between two questions: its kind, its name, and what stood on either side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from kinpanel.questionnaire.wording import marked, word_difference

Kind = Literal[
    "wording",
    "codes",
    "order",
    "universe",
    "range",
    "unit",
    "type",
    "missing",
    "informant",
    "mode",
    "item",
    "sensitivity",
]
What = Literal["added", "removed", "changed", "relabelled", "reversed", "shifted", "recoded"]

_OPPOSITE: dict[What, What] = {"added": "removed", "removed": "added"}


@dataclass(frozen=True)
class Difference:
    """What differs in one respect; `before` and `after` are "" where there was nothing.

    `code` is the raw code it is about and `language` the language of the texts, where there is
    one. A scale that is shifted, or reversed onto other codes, moved `by` that much.
    """

    kind: Kind
    what: What
    before: str = ""
    after: str = ""
    code: str = ""
    language: str = ""
    by: float = 0

    def inverse(self) -> Difference:
        """The same difference, seen from the second question."""
        return replace(
            self,
            what=_OPPOSITE.get(self.what, self.what),
            before=self.after,
            after=self.before,
            by=-self.by if self.by else 0,
        )

    @property
    def sentence(self) -> str:
        """The difference in words: `codes shifted by 1: 1-4 versus 0-3`."""
        about = f"{self.kind} ({self.language})" if self.language else self.kind
        if self.code:
            about += f" {self.code}"
        return f"{about} {self._said()}"

    def _said(self) -> str:
        if self.what == "added":
            return f"added: {self.after}"
        if self.what == "removed":
            return f"removed: {self.before}"
        if self.kind == "wording":
            return f"changed: {marked(word_difference(self.before, self.after))}"
        if self.kind == "codes" and self.what in ("shifted", "reversed", "recoded"):
            name = "reversed" if self.what == "reversed" else ""
            if self.by:
                name += f"{' and ' if name else ''}shifted by {self.by:g}"
            return f"{name or self.what}: {self.after} versus {self.before}"
        return f"{self.what}: {self.before} -> {self.after}"


def step(
    kind: Kind, before: str, after: str, *, code: str = "", language: str = ""
) -> list[Difference]:
    """One difference, or none, between two texts of which "" means that there is none."""
    if before == after:
        return []
    what: What = "changed" if before and after else "added" if after else "removed"
    return [Difference(kind, what, before, after, code, language)]


def along(
    kind: Kind, before: dict[str, str], after: dict[str, str], *, by: Literal["code", "language"]
) -> list[Difference]:
    """Differences between two mappings, key by key in sorted order; keys are codes or languages."""
    make: Callable[[str, str, str], Iterable[Difference]] = (
        (lambda key, one, two: step(kind, one, two, code=key))
        if by == "code"
        else (lambda key, one, two: step(kind, one, two, language=key))
    )
    return [
        difference
        for key in sorted({*before, *after})
        for difference in make(key, before.get(key, ""), after.get(key, ""))
    ]
