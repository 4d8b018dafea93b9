"""Traps of the questions on parents."""

from __future__ import annotations

from kinpanel.simulate.traps.trap import Cells, Trap

_ALL = ("w1", "w2", "w3", "w4", "w5")


def _both(*names: str, waves: tuple[str, ...] = _ALL) -> tuple[Cells, ...]:
    return tuple(Cells("parents", f"{name}_{side}", waves) for name in names for side in "fm")


TRAPS = (
    Trap(
        25,
        "recode",
        "where the parent lives has six answers until w2, and from w3 eight in another order",
        _both("boundary", "place"),
        "lost",
        "other villages, townships and countries in w1 and w2; the border crossed is in all waves",
    ),
    Trap(
        26,
        "meaning",
        "the question whether a parent was away asks for 3 months in w1 and for 6 from w2 on",
        _both("away6", "away3", "months_low", "months_high", "months", "longest"),
        "lost",
        "who was away 3 to 5 months, from w2 on; 6 months or more are in all waves",
    ),
    Trap(
        27,
        "routing",
        "months away are asked of all in w1, and only behind the gate from w2 on",
        _both("months_low", "months_high", "months", "longest"),
        "resolved",
    ),
    Trap(
        35,
        "format",
        "the month of birth is a number, two columns with a lunar flag in w2, a text in w3 and w4",
        (Cells("parents", "birth_month", _ALL),),
        "resolved",
    ),
    Trap(
        52,
        "key",
        "from w3 on the father named may be a stepfather",
        (Cells("parents", "named_father_pid", _ALL), Cells("parents", "father_kind", _ALL)),
        "lost",
        "what kind of father was named in w1 and w2",
    ),
)
