"""Traps of the calendar of absences."""

from __future__ import annotations

from kinpanel.simulate.traps.trap import Cells, Trap

_ALL = ("w1", "w2", "w3", "w4", "w5")

TRAPS = (
    Trap(
        47,
        "category",
        "from w4 on parents are also away because of lockdown or quarantine",
        (
            Cells("spell", "reason_detail", _ALL),
            Cells("parents", "reason_f", _ALL),
            Cells("parents", "reason_m", _ALL),
        ),
        "resolved",
    ),
)
