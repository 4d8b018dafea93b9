"""Traps of the child, roster and spell files."""

from __future__ import annotations

from kinpanel.simulate.answers import ITEMS
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.traps.trap import Cells, Trap

_ALL = tuple(WAVES)
_LATER = _ALL[1:]

TRAPS = (
    Trap(
        1,
        "rename",
        "every wave has its own names for the same columns, with a prefix by form",
        (Cells("child", "cog", _ALL), Cells("child", "girl", _ALL), Cells("child", "age", _ALL)),
        "resolved",
    ),
    Trap(
        6,
        "key",
        "ids with leading zeros became numbers in w4",
        tuple(
            Cells("child", name, ("w4",))
            for name in ("hhid", "village", "county", "father_pid", "mother_pid")
        ),
        "resolved",
    ),
    Trap(
        15,
        "scale",
        "answers of the depression scale are coded 1 to 4 in w2 and 0 to 3 elsewhere",
        tuple(Cells("child", item, ("w2", "w3")) for item in ITEMS),
        "resolved",
    ),
    Trap(
        36,
        "missing",
        "-1 to -9 until w3, tagged missings in w4, 97 to 99 in w5",
        (*(Cells("child", item, _ALL) for item in ITEMS), Cells("child", "shock", _ALL)),
        "resolved",
    ),
    Trap(
        46,
        "direction",
        "yes and no are 1 and 0 at first, 1 and 5 in w5",
        (Cells("child", "shock", _ALL),),
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
