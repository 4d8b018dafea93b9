"""Traps of the files of the child alone, of the form for adults and of the parent form."""

from __future__ import annotations

from kinpanel.simulate.traps.trap import EVERY, Cells, Trap

_ITEMS = range(1, 11)
_RSES = ("w1", "w2", "w3", "w5")
_COMMON = (6, 7, 11, 12, 14, 16, 18, 20)
_ALL = ("w1", "w2", "w3", "w4", "w5")
_BEHIND = ("fight", "steal", "lie", "run_away", "safety_known", "risk_choice", "screen_hours")
"""Questions after smoking and drinking, whose numbers move up where these two are one."""

TRAPS = (
    Trap(
        7,
        "direction",
        "agreement with the self-esteem items runs the other way round in w2",
        (
            *(Cells("mind", f"rses_{number}", _RSES) for number in _ITEMS),
            *(Cells("adult", f"rses_{number}", ("w2",)) for number in _ITEMS if number != 9),
        ),
        "resolved",
    ),
    Trap(
        8,
        "dropped",
        "the form for those of 16 and 17 in w2 leaves self-esteem item 9 out",
        (Cells("adult", "rses_9", ("w2",)),),
        "lost",
        loss="item 9; the score is prorated from nine items under a variant of its own",
    ),
    Trap(
        13,
        "scale",
        "the K6 of w1 counts times a week or month, not how much of the time",
        (Cells("mind", "k6", ("w1",)), *(Cells("mind", f"k6c_{n}", ("w1",)) for n in range(1, 7))),
        "lost",
        loss="the published K6 score and its cut-offs; ranks within w1 are kept",
    ),
    Trap(
        14,
        "scale",
        "mood by the K6 in w1, the CES-D20 in w2, the CES-D8 from w3",
        (
            *(Cells("mind", f"cesd20_{number}", _ALL) for number in range(1, 21)),
            *(Cells("mind", f"k6c_{number}", _ALL) for number in range(1, 7)),
        ),
        "lost",
        loss="CES-D items in w1, and from w3 the twelve that the CES-D8 lacks",
    ),
    Trap(
        28,
        "routing",
        "the child answers alone at 10 to 15, in w3 at 9 to 15, in w5 at 10 to 17",
        (
            *(Cells("mind", name, _ALL) for name in ("common_age", "age")),
            *(Cells(table, "pid", _ALL) for table in ("safety", "behaviour", "relations")),
        ),
        "resolved",
    ),
    Trap(
        41,
        "merge",
        "smoking and drinking are one question in w4",
        (
            *(Cells("behaviour", name, _ALL) for name in ("smoke", "drink", "smoke_drink")),
            *(Cells("behaviour", name, ("w4",)) for name in _BEHIND),
        ),
        "lost",
        loss="which of the two it was, in w4",
    ),
    Trap(
        45,
        "meaning",
        "caregivers answered two forms of the SDQ in w2, in the same columns",
        (
            Cells("sdq_parent", "sdq_form", _ALL),
            *(Cells("sdq_parent", f"sdqp_{number}", _ALL) for number in range(1, 26)),
            *(Cells("mind", f"sdq_{number}", _ALL) for number in range(1, 26)),
        ),
        "resolved",
    ),
    Trap(
        53,
        "dropped",
        "thoughts of suicide and self-harm were not asked in w1",
        tuple(
            Cells("safety", name, _ALL)
            for name in ("si_thought", "si_plan", "si_attempts", "si_injury", "nssi")
        ),
        "lost",
        loss="w1, which is not filled from later waves",
    ),
    Trap(
        55,
        "scale",
        "the CES-D was read aloud in w2 and filled in alone from w3",
        (
            Cells("mind", "mood_mode", _ALL),
            *(Cells("mind", f"cesd20_{number}", _ALL[1:]) for number in _COMMON),
        ),
        "lost",
        loss="the level between modes: the mode stands beside the items",
    ),
    Trap(
        56,
        "meaning",
        "w5 asks children whether they are left behind: an identity, in a column named as if not",
        (Cells("relations", "identity_lb", _ALL),),
        "resolved",
    ),
    Trap(
        57,
        "format",
        "six children of w1 stand twice in the file, with different answers",
        tuple(Cells(table, EVERY, ("w1",)) for table in ("mind", "behaviour", "relations")),
        "resolved",
    ),
)
