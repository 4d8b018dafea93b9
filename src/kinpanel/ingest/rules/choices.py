"""Rules on the codes that were chosen."""

from __future__ import annotations

import numpy as np

from kinpanel.ingest.rules.task import Harmonised, Task, given, picked, spread
from kinpanel.study import INAPPLICABLE
from kinpanel.tables.values import Values


def any_of(task: Task) -> Harmonised:
    """Whether one of the codes of the argument was chosen; no where others were, or none.

    Missing answers keep their reason, so that nobody who refused counts as no; nothing is wrong.
    Of several sources one with a code is enough; a row without, where one is missing, has the
    reason of the first that is.
    """
    wanted = set(task.argument.split())
    if len(task.sources) == 1:
        return given(task.source, picked(task.source, wanted))
    hit = np.zeros(len(task.source.missing), dtype=bool)
    why = task.source.why.copy()
    for source in task.sources:
        hit |= picked(source, wanted)
        why.put_from(source.missing & ~why.missing, source.why)
    why.put(hit, "")
    return Harmonised(Values(hit, why.missing), why, {})


def count(task: Task) -> Harmonised:
    """How many codes were chosen; 0 for an answer with nothing chosen.

    Missing answers keep their reason; nothing is wrong.
    """
    _, texts = task.source.distinct
    sizes = np.array([len(text.split()) for text in texts], dtype=np.int64)
    return given(task.source, spread(task.source, sizes))


def count_to(task: Task) -> Harmonised:
    """How many codes were chosen, at most the number of the argument, which means "or more".

    Missing answers keep their reason; nothing is wrong.
    """
    index, texts = task.source.distinct
    most = int(task.argument)
    codes = tuple(str(min(len(text.split()), most)) for text in texts)
    return Harmonised(Values(index, task.source.missing, codes), task.source.why.copy(), {})


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
