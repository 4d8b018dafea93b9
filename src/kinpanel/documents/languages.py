"""Texts that lack one of the study's languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kinpanel.documents.tree import KeyPath, Tree
from kinpanel.errors import Finding
from kinpanel.labels import Labels


def check_languages(
    tree: Tree,
    path: KeyPath,
    what: str,
    labels: Mapping[str, Labels],
    languages: Sequence[str],
) -> list[Finding]:
    """One finding on all labels of a list that lack a language; none where nothing is lacking.

    `labels` leads from codes or names, which become the examples, to their texts. A text of
    spaces counts as none.
    """
    lacking = {
        name: [tag for tag in languages if not label.get(tag, "").strip()]
        for name, label in labels.items()
    }
    wanting = [name for name, tags in lacking.items() if tags]
    if not wanting:
        return []
    tags = [tag for tag in languages if any(tag in lacking[name] for name in wanting)]
    named = ", ".join(map(repr, tags))
    message = f"{what}: no label in language {named}"
    advice = f"add {' and '.join(f'{tag}: ...' for tag in tags)}"
    examples = wanting if len(labels) > 1 else []
    return [tree.finding("language", path, message, advice, examples)]
