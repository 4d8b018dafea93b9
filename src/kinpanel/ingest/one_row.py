"""Files in which a key has several rows, of which the questionnaire says which one counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.errors import MAX_EXAMPLES, Finding
from kinpanel.ingest.decode import Decoded, decode_file
from kinpanel.ingest.raw import Mask, RawFile
from kinpanel.questionnaire import Questionnaire
from kinpanel.study import Wave


@dataclass(frozen=True, kw_only=True)
class Counted(RawFile):
    """A delivered file without the rows that do not count; `kept` holds the places of the others.

    Rows are named as the delivered file numbers them.
    """

    kept: npt.NDArray[Any]

    def origin(self, row: int, column: str) -> tuple[int, str]:
        """The row (from 0) of the delivered file, and the same column."""
        return int(self.kept[row]), column

    def place(self, row: int) -> str:
        """A row as the delivered file counts it, from 1."""
        return f"row {self.kept[row] + 1}"


def counted_rows(
    raw: RawFile, file: str, questionnaire: Questionnaire, wave: Wave
) -> tuple[RawFile, list[Finding]]:
    """The rows of a file that count, by `one_row` of its specification; a warning counts the rest.

    Where the deciding answer is missing on a row of a key, or two rows share it, that key keeps
    its rows, and the audit of keys stops the wave. Without `one_row` the file is as it was.
    """
    spec = questionnaire.files[file]
    if spec.one_row is None:
        return raw, []
    names = (*spec.key, spec.one_row.by)
    asked = tuple(q for q in questionnaire.in_file(file) if q.id in names)
    answers, _ = decode_file(raw, file, replace(questionnaire, questions=asked), wave)
    if not answers.keys() >= set(names):
        return raw, []  # a column that is not there is reported by the audit of columns
    dropped = _dropped(answers, spec.key, spec.one_row.by, spec.one_row.keep == "lowest")
    if not dropped.any():
        return raw, []
    kept = np.flatnonzero(~dropped)
    columns = {name: column.taken(kept) for name, column in raw.columns.items()}
    rest = Counted(name=raw.name, sha256=raw.sha256, rows=len(kept), columns=columns, kept=kept)
    places = np.flatnonzero(dropped)
    found = Finding(
        rule="one-row",
        severity="warning",
        message=f"rows do not count: of their key that with the {spec.one_row.keep} "
        f"{spec.one_row.by} does",
        file=raw.name,
        wave=questionnaire.wave,
        variable=answers[spec.one_row.by].question.column,
        examples=tuple(raw.place(int(row)) for row in places[:MAX_EXAMPLES]),
        count=len(places),
        advice="declared as one_row in the questionnaire; say why they are there",
    )
    return rest, [found]


def _dropped(answers: dict[str, Decoded], key: tuple[str, ...], by: str, lowest: bool) -> Mask:
    """Rows of a key of several that another row of it stands for."""
    grid = pd.DataFrame({name: answers[name].values for name in key})
    missing = np.logical_or.reduce([answers[name].missing for name in key])
    order = pd.Series(np.asarray(answers[by].values, dtype="float64"))
    order[answers[by].missing] = np.nan
    if not lowest:
        order = -order
    groups = order[~missing].groupby([grid.loc[~missing, name] for name in key], sort=False)
    best, whole = groups.transform("min"), groups.transform("count") == groups.transform("size")
    dropped = np.zeros(len(grid), dtype=bool)
    dropped[~missing] = (whole & (order[~missing] > best)).to_numpy()
    return dropped
