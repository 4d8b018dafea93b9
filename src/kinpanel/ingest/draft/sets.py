"""Response sets of a draft: told apart by content, named by their first question, versioned."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kinpanel.documents.scalar import TODO, clean, code, mapping, quoted
from kinpanel.ingest.draft.language import labels, language_of
from kinpanel.questionnaire.model import Choice

Answers = tuple[tuple[str, str], ...]
_YES_NO = ({"yes", "no"}, {"是", "否"}, {"是", "不是"})


class ResponseSets:
    """The sets a study has, and those that a draft adds.

    Names of value labels in a file say nothing (they are made anew at every export): sets are the
    same when they hold the same codes with the same labels.
    """

    def __init__(self, known: Mapping[str, Sequence[Choice]], languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self.added: dict[str, Answers] = {}
        self._taken = set(known)
        self._names: dict[frozenset[tuple[str, str]], str] = {}
        for name, choices in known.items():
            for tag in sorted({tag for choice in choices for tag in choice.label}):
                content = [(c.code, clean(c.label.get(tag, ""))) for c in choices]
                if all(text for _, text in content):
                    self._names.setdefault(frozenset(content), name)

    def name_of(self, answers: Answers, question: str) -> str:
        """The set with these answers, added under the question's name if there is none yet."""
        content = frozenset((code, clean(text)) for code, text in answers)
        if content not in self._names:
            texts = {text.lower() for _, text in content}
            name = self._free("yesno" if texts in _YES_NO else question)
            self._names[content] = name
            self._taken.add(name)
            self.added[name] = answers
        return self._names[content]

    def _free(self, base: str) -> str:
        base = re.sub(r"[^a-z0-9_]", "", base.lower())
        version = 1
        while f"{base}@{version}" in self._taken:
            version += 1
        return f"{base}@{version}"

    def text(self, indent: str = "  ") -> str:
        """The added sets as lines for choices.yaml, below `choices:`; "" when none is added."""
        lines: list[str] = []
        for name, answers in self.added.items():
            language = language_of((text for _, text in answers), self.languages)
            texts = [labels(text, self.languages, language) for _, text in answers]
            todo = f"  # {TODO}: wordings" if any(TODO in t.values() for t in texts) else ""
            lines.append(f"{indent}{quoted(name)}:{todo}")
            for (raw, _), wording in zip(answers, texts, strict=True):
                lines.append(f"{indent}  - {{code: {code(raw)}, label: {mapping(wording)}}}")
        return "".join(f"{line}\n" for line in lines)
