"""`simulate --score`: the tables of a simulated study against the truth they came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinpanel.errors import InputMissingError, UsageError
from kinpanel.ingest.delivery import read_manifest
from kinpanel.pipeline.handle import Study

if TYPE_CHECKING:
    from kinpanel.simulate.score import Flagged, Scored

_LABEL = re.compile(r"simulated ([a-z_]+) ([0-9]+)(?: ([0-9]+)x([0-9]+))?")


@dataclass(frozen=True)
class Score:
    """How a study came through the traps of the panel it was simulated from."""

    scenario: str
    seed: int
    traps: tuple[Scored, ...]

    @property
    def wrong(self) -> tuple[Scored, ...]:
        """Traps that the study fell into, or that are not in its tables."""
        return tuple(one for one in self.traps if one.verdict in ("wrong", "not there"))

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "traps": [
                {
                    "number": one.trap.number,
                    "kind": one.trap.kind,
                    "what": one.trap.what,
                    "verdict": one.verdict,
                    "cells": one.cells,
                    "wrong": one.wrong,
                    "note": one.note,
                }
                for one in self.traps
            ],
        }


def score(study: Study) -> Score:
    """Compare what landed with the truth, trap by trap.

    The truth is drawn anew from the scenario and the seed that the deliveries are registered
    under. Raises UsageError for deliveries that were not simulated, all by one call, or of more
    than one block, and InputMissingError before their ingest.
    """
    from kinpanel.simulate import simulate
    from kinpanel.simulate.clean import clean_tables
    from kinpanel.simulate.score import score_trap
    from kinpanel.simulate.traps import TRAPS

    scenario, seed, villages, households = _origin(study)
    landed = study.store.release().waves
    waves = [wave for wave in study.questionnaires.waves if wave in landed]
    if not waves:
        raise InputMissingError("no wave has landed; kinpanel ingest comes first")
    truth = simulate(seed, scenario, villages, households)
    clean = {wave: clean_tables(truth, wave) for wave in waves}
    there = {name for wave in waves for name in landed[wave].tables}
    tables = {name: study.store.read(name) for name in study.codebook.tables if name in there}
    flagged = flagged_rows(study)
    found = [score_trap(one, clean, tables, study.codebook, flagged) for one in TRAPS.values()]
    return Score(scenario, seed, tuple(found))


def _origin(study: Study) -> tuple[str, int, int, int]:
    """Scenario, seed, villages and households a village, from the label of the deliveries."""
    from kinpanel.simulate import HOUSEHOLDS, VILLAGES
    from kinpanel.simulate.blocks import blocks_of

    labels = {entry.release for entry in read_manifest(study.manifest).values()}
    matches = [_LABEL.fullmatch(label) for label in labels]
    if len(matches) != 1 or matches[0] is None:
        raise UsageError(
            "only deliveries of one simulation can be scored; kinpanel simulate writes them"
        )
    scenario, seed, *size = matches[0].groups()
    villages, households = map(int, size) if size[0] else (VILLAGES, HOUSEHOLDS)
    if len(blocks_of(int(seed), villages, households)) > 1:
        raise UsageError(
            f"{villages:,} villages of {households:,} households were simulated in blocks; only a "
            "panel of one block is scored, with the same seed and fewer villages"
        )
    return scenario, int(seed), villages, households


def flagged_rows(study: Study) -> Flagged:
    """Which rows the audit names, by those of its rules that a trap rests on."""
    from kinpanel.pipeline.audit import audit
    from kinpanel.simulate.traps import TRAPS

    rules = sorted({rule for trap in TRAPS.values() for rule in trap.rules})
    if not rules:
        return {}
    found: Mapping[str, frozenset[tuple[str, str, str]]] = {
        one.rule.number: frozenset(
            (str(row["table"]), str(row["wave"]), str(row["key"]))
            for row in one.failures.to_dict("records")
        )
        for one in audit(study, rules).rules
    }
    return found
