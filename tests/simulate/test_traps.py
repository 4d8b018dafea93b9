"""The traps of the reference panel against its definitions: numbers, waves, variables, losses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.simulate.losses import ENTRIES, places

from kinpanel.codebook import Codebook, load_codebook
from kinpanel.questionnaire import load_questionnaires
from kinpanel.simulate import WAVES, traps
from kinpanel.simulate.score.verdict import LOSSES
from kinpanel.simulate.traps import ALL_TRAPS, TRAPS, Cells, Trap
from kinpanel.simulate.traps.trap import EVERY as ALL_VARIABLES
from kinpanel.study import load_study

ROOT = Path(__file__).parents[2]
EVERY = pytest.mark.parametrize("trap", TRAPS.values(), ids=lambda trap: str(trap.number))


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    study = load_study(ROOT)
    return load_codebook(ROOT, study, load_questionnaires(ROOT, study))


def unknown(trap: Trap, codebook: Codebook) -> list[str]:
    """Cells of waves, tables and variables that there are not, and cells without any wave."""
    found = []
    for cells in trap.cells:
        name = f"{cells.table}.{cells.variable}"
        table = codebook.tables.get(cells.table)
        if table is not None and cells.variable == ALL_VARIABLES:
            waves = {wave for of, _, wave in codebook.crosswalk if of == cells.table}
            found += [f"{name} in {wave}" for wave in cells.waves if wave not in waves]
            continue
        if table is None or table.variable(cells.variable) is None:
            found.append(name)
            continue
        if not cells.waves or len(set(cells.waves)) < len(cells.waves):
            found.append(f"{name}: waves")
        scored = table.variable(cells.variable).score is not None
        for wave in cells.waves:
            if wave not in WAVES or not (scored or codebook.row(cells.table, cells.variable, wave)):
                found.append(f"{name} in {wave}")
    return found


def undeclared(trap: Trap, codebook: Codebook) -> list[str]:
    """Cells of a lost trap of which the crosswalk does not say that they are lost."""
    found = []
    for cells in trap.cells:
        for wave in cells.waves:
            row = codebook.row(cells.table, cells.variable, wave)
            if row is None or row.status not in LOSSES:
                found.append(f"{cells.table}.{cells.variable} in {wave}")
    return found


def test_every_trap_has_its_number_once():
    numbers = [trap.number for trap in traps._FOUND]
    assert len(set(numbers)) == len(numbers)
    assert list(TRAPS) == sorted(numbers)
    assert set(numbers) == ALL_TRAPS
    assert all(1 <= number <= 60 for number in numbers)


@EVERY
def test_what_a_trap_is_about_exists(trap, codebook):
    assert trap.cells
    assert unknown(trap, codebook) == []


@EVERY
def test_no_cell_stands_twice_in_a_trap(trap):
    places = [(one.table, one.variable, wave) for one in trap.cells for wave in one.waves]
    assert len(set(places)) == len(places)


def may_be_lost(trap: Trap) -> set[str]:
    """What tests/cases/losses.yaml allows to be lost of the cells of a trap, whatever loses it."""
    allowed = {(name, wave) for entry in ENTRIES for name, wave, _ in places(entry)}
    cells = {(f"{one.table}.{one.variable}", wave) for one in trap.cells for wave in one.waves}
    return {f"{name} in {wave}" for name, wave in cells & allowed}


@EVERY
def test_what_is_lost_is_said_to_be_lost_and_nothing_else(trap, codebook):
    """All cells of it but those remain comparable, and none of a trap that loses nothing."""
    named = replace(trap, cells=tuple(one for one in trap.cells if one.variable != ALL_VARIABLES))
    cells = {f"{one.table}.{one.variable} in {wave}" for one in named.cells for wave in one.waves}
    assert cells - set(undeclared(named, codebook)) == may_be_lost(named)
    if trap.handled == "lost":
        assert may_be_lost(named)


def made(handled, *cells, **more):
    return Trap(99, "unit", "an invented one", cells, handled, **more)


def test_inventions_are_noticed(codebook):
    def wrong(*place):
        return unknown(made("resolved", Cells(*place)), codebook)

    assert wrong("child", "girl", ("w1", "w5")) == []
    assert wrong("children", "girl", ("w1",)) == ["children.girl"]
    assert wrong("child", "boy", ("w1",)) == ["child.boy"]
    assert wrong("child", "girl", ("w1", "w6")) == ["child.girl in w6"]
    assert wrong("child", "girl", ()) == ["child.girl: waves"]
    assert wrong("child", "girl", ("w1", "w1")) == ["child.girl: waves"]
    assert wrong("child", "dep", ("w1",)) == [], "a score has no row of its own"


def test_an_undeclared_loss_is_noticed(codebook):
    lost = made("lost", Cells("child", "girl", ("w1", "w2")), loss="nothing at all")
    assert undeclared(lost, codebook) == ["child.girl in w1", "child.girl in w2"]
