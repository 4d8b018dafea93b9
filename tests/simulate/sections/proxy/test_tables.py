"""The tables that the caregiver's file fills are what is true, in every wave and variable."""

from __future__ import annotations

import pytest

from kinpanel.simulate import WAVES
from kinpanel.simulate.sections import CARE, CONTACT, HEALTH
from kinpanel.simulate.traps import TRAPS

SECTIONS = pytest.mark.parametrize("section", [CARE, CONTACT, HEALTH], ids=lambda one: one.name)
FLAGGED = {("health", "weight_kg", "w1")}
"""Wrong on purpose where an interviewer wrote another unit; the audit names those rows."""


def within(table: str, variable: str, wave: str) -> float:
    """How far the truth is declared to be away."""
    cells = [one for trap in TRAPS.values() for one in trap.cells]
    named = [c for c in cells if (c.table, c.variable) == (table, variable) and wave in c.waves]
    return max((one.within for one in named), default=0.0)


@SECTIONS
@pytest.mark.parametrize("wave", WAVES)
def test_every_variable_of_a_wave_is_the_true_one(landed, section, wave):
    table = landed.study.codebook.tables[section.table]
    checked = 0
    for variable in table.variables:
        if variable.score is not None or (section.table, variable.name, wave) in FLAGGED:
            continue
        found = landed.compared(
            section.table, variable.name, wave, within(section.table, variable.name, wave)
        )
        assert not found.wrong.any(), (variable.name, int(found.wrong.sum()))
        checked += int((~found.empty).sum())
    assert checked > 5 * len(landed.clean[wave][section.table])


@SECTIONS
@pytest.mark.parametrize("wave", WAVES)
def test_the_truth_leaves_out_only_what_was_not_asked(landed, section, wave):
    clean = landed.clean[wave][section.table]
    for variable in landed.study.codebook.tables[section.table].variables:
        row = landed.study.codebook.row(section.table, variable.name, wave)
        if variable.score is None:
            assert row is not None
            assert (variable.name in clean) == (row.rule is not None), variable.name


@SECTIONS
def test_most_answers_and_every_reason_occur(landed, section):
    frame = landed.study.store.read(section.table)
    reasons: set[str] = set()
    for variable in landed.study.codebook.tables[section.table].variables:
        if variable.levels:
            given = set(frame[variable.name].dropna().astype(str))
            assert len(given) >= 0.25 * len(variable.levels), variable.name
            assert given <= set(variable.level_codes)
        if f"{variable.name}__why" in frame:
            reasons |= set(frame[f"{variable.name}__why"].dropna().astype(str))
    assert reasons == {"inapplicable", "not_asked", "dont_know", "refused"}


def test_no_wave_lands_with_a_blank_that_nothing_explains(landed):
    for table in ("care", "contact", "health"):
        frame = landed.study.store.read(table)
        for name in frame.columns:
            if name.endswith("__why"):
                assert not (frame[name].astype(str) == "unexplained").any(), name
