"""What may be said of an item where its wording may not be printed."""

from __future__ import annotations

from collections.abc import Sequence

from kinpanel.instruments.model import Instrument, TextPolicy
from kinpanel.labels import Labels, text

STRICTNESS: tuple[TextPolicy, ...] = ("ship", "placeholder", "forbid")
"""Text policies from the loosest to the strictest."""

_ITEM = {"en": "Item {number} of {name}", "zh": "{name}第{number}题"}
_OTHER = "{name}: {number}"


def text_policy(instrument: Instrument) -> TextPolicy:
    """What the licence lets a public file carry; `ship` counts only while the licence is verified.

    An unverified licence that seems to allow the wording allows no more than a placeholder.
    """
    policy = instrument.licence.text_policy
    return "placeholder" if policy == "ship" and instrument.doubtful("licence") else policy


def neutral_label(instrument: Instrument, number: int, languages: Sequence[str]) -> Labels:
    """An item by its number and instrument, in each language: "Item 13 of ...".

    The registry's own word for the item follows where it has one in that language. A name that
    the registry does not have in a language stands in another one.
    """
    own = instrument.item(number).label
    labels = {}
    for language in languages:
        name = text(instrument.name, language, languages)
        label = _ITEM.get(language, _OTHER).format(number=number, name=name)
        labels[language] = f"{label}: {own[language]}" if language in own else label
    return labels
