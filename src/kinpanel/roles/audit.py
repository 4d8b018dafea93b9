"""What a study calls the things that the longitudinal audit reads."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kinpanel.documents import Document
from kinpanel.labels import Code

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
