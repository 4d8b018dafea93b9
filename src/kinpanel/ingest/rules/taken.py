"""Rules that take answers as they are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kinpanel.ingest.dates import days_from_counts, days_of, from_text
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.reasons import Reasons
from kinpanel.ingest.rules.task import Harmonised, Task, counted
from kinpanel.tables.values import Values


def same(task: Task) -> Harmonised:
    """The answer as it is: codes of a choice or a text, dates of a date, numbers of the rest.

    Missing answers keep their reason. Wrong are dates that the format of their column makes none.
    """
    return _taken(task.source)


def first(task: Task) -> Harmonised:
    """Each row from the first source that was answered, taken as it is.

    A row that no source answers has the reason of the first one. Wrong is what is wrong in `same`.
    """
    made = [_taken(source) for source in task.sources]
    values, why = made[0].values, made[0].why
    for other in made[1:]:
        rows = why.missing & ~other.why.missing
        values[rows] = other.values[rows]
        why.put(rows, "")
    held = Values.of(values)
    return Harmonised(held, why, _undated(held, why))


def _taken(source: Decoded) -> Harmonised:
    kind = source.question.kind
    if kind in ("select_one", "text"):
        index, texts = source.distinct
        return Harmonised(Values(index, source.missing, texts), source.why.copy(), {})
    if kind not in ("date", "month"):
        held = Values(source.cells, source.missing, source.texts)
        return Harmonised(held, source.why.copy(), {})
    if source.texts is None:
        days = days_from_counts(source.cells, source.format)
    else:
        index, texts = source.distinct
        days = days_of(from_text(np.array([*texts, ""], dtype=object)))[index]
    held = Values(days, source.missing | np.isnat(days))
    return Harmonised(held, source.why.copy(), _undated(held, source.why))


def _undated(held: Values, why: Reasons) -> Mapping[str, int]:
    bad = int((held.missing & ~why.missing).sum())
    return counted("are not dates in the format of their column", bad)
