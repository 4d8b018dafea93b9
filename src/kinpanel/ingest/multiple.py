"""Raw cells of a multi-response question to answers: the codes chosen, or one missing reason.

Every distinct combination of cells is judged once. A cell is, in this order: what the question
calls chosen or unchosen (indicators), what stands for no further mention, a code that the question
calls missing, a choice, a code that the file or the wave calls missing; anything else stops the
wave. Then the answer as a whole: all blank is blank, which routing may explain; chosen codes are
the answer; a missing code alone is its reason; both at once stop the wave. All indicators unchosen
are an answer with nothing chosen. Indicators that are partly blank are missing, with a warning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.errors import Finding
from kinpanel.ingest.columns import TAGS
from kinpanel.ingest.decoded import Decoded, factorised
from kinpanel.ingest.problems import problem_finding, shown_code
from kinpanel.ingest.raw import RawColumn
from kinpanel.ingest.reasons import Reasons
from kinpanel.labels import code_text
from kinpanel.questionnaire import Question
from kinpanel.study import UNEXPLAINED

BLANK = "."


@dataclass
class _Answer:
    """One answer while its cells are looked at: what was chosen, why not, what is wrong."""

    chosen: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    blanks: int = 0
    unchosen: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def add_wrong(self, problem: str, code: str = "") -> None:
        self.wrong.append((problem, shown_code(problem, code)))


def decode_multiple(
    question: Question, columns: Sequence[RawColumn], wide: Mapping[str, str], file: str
) -> tuple[Decoded, list[Finding]]:
    """The answers of n rows from the question's columns, in the order of `question.columns`.

    `codes` and `values` hold the chosen codes parted by spaces: in the order of mention, of
    indicators in that of the response set; "" where nothing was chosen. `wide` are the missing
    codes of file and wave. Missing choices and codes give their reason; blanks are `unexplained`.
    """
    combinations, inverse, counts = _combinations(columns)
    codes = np.full(len(combinations), "", dtype=object)
    reasons = [""] * len(combinations)
    problems: dict[str, Counter[str]] = {}
    judge = _Judge(question, wide)
    for place, cells in enumerate(combinations):
        answer = judge.read(cells)
        reasons[place] = judge.reason(answer)
        if not reasons[place]:
            codes[place] = " ".join(dict.fromkeys(answer.chosen))
        for problem, code in dict.fromkeys(answer.wrong):
            problems.setdefault(problem, Counter())[code] += int(counts[place])
    findings = [problem_finding(kind, found, question, file) for kind, found in problems.items()]
    why = Reasons.none(len(inverse))
    why.put_each(np.ones(len(inverse), dtype=bool), inverse, reasons)
    distinct, texts = pd.factorize(codes)
    return Decoded(question, distinct[inverse], why, tuple(map(str, texts))), findings


def _combinations(
    columns: Sequence[RawColumn],
) -> tuple[list[tuple[str, ...]], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Every distinct row of cells, which of them each row is, and how many rows each has."""
    known: list[list[str]] = []
    places = np.zeros((len(columns[0].cells), len(columns)), dtype=np.int32)
    for number, column in enumerate(columns):
        given = ~column.missing
        if column.storage == "text":
            index, values = column.cells[given], list(column.texts)
        else:
            index, found = factorised(column.cells[given])
            values = found.tolist()
        known.append([*TAGS, *(str(code_text(value)) for value in values)])
        places[~given, number] = column.marks[~given] - 1
        places[given, number] = len(TAGS) + index
    rows, inverse, counts = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    cells = [tuple(known[n][place] for n, place in enumerate(row)) for row in rows.tolist()]
    return cells, inverse.reshape(-1), counts


class _Judge:
    """What the cells of one question mean."""

    def __init__(self, question: Question, wide: Mapping[str, str]) -> None:
        self.layout, self.separator = question.layout, question.separator
        self.chosen, self.unchosen = question.chosen, question.unchosen
        self.choices = [choice.code for choice in question.choices]
        self.known = frozenset(self.choices)
        self.own, self.missing = question.missing_codes, {**wide, **question.missing_codes}

    def read(self, cells: Sequence[str]) -> _Answer:
        """One combination of cells, each looked at on its own."""
        answer = _Answer()
        if self.layout == "indicators":
            for code, cell in zip(self.choices, cells, strict=True):
                self._indicator(answer, code, cell)
            return answer
        for cell in self._parted(cells[0]) if self.layout == "text" else cells:
            if cell == BLANK or not cell.strip():
                answer.blanks += 1
            elif self.layout == "mentions" and cell == self.unchosen:
                answer.unchosen += 1
            else:
                if answer.blanks + answer.unchosen and not answer.reasons:
                    answer.add_wrong("mention-after-blank")
                self._code(answer, cell.strip())
        for code, times in Counter(answer.chosen).items():
            if times > 1:
                answer.add_wrong("chosen-twice", code)
        return answer

    def _parted(self, cell: str) -> Sequence[str]:
        """The codes of a text; a separator at the end, or twice in a row, parts nothing."""
        parts = cell.split(None if self.separator == " " else self.separator)
        return [part.strip() for part in parts if part.strip()] or [BLANK]

    def _indicator(self, answer: _Answer, code: str, cell: str) -> None:
        if cell == self.chosen:
            self._code(answer, code)
        elif cell == BLANK or not cell.strip():
            answer.blanks += 1
        elif cell == self.unchosen:
            answer.unchosen += 1
        elif cell in self.missing:
            answer.reasons[cell] = self.missing[cell]
        else:
            answer.add_wrong("undeclared-code", cell)

    def _code(self, answer: _Answer, code: str) -> None:
        """A code that was chosen or mentioned: an answer, or a missing code."""
        if code in self.known and code not in self.own:
            answer.chosen.append(code)
        elif code in self.missing:
            answer.reasons[code] = self.missing[code]
        else:
            answer.add_wrong("undeclared-code", code)

    def reason(self, answer: _Answer) -> str:
        """Why the answer as a whole is missing; "" where it is given, be it with nothing chosen.

        Adds what is wrong with the cells taken together.
        """
        if answer.reasons:
            return self._missing(answer)
        if answer.chosen or answer.wrong:
            partly = self.layout == "indicators" and answer.blanks and self.unchosen != BLANK
            return self._partly(answer) if partly else ""
        if not answer.unchosen:
            return self.missing.get(BLANK, UNEXPLAINED)
        if self.layout == "indicators":
            return self._partly(answer) if answer.blanks else ""
        # Nothing but what stands for no mention: where that is a missing code, it says why.
        return self.missing.get(self.unchosen, "")

    def _missing(self, answer: _Answer) -> str:
        meanings = list(dict.fromkeys(answer.reasons.values()))
        problem = "missing-and-chosen" if answer.chosen else "missing-twice"
        if answer.chosen or len(meanings) > 1:
            for code in answer.reasons:
                answer.add_wrong(problem, code)
        return "" if answer.chosen else meanings[0]

    def _partly(self, answer: _Answer) -> str:
        answer.add_wrong("partly-blank")
        return UNEXPLAINED
