"""Traps of the roster."""

from __future__ import annotations

from kinpanel.simulate.traps.trap import Cells, Trap

_ALL = ("w1", "w2", "w3", "w4", "w5")

TRAPS = (
    Trap(
        3,
        "key",
        "the line of somebody who moved out is given to somebody else in w2",
        (Cells("person", "line", _ALL), Cells("person", "birth_month", _ALL)),
        "flagged",
        rules=("L02",),
        one_person=("person",),
    ),
    Trap(
        4,
        "key",
        "permanent ids exist from w3 only",
        (Cells("person", "uid", _ALL),),
        "lost",
        "no permanent id in w1 and w2 but by way of the roster of a later wave",
    ),
    Trap(
        5,
        "key",
        "households split from w2 on, and their members stand in two rosters",
        tuple(Cells("person", name, _ALL[1:]) for name in ("counted", "orig_pid", "orig_hhid")),
        "resolved",
    ),
    Trap(
        32,
        "recode",
        "from w3 households are registered as unified residents, who have the former kind beside",
        (Cells("person", "hukou_type", _ALL), Cells("person", "hukou_now", _ALL)),
        "resolved",
    ),
    Trap(
        50,
        "meaning",
        "being present is to live here usually, and in w4 to have slept here last night",
        (Cells("person", "usual", _ALL), Cells("person", "slept", _ALL)),
        "lost",
        "usual residence in w4; who slept there before w4",
    ),
)
