"""Rules on the codes that were chosen."""

from __future__ import annotations

import numpy as np

from kinpanel.ingest.rules.task import Harmonised, Task, given, spread
from kinpanel.study import INAPPLICABLE
from kinpanel.tables.values import Values


def any_of(task: Task) -> Harmonised:
    """Whether one of the codes of the argument was chosen; no where others were, or none.

    Missing answers keep their reason, so that nobody who refused counts as no; nothing is wrong.
    """
    wanted = set(task.argument.split())
    several = task.source.question.kind == "select_multiple"
    _, texts = task.source.distinct
    chosen = [set(text.split()) if several else {text} for text in texts]
    hit = np.array([not wanted.isdisjoint(codes) for codes in chosen], dtype=bool)
    return given(task.source, spread(task.source, hit))


def count(task: Task) -> Harmonised:
    """How many codes were chosen; 0 for an answer with nothing chosen.

    Missing answers keep their reason; nothing is wrong.
    """
    _, texts = task.source.distinct
    sizes = np.array([len(text.split()) for text in texts], dtype=np.int64)
    return given(task.source, spread(task.source, sizes))


def mention(task: Task) -> Harmonised:
    """The code in the place of the argument (from 1), in the order of mention.

    Missing answers keep their reason; answers with fewer codes are `inapplicable`. Nothing is
    wrong. Indicators know no order of mention, which the contract refuses.
    """
    source, place = task.source, int(task.argument) - 1
    index, texts = source.distinct
    codes = tuple("".join(text.split()[place : place + 1]) for text in texts)
    fewer = spread(source, np.array([not code for code in codes], dtype=bool))
    why = source.why.copy()
    why.put(fewer & ~source.missing, INAPPLICABLE)
    return Harmonised(Values(index, source.missing | fewer, codes), why, {})
