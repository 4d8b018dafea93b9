"""The SDQ by number, of the caregiver: the form for ages 4 to 10, in w2 also that to 17."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import GIVEN, INAPPLICABLE
from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.alone.answering import (
    Given,
    answered,
    block_why,
    given,
    loaded,
    places,
)
from kinpanel.simulate.sections.alone.columns import Asked, Words
from kinpanel.simulate.sections.alone.numbered import SDQ_TURNED
from kinpanel.simulate.sections.kept import kept
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.streams import Streams
from kinpanel.simulate.truth import Truth

BOTH_FORMS = 45
"""Number of the trap that lies in this section."""
YOUNG, OLD = 1, 2
YOUNG_AGES, OLD_AGES = (4, 10), (11, 17)
ITEMS = tuple(f"sdqp_{number}" for number in range(1, 26))
PLAIN = tuple(f"{name}_young" for name in ITEMS)
_FORMS: Mapping[int, Words] = {
    YOUNG: ("Parent form, 4 to 10", "家长版4至10岁"),
    OLD: ("Parent form, 11 to 17", "家长版11至17岁"),
}


def draw_strengths(truth: Truth, rows: pd.DataFrame, wave: str) -> Given:
    """Codes 0 to 2 of each item, the form, and the same for the young alone."""
    rng = Streams(truth.seed)(f"sdq parent non-response {wave}")
    at = places(truth, rows, wave)
    answers = answered(truth, at, "sdq parent", loaded("proxy_dep", 0.6), 25, 3, SDQ_TURNED, 0.8)
    young = rows["age"].between(*YOUNG_AGES).to_numpy()
    old = rows["age"].between(*OLD_AGES).to_numpy() & (wave == "w2")
    why = block_why(rng, young | old, len(ITEMS))
    plain = why.copy()
    plain[~young] = INAPPLICABLE
    form = np.where(young, YOUNG, OLD).astype(np.float64)
    shown = np.where(young | old, GIVEN, INAPPLICABLE).astype(object)
    alone = np.where(young, GIVEN, INAPPLICABLE).astype(object)
    return {
        "sdq_age": rows["age"].to_numpy(),
        **given(ITEMS, answers, why),
        **given(PLAIN, answers, plain),
        "sdq_form": np.where(young | old, form, np.nan),
        "sdq_form__why": shown,
        "sdq_form_young": np.where(young, form, np.nan),
        "sdq_form_young__why": alone,
    }


def strengths_columns(wave: str, traps: Traps) -> tuple[Column, ...]:
    """Age and form, then the items, those of both forms in the same columns."""
    asked = Asked("proxy", wave, traps)
    apart = BOTH_FORMS not in traps
    words = ("Age of the child, checked by the interviewer", "访员核对：孩子周岁年龄")
    age = replace(asked.column("sdq_age", ("strengths", 26), words), answer=False)
    source = "sdq_form_young" if apart else "sdq_form"
    form = asked.column(source, ("strengths", 27), ("Form of the SDQ", "SDQ版本"), answers=_FORMS)
    names = PLAIN if apart else ITEMS
    return age, form, *asked.numbered(names, "strengths", "SDQ", range(1, 26))


def clean_strengths(rows: pd.DataFrame, _: str) -> Mapping[str, Any]:
    """The form and its items; who was too young, or too old, for a form has none."""
    return {"hhid": rows["hhid"], **kept(rows, ["sdq_form", *ITEMS])}


STRENGTHS = Section(
    "strengths", "proxy", "sdq_parent", draw_strengths, strengths_columns, clean_strengths
)
