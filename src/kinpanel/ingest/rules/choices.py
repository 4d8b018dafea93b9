"""Rules on the codes that were chosen."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.rules.task import Harmonised, Task, given, spread
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
        return given(task.source, _chosen(task.source, wanted))
    hit = np.zeros(len(task.source.missing), dtype=bool)
    why = task.source.why.copy()
    for source in task.sources:
        hit |= _chosen(source, wanted) & ~source.missing
        rows = source.missing & ~why.missing
        why.put_each(rows, source.why.codes[rows], source.why.words)
    why.put(hit, "")
    return Harmonised(Values(hit, why.missing), why, {})


def _chosen(source: Decoded, wanted: Set[str]) -> npt.NDArray[np.bool_]:
    """Rows in which one of the codes was chosen; of missing rows it means nothing."""
    several = source.question.kind == "select_multiple"
    _, texts = source.distinct
    codes = [set(text.split()) if several else {text} for text in texts]
    hit = np.array([not wanted.isdisjoint(one) for one in codes], dtype=bool)
    return np.asarray(spread(source, hit))


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
