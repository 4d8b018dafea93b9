"""The record of a definition of parental absence: every published one is a point in it."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from kinpanel.documents import Document
from kinpanel.labels import Labels

ParentsRule = Literal[
    "any",
    "both",
    "father_only",
    "mother_only",
    "exactly_one",
    "both_or_one_incapable",
    "neither_coresident",
]
Basis = Literal["none", "longest_continuous", "total_last_12", "current_spell_to_date"]
Boundary = Literal["none", "village", "township", "county", "prefecture", "province", "country"]
LADDER: tuple[Boundary, ...] = get_args(Boundary)
"""Boundaries from the lowest to the highest; to have crossed one is to have crossed all below."""
Period = Literal["at_interview", "last_12_months", "calendar_year", "since_birth"]
SpellReason = Literal[
    "work", "business", "study", "family", "divorce", "prison", "military", "hospital", "other"
]
SPELL_REASONS: tuple[SpellReason, ...] = get_args(SpellReason)
"""Why a parent is away; `family` is a move for family's sake (marriage, joining or caring for
kin), `divorce` having left the family, or living apart after a divorce."""
AnyReason = SpellReason | Literal["any_migration", "any"]
MIGRATION: frozenset[str] = frozenset({"work", "business", "study"})
"""What `any_migration` stands for. What else counts, a definition lists beside it."""
Place = Literal["origin", "destination", "elsewhere", "institution"]
PLACES: tuple[Place, ...] = get_args(Place)
"""Where a child lives: at the family's place of origin, with a migrant parent, sent to others,
only in a school or an institution."""


class Definition(Document):
    """Who counts as left behind, or as separated from a parent.

    A parent is absent with months away, by `months_basis`, of at least `min_months`, in spells
    that crossed `boundary` for one of the `reason`s, and, where `current_required`, with such a
    spell at the reference month. Ages are completed years, `age_max_excl` not among them. With
    `child_place: household` a parent is absent who lives elsewhere than the child. A
    `dead_parent_as` `exclude` is left out, and an orphan is no case; `incapable` cannot look
    after the child; `not_absent` counts like a parent at home, `absent` like one away.
    `ref_period` is where months count: the twelve before the reference month unless said
    otherwise, the present spell for `current_spell_to_date` and `none`; `calendar_year` is the
    year before that of the reference month. `previously` asks for those who were absent ever
    before and are not now. `guardian_clause` asks for children entrusted to another guardian, or
    for those entrusted to nobody. With `by_urban_rural` prevalence is also told apart by the
    child's registration, with `by_parent` by which parent is absent. Fields named in `verify` are
    unverified.
    """

    like: str | None = None
    label: Labels = {}
    source: str = ""
    verify: tuple[str, ...] = ()
    parents_rule: ParentsRule = "any"
    min_months: int = Field(default=0, ge=0, le=240)
    months_basis: Basis = "none"
    boundary: Boundary = "none"
    exclude_intra_city: bool = False
    reason: tuple[AnyReason, ...] = Field(default=("any",), min_length=1)
    age_min: int = Field(default=0, ge=0, le=30)
    age_max_excl: int = Field(default=18, ge=1, le=30)
    child_place: Literal["origin", "household", "any"] = "any"
    hukou: Literal["rural", "urban", "any"] = "any"
    school_clause: Literal["none", "in_compulsory_education"] = "none"
    guardian_clause: Literal["none_needed", "entrusted_other", "nobody_entrusted"] = "none_needed"
    dead_parent_as: Literal["exclude", "not_absent", "incapable", "absent"] = "exclude"
    unknown_as: Literal["missing", "not_absent"] = "missing"
    ref_period: Period | None = None
    current_required: bool = True
    previously: bool = False
    by_parent: bool = False
    by_urban_rural: bool = False

    @property
    def period(self) -> Period:
        """Where months count."""
        if self.ref_period is not None:
            return self.ref_period
        present = self.months_basis in ("none", "current_spell_to_date")
        return "at_interview" if present else "last_12_months"

    @property
    def reasons(self) -> frozenset[str]:
        """The reasons that count, spelt out; all of them for `any`."""
        given = frozenset[str](self.reason)
        if "any" in given:
            return frozenset(SPELL_REASONS)
        return (given | MIGRATION if "any_migration" in given else given) - {"any_migration"}

    @property
    def verified(self) -> bool:
        """Whether nothing in it waits for verification; what is shown must say so."""
        return not self.verify
