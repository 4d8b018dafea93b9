"""The answers to one question, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.raw import Mask
from kinpanel.questionnaire import Question


@dataclass(frozen=True)
class Decoded:
    """A question's answers, one per row: `values` (float64, int64 or object) where `reason` is "".

    `codes` are the raw codes as text, for translation; filled only where there is a value. Of a
    multi-response question they are the chosen codes parted by spaces, "" where none was chosen:
    in the order of mention, of indicators in that of the response set; `values` are the same.
    `format` is how the file shows the column (`%td`, `DATE11`): it tells what a date counts.
    """

    question: Question
    values: npt.NDArray[Any]
    codes: npt.NDArray[Any]
    reason: npt.NDArray[Any]
    format: str = ""

    @property
    def missing(self) -> Mask:
        """Rows without a value."""
        return np.asarray(self.reason != "", dtype=bool)
