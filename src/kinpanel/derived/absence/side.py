"""One parent under a definition: absent, unable to look after the child, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.derived.absence.bounds import Bounds, Mask
from kinpanel.derived.absence.facts import Facts, Side, recorded, truth
from kinpanel.derived.absence.months import Months, longest, trailing
from kinpanel.derived.absence.spells import Spells
from kinpanel.presets import LADDER, Definition

Codes = npt.NDArray[np.object_]

STAGES = ("parent_dead", "parent_home", "wrong_reason", "below_boundary", "below_months", "")
"""How far a parent gets towards being absent: why not, the last is absent (or possibly so)."""
_HOME, _REASON, _BOUNDARY, _MONTHS, _ABSENT = range(1, 6)


@dataclass(frozen=True)
class ParentState:
    """`absent` implies `unable`; `stage` is a place in `STAGES`; `unknown` names what is not known
    where absence is unknown."""

    absent: Bounds
    unable: Bounds
    stage: npt.NDArray[np.int64]
    unknown: Codes


def parent_state(definition: Definition, facts: Facts, side: Side) -> ParentState:
    """The state of one parent of every child at its reference month."""
    frame = facts.parent(side)
    living, stage, vague = _living(definition, facts, side)
    alive = truth(frame, "alive")
    treated = definition.dead_parent_as
    rows = np.ones(len(facts), dtype=bool)
    dead = Bounds.known(rows if treated == "absent" else ~rows)
    dead_unable = Bounds.known(~rows if treated == "not_absent" else rows)
    absent = alive.choose(living, dead)
    unable = alive.choose(living | ~truth(frame, "capable"), dead_unable)
    stage = np.where(alive.never, 0, stage)
    unknown = np.where(alive.unknown & ~living.unknown, "unknown_alive", vague)
    return ParentState(absent, unable, stage, unknown)


def _living(
    definition: Definition, facts: Facts, side: Side
) -> tuple[Bounds, npt.NDArray[np.int64], Codes]:
    """The same for a parent who is alive."""
    household = (
        definition.child_place == "household" or definition.parents_rule == "neither_coresident"
    )
    spells_count = definition.min_months > 0 or "any" not in definition.reason
    rows = len(facts)
    absent = Bounds.known(np.ones(rows, dtype=bool))
    stage = np.full(rows, _ABSENT)
    vague = np.full(rows, "", dtype=object)
    if not household or spells_count:
        absent, stage, vague = _by_spells(definition, facts, side)
    if household:
        frame = facts.parent(side)
        apart, far = ~truth(frame, "coresident"), _far(definition, frame)
        stage = np.where(far.never, np.minimum(stage, _BOUNDARY), stage)
        stage = np.where(apart.never, _HOME, stage)
        vague = np.where(far.unknown, "unknown_boundary", vague)
        vague = np.where(apart.unknown, "unknown_coresidence", vague)
        absent = absent & apart & far
    return absent, stage, vague


def _far(definition: Definition, frame: Any) -> Bounds:
    """Whether the parent lives beyond the boundary, from the child's household."""
    least = LADDER.index(definition.boundary)
    if least == 0:
        return Bounds.known(np.ones(len(frame), dtype=bool))
    if "distance" not in frame:
        return Bounds.nobody_knows(len(frame))
    levels = {level: place for place, level in enumerate(LADDER)}
    place = frame["distance"].astype(object).map(levels).astype("Float64")
    return Bounds.of(place >= least)


def _by_spells(
    definition: Definition, facts: Facts, side: Side
) -> tuple[Bounds, npt.NDArray[np.int64], Codes]:
    at, spells = facts.numbers("at"), facts.spells_of(side)
    known = recorded(facts.parent(side)) & Bounds(~np.isnan(at), np.ones(len(at), dtype=bool))
    span, counted = _counted(definition, facts)
    apart = spells.apart()
    reason = apart & spells.for_reason(definition)
    far = reason & spells.far_enough(definition)
    calendar = spells.calendars(far, at, span)
    met = _met(definition, calendar, counted)
    absent = Bounds(met.sure & known.sure, met.possible | ~known.sure)
    stage = np.full(len(at), _MONTHS)
    for counts, place in ((far, _BOUNDARY), (reason, _REASON), (apart, _HOME)):
        seen = spells.calendars(counts, at, span).possible
        stage = np.where(_present(definition, seen, counted.possible), stage, place)
    stage = np.where(absent.possible, _ABSENT, stage)
    vague = _vague(definition, spells, (far, reason), at, span, counted)
    vague = np.where(known.unknown, "unknown_parent", vague)
    return absent, stage, np.where(np.isnan(at), "unknown_month", vague)


def _counted(definition: Definition, facts: Facts) -> tuple[int, Bounds]:
    """How many months back to look, and which of them count: one column per month."""
    at, period = facts.numbers("at"), definition.period
    span = max(12, definition.min_months)
    if period == "calendar_year":
        span = max(span, 24)
    if period == "since_birth":
        span = max(span, 12 * definition.age_max_excl)
    month = at[:, None] + np.arange(-span, 0)
    if period == "since_birth":
        born = facts.numbers("birth")[:, None]
        return span, Bounds(month >= born, (month >= born) | np.isnan(born))
    if period == "calendar_year":
        year = at[:, None] // 12
        return span, Bounds.known(month // 12 == year - 1)
    return span, Bounds.known(month >= at[:, None] - 12)


def _met(definition: Definition, calendar: Bounds, counted: Bounds) -> Bounds:
    """Whether the months suffice and the parent is away now, where that is required."""
    return Bounds(
        _enough(definition, calendar.sure, counted.sure)
        & _present(definition, calendar.sure, counted.sure),
        _enough(definition, calendar.possible, counted.possible)
        & _present(definition, calendar.possible, counted.possible),
    )


def _enough(definition: Definition, calendar: Mask, counted: Mask) -> Mask:
    past = calendar[:, :-1]
    if definition.months_basis == "none":
        return np.ones(len(past), dtype=bool)
    if definition.period == "at_interview":
        months = trailing(past)
    elif definition.months_basis == "total_last_12":
        months = (past & counted).sum(axis=1)
    else:
        months = longest(past & counted)
    return np.asarray(months >= definition.min_months)


def _present(definition: Definition, calendar: Mask, counted: Mask) -> Mask:
    """Away at the reference month, or at any time that counts where that is enough."""
    now = calendar[:, -1]
    if definition.current_required:
        return now
    return np.asarray(now | (calendar[:, :-1] & counted).any(axis=1))


def _vague(
    definition: Definition,
    spells: Spells,
    tests: tuple[Bounds, Bounds],
    at: Months,
    span: int,
    counted: Bounds,
) -> Codes:
    """What is not known where absence is unknown: dates, else boundaries, else reasons."""

    def reached(counts: Bounds) -> Mask:
        calendar = spells.calendars(counts, at, span, dated=False).sure
        return _met(definition, Bounds(calendar, calendar), counted).possible

    far, reason = tests
    no_date = reached(far)
    no_boundary = reached(Bounds(reason.sure & far.possible, far.possible))
    words = np.select(
        [no_date, no_boundary], ["unknown_spell", "unknown_boundary"], "unknown_reason"
    )
    return np.asarray(words, dtype=object)
