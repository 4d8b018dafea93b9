"""Roles of variables: what a study calls the things that are derived and audited."""

from kinpanel.roles.absence import (
    AbsenceRoles,
    Assumed,
    BoundaryVariable,
    HukouVariable,
    PlaceVariable,
    ReasonVariable,
    YesNo,
)
from kinpanel.roles.audit import AuditRoles, PersonRole, SpellRole
from kinpanel.roles.name import VARIABLE_NAME, Name
from kinpanel.roles.panel import (
    AGE_BAND,
    STATES,
    AgeBands,
    PanelRoles,
    ParentalState,
    PermanentId,
    Prices,
    ReferenceCells,
    Standardised,
)

__all__ = [
    "AGE_BAND",
    "STATES",
    "VARIABLE_NAME",
    "AbsenceRoles",
    "AgeBands",
    "Assumed",
    "AuditRoles",
    "BoundaryVariable",
    "HukouVariable",
    "Name",
    "PanelRoles",
    "ParentalState",
    "PermanentId",
    "PersonRole",
    "PlaceVariable",
    "Prices",
    "ReasonVariable",
    "ReferenceCells",
    "SpellRole",
    "Standardised",
    "YesNo",
]
