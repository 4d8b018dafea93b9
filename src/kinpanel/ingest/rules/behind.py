"""The rule for numbers that were asked behind a gate only."""

from __future__ import annotations

import numpy as np

from kinpanel.codebook.behind import parse_behind
from kinpanel.ingest.rules.numbers import multiplied
from kinpanel.ingest.rules.task import Harmonised, Task, picked
from kinpanel.tables.values import Values


def behind(task: Task) -> Harmonised:
    """The number of the first source, times the factor; the declared one where the gate closed.

    The gate is the last source. Missing answers keep their reason: that of the gate where it was
    not answered, else that of the number. A number that was given stands, whatever the gate.
    Nothing is wrong; ValueError for an argument that the contract refuses.
    """
    meant = parse_behind(task.argument)
    if meant is None:
        raise ValueError("rule behind without a code and a number")
    asked, gate = multiplied(task.source, meant.factor), task.sources[-1]
    why = asked.why
    why.put_from(why.missing & gate.missing, gate.why)
    closed = asked.held.missing & picked(gate, {meant.code})
    why.put(closed, "")
    values = np.where(closed, meant.number, asked.held.cells)
    return Harmonised(Values(values, why.missing), why, {})
