"""Notes that more than one table carries: unknown states, suppressed cells."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kinpanel.report.disclosure import WITHHELD, distinct_children, marker, shown_count
from kinpanel.report.setting import Setting
from kinpanel.report.table import Row


def unknown_note(unknown: pd.DataFrame, setting: Setting, word: str = "note_unknown") -> list[str]:
    """The note on rows left out for an unknown parental state; none when there are none."""
    if unknown.empty:
        return []
    children = distinct_children(unknown)
    rows, n = (shown_count(k, children, setting.threshold) for k in (len(unknown), children))
    return [setting.word(word, rows=rows, n=n)]


def suppression_note(rows: Sequence[Row], setting: Setting) -> list[str]:
    """The note on suppressed cells; none when nothing in the rows is suppressed."""
    sign = marker(setting.threshold)
    if not any(sign in cell or WITHHELD in cell for row in rows for cell in row.cells):
        return []
    return [setting.word("note_suppressed", marker=sign, threshold=setting.threshold)]
