"""What an instrument's licence lets its file carry: the rule that keeps wording out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kinpanel.documents.tree import KeyPath
from kinpanel.instruments.model import Instrument, TextPolicy, Tier

POLICY: dict[Tier, TextPolicy] = {"green": "ship", "yellow": "placeholder", "red": "forbid"}
"""The text policy that goes with each licence tier."""

MAX_LABEL = 40
"""Characters of an item label; longer ones begin to paraphrase the item."""


def check_wording(read: Instrument) -> Iterator[tuple[KeyPath, str, str]]:
    """Wording that the licence does not let us ship: where, what, what to do.

    No item text unless the policy is `ship` and the licence is verified; under `forbid` no item
    label and no response wording either. Messages name items, never their words.
    """
    policy = read.licence.text_policy
    if POLICY[read.licence.tier] != policy:
        needed = POLICY[read.licence.tier]
        yield ("licence", "text_policy"), f"tier {read.licence.tier} goes with {needed}", ""
    unclear = policy == "ship" and read.doubtful("licence")
    for place, item in enumerate(read.items):
        path: KeyPath = ("items", place)
        if item.text and (policy != "ship" or unclear):
            why = "while the licence is unverified" if unclear else f"under text_policy {policy}"
            yield path, f"item {item.number}: no text {why}", "delete the text"
        if item.label and policy == "forbid":
            yield path, f"item {item.number}: no label under text_policy forbid", "delete it"
        if any(len(label) > MAX_LABEL for label in item.label.values()):
            yield path, f"item {item.number}: label longer than {MAX_LABEL} characters", ""
    if policy == "forbid":
        for path in _response_wording(read):
            yield path, "no response wording under text_policy forbid", "delete the meaning"


def _response_wording(read: Instrument) -> Iterator[tuple[Any, ...]]:
    if read.codes.meaning:
        yield ("codes", "meaning")
    for place, form in enumerate(read.forms):
        if form.codes is not None and form.codes.meaning:
            yield ("forms", place, "codes", "meaning")
