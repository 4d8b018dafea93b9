"""The rule that reads a number in the period and unit that other answers of its row tell."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kinpanel.codebook.factors import parse_factors
from kinpanel.ingest.rules.task import Harmonised, Task, counted, spread
from kinpanel.tables.values import Values


def factors(task: Task) -> Harmonised:
    """The number times the factor of the answer to each flag.

    Missing answers keep their reason: that of the number, else that of the first flag without an
    answer; but 0 is 0 in any unit and needs no flag. Wrong are answers to flags without a
    factor. ValueError for an argument that the contract refuses.
    """
    flags = parse_factors(task.argument)
    if flags is None or len(task.sources) != len(flags) + 1:
        raise ValueError("rule factors with other flags than sources")
    amount = task.source
    values, why = amount.values.astype(float), amount.why.copy()
    open_rows = ~amount.missing & (values != 0)
    unknown = np.zeros(len(values), dtype=bool)
    for flag, known in zip(task.sources[1:], flags, strict=True):
        why.put_from(open_rows & ~why.missing & flag.missing, flag.why)
        _, codes = flag.distinct
        ratios = [known.get(code, Fraction(0)).as_integer_ratio() for code in codes]
        up = spread(flag, np.array([ratio[0] for ratio in ratios], dtype=float))
        down = spread(flag, np.array([ratio[1] for ratio in ratios], dtype=float))
        given = open_rows & ~flag.missing
        unknown |= given & (up == 0)
        values = np.where(given, values * up / np.where(down == 0, 1, down), values)
    missing = why.missing | unknown
    wrong = counted("have a flag without a factor", int((unknown & ~why.missing).sum()))
    return Harmonised(Values(values, missing), why, wrong)
