"""The rule for numbers that were asked behind a gate only."""

from __future__ import annotations

import numpy as np

from kinpanel.codebook.behind import parse_behind
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.rules.task import Harmonised, Task, spread
from kinpanel.tables.values import Values


def behind(task: Task) -> Harmonised:
    """The number of the first source; the declared one where the last source closed the gate.

    Missing answers keep their reason: that of the gate where it was not answered, else that of
    the number. A number that was given stands, whatever the gate. Nothing is wrong; ValueError
    for an argument that the contract refuses.
    """
    meant = parse_behind(task.argument)
    if meant is None:
        raise ValueError("rule behind without a code and a number")
    asked, gate = task.source, task.sources[-1]
    why = asked.why.copy()
    unanswered = why.missing & gate.missing
    why.put_each(unanswered, gate.why.codes[unanswered], gate.why.words)
    closed = asked.missing & _chosen(gate, meant.code)
    why.put(closed, "")
    values = np.where(closed, meant.number, asked.values.astype(float))
    return Harmonised(Values(values, why.missing), why, {})


def _chosen(gate: Decoded, code: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    _, texts = gate.distinct
    hit = spread(gate, np.array([text == code for text in texts], dtype=bool))
    return np.asarray(hit & ~gate.missing, dtype=bool)
