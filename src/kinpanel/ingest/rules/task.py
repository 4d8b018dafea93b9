"""What a rule is applied to, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.codebook import Variable
from kinpanel.codebook.codes import Target
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.raw import Mask
from kinpanel.ingest.reasons import Reasons
from kinpanel.tables.values import Values


@dataclass(frozen=True)
class Harmonised:
    """One variable in one wave: values, and why they are missing where they are.

    `wrong` counts rows whose answer the rule cannot turn into a value, by what is wrong.
    """

    held: Values
    why: Reasons
    wrong: Mapping[str, int]

    @property
    def values(self) -> npt.NDArray[Any]:
        """The values as objects, None where missing."""
        return self.held.objects

    @property
    def reason(self) -> npt.NDArray[Any]:
        """The reasons as objects, "" for a value."""
        return self.why.texts


@dataclass(frozen=True)
class Task:
    """What a rule is applied to: its argument, its sources of n rows each, the map of codes.

    `variable` is what is made; None where the rule does not ask for it.
    """

    argument: str
    sources: Sequence[Decoded]
    targets: Mapping[str, Target]
    variable: Variable | None = None

    @property
    def source(self) -> Decoded:
        """The first source; `any`, `first`, `parts` and `factors` have more."""
        return self.sources[0]


def spread(source: Decoded, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """What a table says of each distinct raw code, row by row; of missing rows it means nothing."""
    index, _ = source.distinct
    return np.asarray(np.concatenate([table, np.zeros(1, dtype=table.dtype)])[index])


def picked(source: Decoded, codes: Set[str]) -> Mask:
    """Rows whose answer is, or is among others, one of the codes; no row without an answer is."""
    several = source.question.kind == "select_multiple"
    _, texts = source.distinct
    hit = [not codes.isdisjoint(text.split() if several else (text,)) for text in texts]
    return np.asarray(spread(source, np.array(hit, dtype=bool)) & ~source.missing, dtype=bool)


def given(source: Decoded, values: npt.NDArray[Any]) -> Harmonised:
    """Values of the rows with an answer; the others keep their reason."""
    return Harmonised(Values(values, source.missing), source.why.copy(), {})


def counted(what: str, rows: int) -> Mapping[str, int]:
    """What is wrong with some rows; nothing when there are none."""
    return {what: rows} if rows else {}
