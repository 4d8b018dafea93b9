"""Small cells: what must not be shown, and what must not be shown because of it.

The unit is the distinct child, never the row: four children seen three times are four.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.report.numbers import count

WITHHELD = "\u2026"
"""Shown for a value that is withheld: a statistic of few children, or a complement."""

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def suppressed(n_children: int, threshold: int) -> bool:
    """Whether a count of distinct children is too small to be shown: 1 to `threshold` - 1.

    Zero is shown as 0.
    """
    return 0 < n_children < threshold


def marker(threshold: int) -> str:
    """What stands in place of a suppressed count, e.g. `<10`."""
    return f"<{threshold}"


def shown_count(value: int, n_children: int, threshold: int, *, hidden: bool = False) -> str:
    """A count as text: `value`, unless it stands for too few children or is `hidden`.

    `value` counts anything (children, child-waves) about `n_children` distinct children.
    """
    if suppressed(n_children, threshold):
        return marker(threshold) if value == n_children else WITHHELD
    return WITHHELD if hidden else count(value)


def distinct_children(panel: pd.DataFrame, child: str = "pid") -> int:
    """Distinct children among the rows of `panel`; rows without an id are not counted."""
    return int(panel[child].nunique())


def withheld(counts: Counts, threshold: int) -> Mask:
    """Which cells of a table of distinct children are not to be shown, margins included.

    `counts` has shape (rows + 1, columns + 1): the last row and column are printed totals. A
    table without row totals, or with one line only, is passed with shape (1, columns + 1).
    Cells of 1 to `threshold` - 1 are hidden. Wherever the hidden cells of a line could then be
    worked out from its total, because only one is hidden or because together they are fewer than
    `threshold` children, the smallest other cell is hidden too, or the total when no other is
    left. Zeros stay, since they protect nothing. This does not audit several tables together.
    """
    mask = (counts > 0) & (counts < threshold)
    changed = True
    while changed:
        changed = False
        for place in range(counts.shape[0]):
            changed |= _protect(counts[place], mask[place], threshold)
        if counts.shape[0] > 1:
            for place in range(counts.shape[1]):
                changed |= _protect(counts[:, place], mask[:, place], threshold)
    return mask


def _protect(line: Counts, mask: Mask, threshold: int) -> bool:
    """Hide one more cell of a line (in place) if its total gives a hidden cell away."""
    inner, total = mask[:-1], mask[-1]
    hidden = int(inner.sum())
    if hidden == 0 and not total:
        return False
    if total and hidden != 0:
        return False
    enough = int(line[:-1][inner].sum()) >= threshold
    if not total and hidden > 1 and enough:
        return False
    candidates = np.flatnonzero(~inner & (line[:-1] > 0))
    if candidates.size:
        mask[candidates[np.argmin(line[candidates])]] = True
        return True
    if total:
        return False
    mask[-1] = True
    return True
