"""Where the facts of parental absence come from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kinpanel.documents import Document
from kinpanel.presets.model import Boundary, Place, SpellReason
from kinpanel.roles.name import Codes, Name


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
