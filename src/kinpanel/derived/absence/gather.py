"""Facts of absence from the tables of a study, by the roles that study.yaml declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.derived.absence.coded import months_of, words, yes_no
from kinpanel.derived.absence.facts import SIDES, Facts, Side, completed
from kinpanel.errors import UsageError
from kinpanel.roles import AbsenceRoles, PanelRoles
from kinpanel.study import INAPPLICABLE
from kinpanel.tables.frame import why

_ABSENCE = "study.yaml declares no `panel: absence:`, so there is nothing to define absence by"


def gather_facts(tables: Mapping[str, pd.DataFrame], roles: PanelRoles) -> Facts:
    """Facts of every row of the child table, from the tables `roles` name, reasons included.

    A fact that is neither declared nor assumed is unknown, as is one whose code has no meaning;
    what is assumed holds for everybody, and only where no variable is declared. A parent who is
    not named, or not in the wave's roster, is not on record. A spell without an end goes on where
    the end is inapplicable or no reasons are kept, else nobody knows its end. Co-residence and
    distance that are not told follow from the spells (`completed`).

    Raises UsageError when no absence is declared, a declared variable is not there, or one of
    yes and no needs levels.
    """
    if roles.absence is None:
        raise UsageError(_ABSENCE)
    own = roles.absence
    child = tables[roles.child].reset_index(drop=True)
    roster = tables[own.roster]
    children = pd.DataFrame({"at": months_of(child, own.interviewed)})
    people = _people(roster, own)
    if own.birth is not None:
        children["birth"] = _looked_up(people, child, "pid", "birth").astype("Int64")
    assume = own.assume
    _fill(children, "hukou", words(child, own.hukou), assume.hukou)
    _fill(children, "place", words(child, own.child_place), assume.child_place)
    _fill(children, "in_school", yes_no(child, own.in_school), assume.in_school)
    _fill(children, "entrusted", yes_no(child, own.entrusted), assume.entrusted)
    parents = {side: _parent(child, people, own, side) for side in SIDES}
    facts = Facts(children, parents["father"], parents["mother"], _spells(tables, child, own))
    full = completed(facts)
    index = tables[roles.child].index
    return Facts(
        full.children.set_axis(index),
        full.father.set_axis(index),
        full.mother.set_axis(index),
        full.spells,
    )


def _fill(frame: pd.DataFrame, name: str, column: pd.Series[Any] | None, assumed: object) -> None:
    """Put a declared column, or what is assumed, into a frame; neither leaves it unknown."""
    if column is not None:
        frame[name] = column
    elif assumed is not None:
        kind = "boolean" if isinstance(assumed, bool) else "object"
        frame[name] = pd.Series(assumed, index=frame.index, dtype=kind)


def _people(roster: pd.DataFrame, roles: AbsenceRoles) -> pd.DataFrame:
    """One row per wave and person: what the roster tells, and that it has the person."""
    people = pd.DataFrame(index=pd.RangeIndex(len(roster)))
    plain = roster.reset_index(drop=True)
    people["recorded"] = True
    if roles.birth is not None:
        people["birth"] = months_of(plain, roles.birth)
    alive = yes_no(plain, roles.alive)
    if alive is not None:
        people["alive"] = alive
    key = [plain["wave"].astype(str), plain["pid"].astype(object)]
    people.index = pd.MultiIndex.from_arrays([pd.Index(part) for part in key])
    named = plain["pid"].notna().to_numpy(dtype=bool) & ~people.index.duplicated()
    return people[named]


def _looked_up(people: pd.DataFrame, child: pd.DataFrame, person: str, name: str) -> pd.Series[Any]:
    """A column of the roster for the person whom each child row names; NA for nobody."""
    wanted = pd.MultiIndex.from_arrays(
        [pd.Index(child["wave"].astype(str)), pd.Index(child[person].astype(object))]
    )
    found = people.index.get_indexer(wanted)
    found = np.where(child[person].isna().to_numpy(dtype=bool), -1, found)
    column = people[name].reset_index(drop=True).reindex(pd.Index(found))
    return column.reset_index(drop=True).set_axis(child.index)


def _parent(
    child: pd.DataFrame, people: pd.DataFrame, roles: AbsenceRoles, side: Side
) -> pd.DataFrame:
    frame = pd.DataFrame(index=child.index)
    person = f"{side}_pid"
    frame["recorded"] = _looked_up(people, child, person, "recorded").notna().astype("boolean")
    alive = _looked_up(people, child, person, "alive") if "alive" in people else None
    _fill(frame, "alive", alive, roles.assume.alive)
    _fill(frame, "capable", yes_no(child, roles.capacity.get(side)), roles.assume.capacity)
    _fill(frame, "coresident", yes_no(child, roles.coresident.get(side)), None)
    _fill(frame, "distance", words(child, roles.distance.get(side)), None)
    return frame


def _spells(
    tables: Mapping[str, pd.DataFrame], child: pd.DataFrame, roles: AbsenceRoles
) -> pd.DataFrame:
    """Every spell once per child whose parent it is of."""
    table = tables[roles.spells].reset_index(drop=True)
    spells = pd.DataFrame(
        {
            "wave": table["wave"].astype(str),
            "person": table["parent_pid"].astype(object),
            "start": months_of(table, "start_month"),
            "end": months_of(table, "end_month"),
        }
    )
    goes_on = spells["end"].isna()
    if why("end_month") in table:
        goes_on &= table[why("end_month")].astype(object) == INAPPLICABLE
    spells["ongoing"] = goes_on.astype("boolean").where(goes_on)
    assume = roles.assume
    _fill(spells, "boundary", words(table, roles.boundary), assume.boundary)
    _fill(spells, "reason", words(table, roles.reason), assume.reason)
    _fill(spells, "intra_city", yes_no(table, roles.intra_city), assume.intra_city)
    _fill(spells, "with_child", yes_no(table, roles.with_child), None)
    parts = []
    for side in SIDES:
        rows = pd.DataFrame(
            {
                "child": np.arange(len(child)),
                "wave": child["wave"].astype(str),
                "person": child[f"{side}_pid"].astype(object),
                "parent": side,
            }
        ).dropna(subset=["person"])
        parts.append(rows.merge(spells, on=["wave", "person"], how="inner"))
    return pd.concat(parts, ignore_index=True).drop(columns=["wave", "person"])
