"""The harmonisation traps of the reference panel, by number."""

from kinpanel.simulate.traps import (
    alone,
    core,
    household,
    parents,
    proxy,
    roster,
    school,
    spells,
)
from kinpanel.simulate.traps.trap import Cells, Trap

__all__ = ["ALL_TRAPS", "TRAPS", "Cells", "Trap"]

_FOUND: tuple[Trap, ...] = (
    *core.TRAPS,
    *(*roster.TRAPS, *spells.TRAPS, *parents.TRAPS),
    *household.TRAPS,
    *school.TRAPS,
    *proxy.TRAPS,
    *alone.TRAPS,
)

TRAPS: dict[int, Trap] = {
    trap.number: trap for trap in sorted(_FOUND, key=lambda trap: trap.number)
}
ALL_TRAPS = frozenset(TRAPS)
