"""The same seed gives the same panel and the same bytes, whatever the process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import fields, replace

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from kinpanel.errors import UsageError
from kinpanel.simulate import WAVES, Truth, draw, simulate, write_exports
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.parameters import BreakParameters, parameters_of
from kinpanel.simulate.streams import Streams

DIGEST = """
import hashlib, sys, tempfile
from pathlib import Path
from kinpanel.simulate import simulate, write_exports

with tempfile.TemporaryDirectory() as folder:
    for path in write_exports(simulate(3, villages=12, households_per_village=5), Path(folder)):
        print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""


def frames(truth: Truth) -> dict[str, pd.DataFrame]:
    return {
        field.name: getattr(truth, field.name)
        for field in fields(truth)
        if isinstance(getattr(truth, field.name), pd.DataFrame)
    }


def small(seed: int, scenario: str = "baseline") -> Truth:
    return simulate(seed, scenario, villages=12, households_per_village=5)


def test_same_seed_same_frames_and_another_seed_another_panel():
    first, again, other = frames(small(3)), frames(small(3)), frames(small(4))
    assert set(first) == {
        *("children", "child_waves", "persons", "spells", "answers"),
        *("household_waves", "village_waves", "presence"),
    }
    for name, frame in first.items():
        assert_frame_equal(frame, again[name])
        assert not frame.equals(other[name])


def test_exports_have_the_same_bytes_in_processes_with_different_hash_seeds():
    outputs = [
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "987")
    ]
    assert len(outputs[0].splitlines()) == sum(len(layouts_of(wave)) for wave in WAVES) >= 15
    assert outputs[0] == outputs[1]


def test_a_file_does_not_tell_when_it_was_made(tmp_path):
    write_exports(small(3), tmp_path, ["w1", "w2"])
    assert b"<timestamp>\x1101 Jan 2023 00:00" in (tmp_path / "w1" / "w1_child.dta").read_bytes()
    header = (tmp_path / "w2" / "w2_child.sav").read_bytes()[92:109]
    assert header == b"01 Jan 2300:00:00"


def test_scenarios_share_everything_but_the_outcomes_and_who_drops_out():
    base, null = small(3), small(3, "null")
    assert_frame_equal(base.children, null.children)
    assert_frame_equal(base.spells, null.spells)
    assert_frame_equal(base.persons, null.persons)
    assert (null.child_waves[["effect_dep", "effect_cog"]] == 0).all(axis=None)
    assert not base.child_waves["dep"].equals(null.child_waves["dep"])


FIRST = {  # what there was before other processes joined, and its digest
    "child_waves": "pid wave state shock video tracked responded cesd_total words",
    "spells": "parent_pid start_month end_month destination reason",
    "persons": "pid sex birth_month",
}
DIGESTS = {
    "child_waves": "c74a10060c4cd9c1",
    "spells": "5a57533a76ca332a",
    "persons": "c1b769d62571604f",
}


@pytest.mark.parametrize("name", FIRST)
def test_a_new_process_leaves_the_draws_of_the_others_alone(name, monkeypatch):
    if name == "spells":
        # Breaks make several rows of an absence; the absences are those of before.
        never = BreakParameters(apart=float("inf"), earlier=0.0)
        monkeypatch.setattr(
            draw, "parameters_of", lambda of: replace(parameters_of(of), breaks=never)
        )
    frame = getattr(small(3), name)[FIRST[name].split()]
    written = frame.to_csv(index=False, lineterminator="\n").encode()
    assert hashlib.sha256(written).hexdigest()[:16] == DIGESTS[name]


def test_components_draw_from_independent_streams():
    streams = Streams(5)
    assert (streams("a").random(4) == Streams(5)("a").random(4)).all()
    assert (streams("a").random(4) != streams("b").random(4)).all()
    assert (streams("a").random(4) != Streams(6)("a").random(4)).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"scenario": "homogenous"}, "homogeneous"),
        ({"villages": 1189}, "1,188"),
        ({"villages": 0}, "1 to"),
        ({"households_per_village": 1000}, "999"),
    ],
)
def test_what_cannot_be_simulated_is_refused(arguments, words):
    with pytest.raises(UsageError, match=words):
        simulate(1, **arguments)


def test_an_unknown_wave_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UsageError, match="w6"):
        write_exports(small(3), tmp_path, ["w1", "w6"])
    assert not any(tmp_path.iterdir())
