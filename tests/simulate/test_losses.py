"""What the crosswalk of the reference panel declares lost, against what may be lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.simulate.losses import ENTRIES, Place, places, written_out

from kinpanel.codebook import Codebook, load_codebook
from kinpanel.questionnaire import load_questionnaires
from kinpanel.simulate.score.verdict import LOSSES
from kinpanel.simulate.traps import TRAPS
from kinpanel.simulate.traps.trap import EVERY
from kinpanel.study import load_study

ROOT = Path(__file__).parents[2]
LOST = [trap for trap in TRAPS.values() if trap.handled == "lost"]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    study = load_study(ROOT)
    return load_codebook(ROOT, study, load_questionnaires(ROOT, study))


def declared(codebook: Codebook) -> set[Place]:
    return {
        (f"{row.table}.{row.variable}", row.wave, row.status)
        for row in codebook.crosswalk.values()
        if row.status in LOSSES
    }


def test_names_are_written_out():
    assert written_out("mind.k6") == ["mind.k6"]
    assert written_out("a.{x,y}_{9-10,12}") == ["a.x_9", "a.x_10", "a.x_12"] + [
        f"a.y_{number}" for number in (9, 10, 12)
    ]


def test_exactly_what_may_be_lost_is_declared_lost(codebook):
    allowed = Counter(place for entry in ENTRIES for place in places(entry))
    assert [place for place, times in allowed.items() if times > 1] == []
    found = declared(codebook)
    assert sorted(found - allowed.keys()) == [], "nothing allows these losses"
    assert sorted(allowed.keys() - found) == [], "these are no longer lost"


def test_every_departure_is_explained():
    page = (ROOT / "docs" / "panel.md").read_text(encoding="utf-8")
    named = {entry["departure"] for entry in ENTRIES if "departure" in entry}
    assert {name for name in named if f"- **{name}**: " not in page} == set()


def test_every_entry_has_one_ground():
    for entry in ENTRIES:
        assert len({"trap", "section", "departure"} & entry.keys()) == 1, entry
        assert entry["status"] in LOSSES


def test_traps_lose_what_is_lost_by_them_and_the_others_nothing():
    """Each entry is among the cells that its trap is scored by."""
    by_trap: dict[int, set[tuple[str, str]]] = {}
    for entry in (entry for entry in ENTRIES if "trap" in entry):
        found = {(name, wave) for name, wave, _ in places(entry)}
        by_trap.setdefault(entry["trap"], set()).update(found)
    assert sorted(by_trap) == [trap.number for trap in LOST]
    for trap in LOST:
        cells = {(f"{one.table}.{one.variable}", wave) for one in trap.cells for wave in one.waves}
        missing = {
            (name, wave)
            for name, wave in by_trap[trap.number] - cells
            if (f"{name.split('.')[0]}.{EVERY}", wave) not in cells
        }
        assert missing == set(), trap.number
