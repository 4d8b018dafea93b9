"""What one wave's interviewers bring back: the rows of its three files, values still true."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from kinpanel.simulate.answers import DONT_KNOW, GIVEN, REFUSED
from kinpanel.simulate.bases import BASES
from kinpanel.simulate.households import FEMALE, HEAD, MALE
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.recall import told_by
from kinpanel.simulate.sections import Traps, sections_of
from kinpanel.simulate.sections.roster.rows import listed
from kinpanel.simulate.streams import Streams
from kinpanel.simulate.traps import ALL_TRAPS
from kinpanel.simulate.truth import Truth

BIRTH_UNKNOWN = 0.02
"""Share of the grandparents whose month of birth nobody knows, at any wave."""
REASON_REFUSED = 0.015
"""Share of the spells whose reason is refused at an interview."""


def delivered(
    truth: Truth, wave: str, traps: Traps = ALL_TRAPS, units: Collection[str] | None = None
) -> dict[str, pd.DataFrame]:
    """Rows of the files of a wave, by unit: of all, or of those in `units`.

    Who is listed how often is a matter of traps. Columns bear the names of the true quantities;
    `<name>__why` says why a value is missing.
    """
    first = _interviewed(truth, wave, traps)
    made = {unit: rows for unit, rows in first.items() if units is None or unit in units}
    for unit, base in BASES.items():
        if units is None or unit in units:
            made[unit] = base(truth, first["child"], wave)
    return {unit: _asked(truth, rows, unit, wave) for unit, rows in made.items()}


def _asked(truth: Truth, rows: pd.DataFrame, unit: str, wave: str) -> pd.DataFrame:
    """The rows of a file with the true answers to all its sections."""
    for section in sections_of(unit):
        answers = pd.DataFrame(dict(section.draw(truth, rows, wave)), index=rows.index)
        rows = pd.concat([rows, answers], axis=1)
    return rows


def _interviewed(truth: Truth, wave: str, traps: Traps) -> dict[str, pd.DataFrame]:
    """Rows of the child, roster and spell files."""
    interviews = truth.child_waves[
        (truth.child_waves["wave"] == wave) & truth.child_waves["responded"]
    ]
    child = (
        interviews[["pid", "interview_month", "age"]]
        .merge(truth.children, on="pid", validate="one_to_one")
        .merge(truth.answers[truth.answers["wave"] == wave], on="pid", validate="one_to_one")
        .sort_values("pid", ignore_index=True)
    )
    child["sex"] = np.where(child["girl"], FEMALE, MALE)
    month = child.groupby("hhid")["interview_month"].first()
    roster, spells = _roster(truth, wave, month, traps), _spells(truth, wave, month)
    return {"child": child, "roster": roster, "spells": spells}


def _roster(truth: Truth, wave: str, month: pd.Series[int], traps: Traps) -> pd.DataFrame:
    """Everybody already born in the households with an interviewed child, kin among them."""
    unknown = Streams(truth.seed)("birth unknown").random(len(truth.persons)) < BIRTH_UNKNOWN
    persons = truth.persons.assign(unknown=unknown & (truth.persons["line"] == HEAD))
    persons = persons[persons["hhid"].isin(month.index)]
    persons = persons[persons["birth_month"] <= persons["hhid"].map(month)]
    persons["birth_month__why"] = np.where(persons.pop("unknown"), DONT_KNOW, GIVEN)
    return listed(truth, persons, month, wave, traps)


def _spells(truth: Truth, wave: str, month: pd.Series[int]) -> pd.DataFrame:
    """The absences told at the interview; without an end where the parent is still away."""
    place, runs = list(WAVES).index(wave), int(truth.spells["run"].max()) + 1
    chance = Streams(truth.seed)("spell non-response").random((len(WAVES), runs))[place]
    told = told_by(truth, month)
    refused = chance[told["run"].to_numpy()] < REASON_REFUSED
    return told.assign(reason__why=np.where(refused, REFUSED, GIVEN))
