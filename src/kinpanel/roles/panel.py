"""Which table is child x wave, and what is derived for it."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from kinpanel.documents import Document
from kinpanel.roles.absence import AbsenceRoles
from kinpanel.roles.name import VARIABLE_NAME, Name

AGE_BAND = "age_band"
"""The word for bands of age where variables are named."""

ParentalState = Literal["B", "F", "M", "FM"]
STATES: tuple[ParentalState, ...] = get_args(ParentalState)
"""Both parents home, father away, mother away, both away."""


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


class Standardised(ReferenceCells):
    """A z-score: `of` minus the mean, over the sd, of the children in the reference group.

    The reference group is the given wave and, when `state` is given, that parental state; with
    `by`, of these the children in the child's own cell, of the same sex and age band for example.
    """

    of: str = Field(pattern=VARIABLE_NAME)
    wave: str
    state: ParentalState | None = None


class PanelRoles(Document):
    """Which table is child x wave, what is derived for it, and how its rows were drawn.

    `cluster` is the unit drawn, and the default of models, `strata` what it was drawn within.
    `join` puts variables of other tables beside those of the child table, by wave and by the key
    of the other table, which the child table has, too.
    """

    child: str = Field(default="child", pattern=VARIABLE_NAME)
    join: dict[str, tuple[str, ...]] = {}
    cluster: str | None = Field(default=None, pattern=VARIABLE_NAME)
    strata: str | None = Field(default=None, pattern=VARIABLE_NAME)
    absence: AbsenceRoles | None = None
    permanent: PermanentId | None = None
    prices: Prices | None = None
    standardise: dict[str, Standardised] = {}
