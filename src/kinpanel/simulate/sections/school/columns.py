"""How every wave exported the sections on school and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps, style_of
from kinpanel.simulate.sections.asked import YES_NO, Answers, Asked, Make
from kinpanel.simulate.sections.school import wording as said
from kinpanel.simulate.sections.school.measured import FORMS, TESTS, VISITED, WORD_MATHS
from kinpanel.simulate.sections.school.questions import (
    INTERNET_MINUTES,
    INTERNET_USE,
    SCHOOL,
    TESTS_ASKED,
)

STAGE_LOWER = {2: 1, 3: 2, 4: 3, 5: 4}
NO_COUNTY_TOWN = {1: 1, 2: 2, 3: 3, 4: 3}
NEVER_LAST = {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}
TRUANT = 3
"""From this answer on a pupil was truant; below, present or on leave."""
MONTHS_OF_STATA = "w3"


@dataclass(frozen=True)
class _How:
    """What one wave does to a question: codes, answers, another quantity."""

    codes: Mapping[int, int] | None = None
    answers: Answers | None = None
    source: str = ""
    make: Make | None = None


def school_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The columns of the section on school."""
    how = _habits(wave, traps)
    found: list[Column] = []
    for asked in SCHOOL:
        if asked.source == "internet_hours" and wave == "w4" and 16 in traps:
            found += [
                _column(INTERNET_USE, wave, traps, _How()),
                _column(INTERNET_MINUTES, wave, traps, _How()),
            ]
        else:
            found.append(_column(asked, wave, traps, how.get(asked.source, _How())))
    return tuple(found)


def _habits(wave: str, traps: Traps) -> dict[str, _How]:
    """What the wave asks otherwise than the plain way."""
    how = {"tv_limits": _How(codes={} if wave in ("w3", "w4") and 10 in traps else NEVER_LAST)}
    if wave == "w1" and 11 in traps:
        answers = {true: said.STAGE[true] for true in STAGE_LOWER}
        how["stage"] = _How(codes=STAGE_LOWER, answers=answers)
    if wave == "w1" and 48 in traps:
        how["school_place"] = _How(codes=NO_COUNTY_TOWN, answers=said.PLACE_W1)
    if wave == "w3" and 12 in traps:
        how["truancy_kind"] = _How(answers=YES_NO, make=_truant)
    if wave == "w3" and 39 in traps:
        how["bullied_frequency"] = _How(answers=said.BULLIED_TERM, source="bullied_term")
    return how


def cognition_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """The columns of the tests: mode, form, and the scores of the wave's form."""
    ending = "" if 29 in traps else VISITED
    form = FORMS[wave] if 17 in traps else WORD_MATHS
    found = []
    for asked in TESTS_ASKED:
        if asked.source in (*TESTS[1], *TESTS[2]) and asked.source not in TESTS[form]:
            continue
        how = _How(source=f"{asked.source}{ending}")
        if asked.source == "test_form":
            how = replace(how, make=_constant(form))
        found.append(_column(asked, wave, traps, how))
    return tuple(found)


def _column(asked: Asked, wave: str, traps: Traps, how: _How) -> Column:
    if wave == MONTHS_OF_STATA and asked.style == "yyyymm":
        asked = replace(asked, style="stata_month")
    answers = asked.answers if how.answers is None else how.answers
    codes = how.codes
    if answers is YES_NO:
        answers, codes = said.ANEW_YES_NO, style_of(wave, traps).yes_no
    anew = wave == "w5" and 49 in traps
    asked = replace(asked, answers=answers, source=how.source or asked.source)
    return asked.column("proxy", wave, traps, codes=codes, make=how.make, anew=anew)


def _truant(rows: pd.DataFrame) -> pd.Series[Any]:
    return (rows["truancy_kind"] >= TRUANT).astype("int64")


def _constant(form: int) -> Make:
    return lambda rows: pd.Series(form, index=rows.index, dtype="int64")
