"""Harmonised variables of a table, as declared in codebooks/<table>.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from kinpanel.codebook.codes import CodeGrid
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.ledger import Correction, Link
from kinpanel.documents import Document, Interval
from kinpanel.instruments import Key, ScaleKey, instrument, scoring_key
from kinpanel.labels import Code, Labels
from kinpanel.study import NAME, Sensitivity

VariableType = Literal[
    "integer", "decimal", "boolean", "date", "month", "text", "nominal", "ordinal"
]

RESERVED = frozenset({"wave"})
"""Columns that every table has and that no codebook declares."""


class Level(Document):
    """One category of a nominal or ordinal variable."""

    code: Code
    label: Labels


class Checks(Document):
    """What the audit holds a variable to, over all waves of its table.

    `constant_within`: one value only for each value of that other variable. `max_jump`: the most
    that it changes from one wave of a row's key to the next, in its own unit. `unit_within`: all
    values of that other variable (interviewers, places) write the number in one unit; `unit_given`
    is a number that it goes with, as weight does with height, so that unlike groups compare.
    """

    constant_within: str | None = None
    max_jump: float | None = Field(default=None, gt=0)
    unit_within: str | None = None
    unit_given: str | None = None


class SumScore(Document):
    """The plain sum of items; missing as soon as one item is."""

    rule: Literal["sum"]
    items: tuple[str, ...] = Field(min_length=1)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The variables it is made from, as listed."""
        return self.items


def _listed(value: Any) -> str:
    return "numbers" if isinstance(value, dict) else "list"


Items = Annotated[
    Annotated[tuple[str, ...], Field(min_length=1), Tag("list")]
    | Annotated[dict[int, str], Field(min_length=1), Tag("numbers")],
    Discriminator(_listed),
]
"""Variables in the printed order of the form, or by the instrument's item numbers."""


class ScaleScore(Document):
    """A score of a registered instrument: reversal, range and missing-item rule are its own.

    `items` lists every item in the printed order of the form (those that the variant drops may be
    left out), or names those that the score needs by their numbers. `scale` is the main one where
    it is None. `invalid` is the missing reason of scores that a validity scale rules out.
    """

    instrument: str
    form: str | None = None
    variant: str | None = None
    scale: str | None = None
    items: Items
    invalid: str | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The variables it is made from, as listed; of a list, fillers among them."""
        return tuple(self.items.values()) if isinstance(self.items, dict) else self.items

    @property
    def key(self) -> Key:
        """The key of the form and variant; UsageError for a name that the registry lacks."""
        return scoring_key(instrument(self.instrument), form=self.form, variant=self.variant)

    @property
    def scale_key(self) -> ScaleKey:
        """The scale within the key; UsageError for a name that the registry lacks."""
        return self.key.scale(self.scale)

    @property
    def listed(self) -> tuple[int, ...]:
        """The item numbers that a list of `items` goes with; () for a list that fits none."""
        key = self.key
        kept = tuple(number for number in key.columns if number not in key.dropped)
        return next((way for way in (key.columns, kept) if len(way) == len(self.items)), ())

    @property
    def numbered(self) -> dict[int, str]:
        """The variable of every item that the score rests on, in listed order."""
        pairs = self.items if isinstance(self.items, dict) else self._zipped()
        needed = self.key.needed(self.scale_key)
        return {number: name for number, name in pairs.items() if number in needed}

    def _zipped(self) -> dict[int, str]:
        return dict(zip(self.listed, self.inputs, strict=False))


class BandScore(Document):
    """The band of a cut-off that another score of the table falls into.

    `instrument` may be repeated for readers; it is that of the score `band_of`, as is the form.
    """

    band_of: str
    cutoff: str
    instrument: str | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The score it is made from."""
        return (self.band_of,)


_TELLING = {"band_of": "band", "cutoff": "band", "rule": "sum", "instrument": "scale"}


def _sum_or_scale(value: Any) -> str:
    return "scale" if isinstance(value, ScaleScore) else "sum"


def _kind(value: Any) -> str:
    """The kind that the keys tell, misspelt ones too, so that findings speak of what was meant."""
    if not isinstance(value, dict):
        return "band" if isinstance(value, BandScore) else _sum_or_scale(value)
    for name, kind in _TELLING.items():
        if name in value:
            return kind
    close = [get_close_matches(str(key), _TELLING, n=1) for key in value]
    return next((_TELLING[found[0]] for found in close if found), "sum")


Score = Annotated[
    Annotated[SumScore, Tag("sum")]
    | Annotated[ScaleScore, Tag("scale")]
    | Annotated[BandScore, Tag("band")],
    Discriminator(_kind),
]
"""How a score is made, told apart by its keys: `rule`, `instrument` or `band_of`."""


class Variable(Document):
    """One harmonised variable: its meaning, type, unit, range and who may see it.

    `typical` is the interval in which the median of every wave is expected.
    """

    name: str = Field(pattern=NAME)
    type: VariableType
    label: Labels
    concept: str | None = None
    unit: str | None = None
    range: Interval | None = None
    typical: Interval | None = None
    levels: tuple[Level, ...] = ()
    sensitivity: Sensitivity = "public"
    score: Score | None = None
    checks: Checks = Checks()
    note: str = ""

    @property
    def meaning(self) -> str:
        """The concept it measures; its own name where none is declared."""
        return self.concept or self.name

    @property
    def span(self) -> tuple[float, float] | None:
        """The declared range or, of a score of the registry, the one that its key gives."""
        if isinstance(self.score, ScaleScore):
            scale = self.score.scale_key
            return float(scale.low), float(scale.high)
        return self.range

    @property
    def level_codes(self) -> tuple[str, ...]:
        """Codes of the levels, in declared order."""
        return tuple(level.code for level in self.levels)


class TableCodebook(Document):
    """codebooks/<table>.yaml: a table's key and its variables, in order.

    `weight` names the variable that weights the rows.
    """

    table: str = Field(pattern=NAME)
    label: Labels
    unit: str
    key: tuple[str, ...] = Field(min_length=1)
    weight: str | None = None
    variables: tuple[Variable, ...] = Field(min_length=1)

    def variable(self, name: str) -> Variable | None:
        """The variable of that name, or None."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        return None


@dataclass(frozen=True)
class Codebook:
    """Every table, the crosswalk and the grid of codes, checked against the questionnaires.

    `corrections` and `links` are those of all waves.
    """

    tables: Mapping[str, TableCodebook]
    crosswalk: Mapping[tuple[str, str, str], CrosswalkRow]
    codes: CodeGrid
    corrections: tuple[Correction, ...] = ()
    links: tuple[Link, ...] = ()

    def row(self, table: str, variable: str, wave: str) -> CrosswalkRow | None:
        """The crosswalk row of a variable in a wave, or None (scores have none)."""
        return self.crosswalk.get((table, variable, wave))

    def links_of(self, wave: str) -> tuple[Link, ...]:
        """The links of one wave."""
        return tuple(link for link in self.links if link.wave == wave)

    def corrections_of(self, wave: str) -> tuple[Correction, ...]:
        """The corrections of one wave."""
        return tuple(one for one in self.corrections if one.wave == wave)
