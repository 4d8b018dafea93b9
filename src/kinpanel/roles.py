"""Roles of variables: what a study calls the things that the longitudinal audit reads."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinpanel.documents import Document
from kinpanel.labels import Code
from kinpanel.presets.model import Boundary, Place, SpellReason

VARIABLE_NAME = r"^[A-Za-z][A-Za-z0-9_]{0,31}$"
Name = Annotated[str, Field(pattern=VARIABLE_NAME)]
Codes = Annotated[tuple[Code, ...], Field(min_length=1)]

AGE_BAND = "age_band"
"""The word for bands of age where variables are named."""

PersonRole = Literal[
    "table",
    "id",
    "household",
    "place",
    "sex",
    "female",
    "birth_month",
    "birth_year",
    "age",
    "interviewed",
    "died",
    "death_month",
    "father",
    "mother",
    "caregiver",
    "spouse",
    "height",
    "weight",
]
"""A table of people: its name, the code of women and girls (`female`), and variables by role."""

SpellRole = Literal["table", "parent", "start", "end"]
"""A table of spells of absence: its name, and variables by role."""

CalendarMonth = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
"""A month as it is written, `2014-07`."""


class AuditRoles(Document):
    """Section `audit` of study.yaml: which variable fills which role; see docs/audit.md.

    `fieldwork` holds the first and the last month of fieldwork by wave. `turned` lists items of
    plain sums whose codes were turned round when they were harmonised.
    """

    person: dict[PersonRole, Code] = {}
    child: dict[PersonRole, Code] = {}
    spells: dict[SpellRole, Code] = {}
    fieldwork: dict[str, tuple[CalendarMonth, CalendarMonth]] = {}
    turned: tuple[str, ...] = ()


class AgeBands(Document):
    """Bands of age in completed years, first and last year included, from the variable `of`.

    Ages between bands and beyond them are in none.
    """

    of: Name = "age"
    bands: tuple[tuple[int, int], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> AgeBands:
        ages = [age for band in self.bands for age in band]
        if any(low > high for low, high in self.bands) or ages != sorted(ages):
            raise ValueError("bands go from younger to older")
        if any(before[1] >= after[0] for before, after in pairwise(self.bands)):
            raise ValueError("an age is in one band only: bands may not overlap")
        return self


class ReferenceCells(Document):
    """Cells of children who are compared with each other only, and how large each must be.

    `by` names variables of the child table; `age_band` among them stands for `age_bands`.
    `smallest` is the fewest children that the reference group of a cell may have.
    """

    by: tuple[Name, ...] = ()
    age_bands: AgeBands | None = None
    smallest: int | None = Field(default=None, ge=2)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len(set(self.by)) < len(self.by):
            raise ValueError("by names a variable twice")
        if (AGE_BAND in self.by) != (self.age_bands is not None):
            raise ValueError(f"{AGE_BAND} under by and age_bands go together")
        if self.by and self.smallest is None:
            raise ValueError("by needs smallest: the fewest children of a cell")
        return self


class Prices(Document):
    """Prices by wave, and amounts of money that the panel also has in those of one wave.

    `index` is the level of prices in every wave, in any unit; `base` the wave in whose prices
    amounts are given. `real` leads from new names to variables of the panel in prices of the day.
    `source` says where the index is from, `verified: false` that nobody has compared it with that.
    """

    index: dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]] = Field(min_length=1)
    base: str
    source: str = Field(min_length=1)
    verified: bool = False
    real: dict[Name, Name] = Field(min_length=1)


class PermanentId(Document):
    """A permanent id that later waves gave: the table that holds it, and its variable.

    Rows of earlier waves take it from the next wave that has their key; `agree` names variables
    that must be known and the same in both rows, as a key can have been given to somebody else.
    """

    table: Name
    of: Name
    agree: tuple[Name, ...] = Field(min_length=1)


class YesNo(Document):
    """A variable that says yes or no: a boolean, or one with levels that mean either."""

    of: Name
    levels: dict[Literal["yes", "no"], Codes] = {}


class HukouVariable(Document):
    """A variable of household registration, and the codes of its kinds."""

    of: Name
    levels: dict[Literal["rural", "urban"], Codes]


class PlaceVariable(Document):
    """A variable of where the child lives, and the codes of each place."""

    of: Name
    levels: dict[Place, Codes]


class BoundaryVariable(Document):
    """A variable of how far away, and the codes by the highest boundary crossed."""

    of: Name
    levels: dict[Boundary, Codes]


class ReasonVariable(Document):
    """A variable of why a parent is away, and the codes of each reason."""

    of: Name
    levels: dict[SpellReason, Codes]


class Assumed(Document):
    """Facts taken to hold for everybody because no variable of the study tells them."""

    alive: bool | None = None
    hukou: Literal["rural", "urban"] | None = None
    child_place: Place | None = None
    in_school: bool | None = None
    entrusted: bool | None = None
    capacity: bool | None = None
    boundary: Boundary | None = None
    reason: SpellReason | None = None
    intra_city: bool | None = None


class AbsenceRoles(Document):
    """Where parental state and facts of absence come from.

    A parent is away when a spell covers the month of interview and began at least `min_months`
    months before it. All else is for definitions of absence: `birth` and `alive` are variables
    of the roster; `hukou`, `child_place`, `in_school` (in compulsory education), `entrusted` (to
    another guardian), and by parent `capacity` (to look after the child), `coresident` and
    `distance`, of the child table; `boundary`, `reason`, `intra_city` and `with_child` of the
    spells. Codes without a meaning, and facts neither declared nor assumed, are unknown.
    """

    roster: Name
    spells: Name
    interviewed: Name
    min_months: int = Field(default=6, ge=0, le=240)
    birth: Name | None = None
    alive: YesNo | None = None
    hukou: HukouVariable | None = None
    child_place: PlaceVariable | None = None
    in_school: YesNo | None = None
    entrusted: YesNo | None = None
    capacity: dict[Literal["father", "mother"], YesNo] = {}
    coresident: dict[Literal["father", "mother"], YesNo] = {}
    distance: dict[Literal["father", "mother"], BoundaryVariable] = {}
    boundary: BoundaryVariable | None = None
    reason: ReasonVariable | None = None
    intra_city: YesNo | None = None
    with_child: YesNo | None = None
    assume: Assumed = Assumed()
