"""An instrument as declared in data/<id>.yaml: items, codes, scales, cut-offs, licence."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kinpanel.documents import Document
from kinpanel.labels import Code, Labels

ID = r"^[a-z][a-z0-9_]{0,31}$"

Tier = Literal["green", "yellow", "red"]
TextPolicy = Literal["ship", "placeholder", "forbid"]
Direction = Literal["worse", "better"]
"""What a high score means for the person."""
Informant = Literal["self", "parent", "teacher", "caregiver"]


class Licence(Document):
    """Who holds the wording and what a public repository may carry of it.

    `ship`: item text; `placeholder`: item numbers and short neutral labels of our own;
    `forbid`: item numbers only, no label and no response wording either.
    """

    tier: Tier
    text_policy: TextPolicy
    holder: str = ""
    terms: str


class Item(Document):
    """One item by its number in the instrument; a label is a neutral word of our own."""

    number: int = Field(ge=1)
    text: Labels = {}
    label: Labels = {}


class Codes(Document):
    """Canonical codes, whole numbers from `min` to `max`, and what some of them mean.

    `answers` is how many answers an item offers, where several of them score the same.
    """

    min: int
    max: int
    meaning: dict[Code, Labels] = {}
    answers: int | None = Field(default=None, ge=2)


class Missing(Document):
    """When a score is still made from incomplete answers.

    `strict`: never; `prorate`: with up to `count` items, or a `share` of them, missing;
    `at_least`: with `count` items given. The score is then the mean of the answers given times
    the number of items, rounded half up where `rounded`.
    """

    rule: Literal["strict", "prorate", "at_least"] = "strict"
    count: int | None = Field(default=None, ge=1)
    share: float | None = Field(default=None, gt=0, lt=1)
    rounded: bool = False

    def allowed(self, items: int) -> int:
        """How many of `items` answers may be missing."""
        if self.rule == "at_least":
            return items - (self.count or items)
        if self.rule == "prorate":
            return self.count if self.count is not None else int((self.share or 0) * items)
        return 0


class Scale(Document):
    """One score: the sum over `items` (all of them when none is listed), times `times`.

    With `sum_of` it is the sum of other scales instead, missing as soon as one of them is.
    """

    id: str = Field(pattern=ID)
    label: Labels = {}
    items: tuple[int, ...] = ()
    sum_of: tuple[str, ...] = ()
    times: int = Field(default=1, ge=1)
    range: tuple[int, int]
    direction: Direction | None = None
    missing: Missing | None = None


class Band(Document):
    """Scores from `low` to `high`, both included; 15.6 still belongs to a band that ends at 15."""

    name: str
    low: int
    high: int


class CutOff(Document):
    """Named bands that cover a scale's range from its lowest score up, for some forms or all."""

    id: str = Field(pattern=ID)
    scale: str
    forms: tuple[str, ...] = ()
    bands: tuple[Band, ...] = Field(min_length=2)


class Form(Document):
    """A version as fielded: informant, order of the items, answer codes.

    `order` gives the item number of each printed position; empty means 1, 2, 3, ...
    """

    id: str = Field(pattern=ID)
    label: Labels
    informant: Informant | None = None
    order: tuple[int, ...] = ()
    codes: Codes | None = None
    ranges: dict[str, tuple[int, int]] = {}


class Variant(Document):
    """A way of scoring that differs from the default: items dropped, or not reversed."""

    id: str = Field(pattern=ID)
    label: Labels
    drop: tuple[int, ...] = ()
    forward: tuple[int, ...] = ()
    missing: Missing | None = None


class Subset(Document):
    """A short form: position by position, the item numbers of the instrument it is taken from."""

    of: str = Field(pattern=ID)
    numbers: tuple[int, ...] = Field(min_length=1)


class Validity(Document):
    """Every other score is missing where the score of `scale` is above `max`, or missing."""

    scale: str
    max: int


class Instrument(Document):
    """A questionnaire scale: its items, canonical codes, scores, cut-offs and licence.

    The first of `scales` is the main score. Where `ask_form` is set, forms differ in a way that
    changes every score, so that a caller must name one; else the first form is the default.
    `verified: false` means that the facts named in `to_verify` (`licence`, `missing`,
    `cutoffs.<id>`, ...) come from convention or memory and have not been checked against a
    source: whatever prints them must say so, see `doubtful`. Missing facts were not known for
    certain; they are left out, not guessed. Lists over items are item numbers, from 1.
    """

    id: str = Field(pattern=ID)
    name: Labels
    licence: Licence
    source: tuple[str, ...] = Field(min_length=1)
    informant: tuple[Informant, ...] = Field(min_length=1)
    recall: Labels = {}
    direction: Direction
    size: int = Field(ge=1, le=500)
    codes: Codes
    items: tuple[Item, ...] = ()
    subset_of: Subset | None = None
    reversed: tuple[int, ...] = ()
    missing: Missing = Missing()
    scales: tuple[Scale, ...] = Field(min_length=1)
    cutoffs: tuple[CutOff, ...] = ()
    forms: tuple[Form, ...] = ()
    ask_form: bool = False
    variants: tuple[Variant, ...] = ()
    validity: Validity | None = None
    safety: tuple[int, ...] = ()
    verified: bool
    to_verify: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def main(self) -> Scale:
        """The scale that `score` computes when none is named."""
        return self.scales[0]

    def item(self, number: int) -> Item:
        """The item of that number; one without text or label where none may be, or is, given."""
        return next((item for item in self.items if item.number == number), Item(number=number))

    def doubtful(self, fact: str) -> bool:
        """Whether a fact is unverified: `missing`, `cutoffs.adult_16`, `scales.total`, ...

        A part is doubtful when the whole is: `cutoffs` covers `cutoffs.adult_16`.
        """
        return any(fact == doubt or fact.startswith(doubt + ".") for doubt in self.to_verify)
