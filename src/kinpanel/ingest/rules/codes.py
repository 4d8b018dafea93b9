"""Rules that turn codes and identifiers into others."""

from __future__ import annotations

import numpy as np

from kinpanel.ingest.rules.task import Harmonised, Task, counted, spread
from kinpanel.tables.values import Values


def map_codes(task: Task) -> Harmonised:
    """Each code becomes its target in codes.csv, all at once; a target may be a reason.

    Missing answers keep their reason and are not mapped. Wrong are codes without a target.
    """
    source, why = task.source, task.source.why.copy()
    index, codes = source.distinct
    given = ~source.missing
    answered = index[given]
    counts = np.bincount(answered, minlength=len(codes))
    found = [task.targets.get(code) for code in codes]
    unknown = int(sum(n for n, target in zip(counts, found, strict=True) if target is None))
    texts = [target.code if target and target.reason is None else "" for target in found]
    reasons = [(target.reason or "") if target else "" for target in found]
    why.put_each(given, answered, reasons)
    lost = np.array([not text for text in texts], dtype=bool)
    missing = source.missing
    if (lost & (counts > 0)).any():
        missing = missing | lost[index]
    held = Values(index, missing, tuple(texts))
    return Harmonised(held, why, counted("codes are not in codes.csv", unknown))


def pad(task: Task) -> Harmonised:
    """The text with leading zeros up to the width. Missing answers keep their reason.

    Wrong are texts longer than the width.
    """
    width, source = int(task.argument), task.source
    index, codes = source.distinct
    texts = tuple(code.strip().zfill(width) for code in codes)
    long = spread(source, np.array([len(text) > width for text in texts], dtype=bool))
    wrong = counted(f"ids are longer than {width}", int(long[~source.missing].sum()))
    return Harmonised(Values(index, source.missing, texts), source.why.copy(), wrong)
