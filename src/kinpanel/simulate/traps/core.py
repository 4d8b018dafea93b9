"""Traps of the child, roster and spell files."""

from __future__ import annotations

from math import inf

from kinpanel.simulate.answers import ITEMS
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.traps.trap import EVERY, Cells, Trap

_ALL = tuple(WAVES)
_TABLES = (
    *("child", "person", "spell", "household", "village", "parents", "care", "contact", "health"),
    *("school", "cognition", "sdq_parent", "generations", "mind", "safety", "behaviour"),
    "relations",
)
"""Tables of every wave."""

TRAPS = (
    Trap(
        1,
        "rename",
        "every wave has its own names for the same columns, with a prefix by form",
        (Cells("child", EVERY, _ALL),),
        "resolved",
    ),
    Trap(
        6,
        "key",
        "ids with leading zeros became numbers in w4",
        tuple(
            Cells("child", name, ("w4",))
            for name in ("pid", "hhid", "village", "county", "father_pid", "mother_pid")
        ),
        "resolved",
    ),
    Trap(
        15,
        "scale",
        "answers of the depression scale are coded 1 to 4 in w2 and 0 to 3 elsewhere",
        (
            *(Cells("child", item, _ALL) for item in ITEMS),
            *(Cells("mind", f"cesd20_{number}", ("w2",)) for number in range(1, 21)),
        ),
        "resolved",
    ),
    Trap(
        36,
        "missing",
        "-1 to -9 until w3, tagged missings in w4, 97 to 99 in w5",
        (
            *(Cells("child", item, _ALL) for item in (*ITEMS, "shock")),
            *(Cells(table, EVERY, _ALL, within=inf) for table in _TABLES),
            Cells("tracking", EVERY, _ALL[1:], within=inf),
            Cells("adult", EVERY, ("w2",), within=inf),
        ),
        "resolved",
    ),
    Trap(
        46,
        "direction",
        "yes and no are 1 and 0 at first, 1 and 5 in w5",
        tuple(Cells(table, EVERY, ("w5",), within=inf) for table in (*_TABLES, "tracking")),
        "resolved",
    ),
    Trap(
        58,
        "recode",
        "sex is coded 1 and 0 in w1, 1 and 2 from w2",
        (Cells("child", "girl", _ALL), Cells("person", "sex", _ALL)),
        "resolved",
    ),
)
