"""A study of the reference panel whose treatment of one trap is broken, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from kinpanel.codebook import Codebook
from kinpanel.codebook.codes import CodeGrid, Target
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.rules import Rule, parse_rule
from kinpanel.errors import errors_in
from kinpanel.ingest.harmonise import source_file
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.readers import read_export
from kinpanel.ingest.wave import harmonise_wave
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.incoming import incoming, read_files
from kinpanel.questionnaire import Questionnaire
from kinpanel.simulate import WAVES, simulate
from kinpanel.simulate.clean import clean_tables
from kinpanel.simulate.score import Flagged, score_trap
from kinpanel.simulate.traps import TRAPS
from kinpanel.study import StudyDefinition

Case = Mapping[str, Any]
STOPPED = "stopped"


@dataclass
class Saboteur:
    """The small reference panel: its truth, its raw files, and its tables as they landed."""

    study: Study
    size: tuple[int, int]
    flagged: Flagged
    _raw: dict[str, dict[str, RawFile]] = field(default_factory=dict)

    @cached_property
    def truth(self) -> dict[str, dict[str, pd.DataFrame]]:
        truth = simulate(1, "baseline", *self.size)
        return {wave: clean_tables(truth, wave) for wave in WAVES}

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {name: self.study.store.read(name) for name in self.study.codebook.tables}

    def raw(self, wave: str) -> dict[str, RawFile]:
        """The files of a wave, read once."""
        if wave not in self._raw:
            (entry,) = incoming(self.study, [wave], "")
            found = dict(read_files(self.study, entry))
            assert all(isinstance(file, RawFile) for file in found.values())
            self._raw[wave] = found  # type: ignore[assignment]
        return self._raw[wave]

    def outcome(self, case: Case) -> str:
        """The verdict on the trap of a case, or that ingest refused the wave."""
        trap = TRAPS[case["trap"]]
        if "unflagged" in case:
            return score_trap(trap, self.truth, self.tables, self.study.codebook, {}).verdict
        table, name = case["cell"].split(".")
        codebook = broken_codebook(self.study.codebook, table, name, case)
        made = self._made(table, case, codebook)
        if made is None:
            return STOPPED
        if "fill" in case:
            made[name] = made[name].astype(object).where(made[name].notna(), case["fill"])
        held = self.tables[table]
        others = held[held["wave"].astype(str) != case["wave"]]
        both = pd.concat([others.astype(object), made.astype(object)], ignore_index=True)
        tables = {**self.tables, table: both}
        return score_trap(trap, self.truth, tables, codebook, self.flagged).verdict

    def _made(self, table: str, case: Case, codebook: Codebook) -> pd.DataFrame | None:
        """The table of a wave as a broken study makes it from its file; None where it cannot."""
        wave = case["wave"]
        questionnaire = self.study.questionnaires[wave]
        file = source_file(self.study.codebook.tables[table], self.study.codebook, questionnaire)
        assert file is not None
        delivered = questionnaire.delivered(file)
        wanted = {
            name for name in questionnaire.files if questionnaire.delivered(name) == delivered
        }
        part = replace(
            questionnaire,
            files={name: spec for name, spec in questionnaire.files.items() if name in wanted},
            questions=tuple(one for one in questionnaire.questions if one.file in wanted),
        )
        raw = {delivered: self.raw(wave)[delivered]}
        if "encoding" in case:
            misread = self._misread(wave, delivered, case["encoding"])
            if misread is None:
                return None
            raw = {delivered: misread}
        definition = self.study.definition
        if any(kind in case for kind in ("name", "missing", "rows")):
            row = self.study.codebook.row(table, case["cell"].split(".")[1], wave)
            assert row is not None
            part, definition = self._broken_questions(part, definition, row, file, case)
        only = replace(codebook, tables={table: codebook.tables[table]})
        found = harmonise_wave(definition, part, only, raw)
        return None if errors_in(found.findings) else found.tables[table].copy()

    def _broken_questions(
        self,
        part: Questionnaire,
        definition: StudyDefinition,
        row: CrosswalkRow,
        file: str,
        case: Case,
    ) -> tuple[Questionnaire, StudyDefinition]:
        """Another name of the column, other codes for missing answers, the other of two rows."""
        questions = {one.id: one for one in part.questions}
        asked = questions[row.sources[0]]
        if "name" in case:
            other = self.study.questionnaires[case["name"]].question(asked.id)
            assert other is not None
            asked = replace(asked, column=other.column)
        if isinstance(case.get("missing"), dict):
            asked = replace(asked, missing_codes=case["missing"], range=None)
        questions[asked.id] = asked
        files = dict(part.files)
        if "rows" in case:
            rule = files[file].one_row
            assert rule is not None
            turned = "highest" if rule.keep == "lowest" else "lowest"
            other_row = rule.model_copy(update={"keep": turned})
            files[file] = files[file].model_copy(update={"one_row": other_row})
        if isinstance(case.get("missing"), str):
            codes = self.study.definition.wave(case["missing"]).missing_codes
            waves = tuple(
                one.model_copy(update={"missing_codes": codes}) if one.id == case["wave"] else one
                for one in definition.waves
            )
            definition = definition.model_copy(update={"waves": waves})
            files[file] = files[file].model_copy(update={"missing_codes": {}})
        return replace(part, files=files, questions=tuple(questions.values())), definition

    def _misread(self, wave: str, file: str, encoding: str) -> RawFile | None:
        """A file read in another encoding; None where the reader refuses it."""
        (entry,) = incoming(self.study, [wave], "")
        with TemporaryDirectory() as work:
            found = read_export(
                entry.paths[file], file, entry.hashes[file], Path(work), encoding=encoding
            )
        return found if isinstance(found, RawFile) else None


def broken_codebook(codebook: Codebook, table: str, name: str, case: Case) -> Codebook:
    """The codebook with another row, or other codes, for one variable and wave."""
    wave = case["wave"]
    row = codebook.row(table, name, wave)
    assert row is not None, case
    maps = dict(codebook.codes.maps)
    rule, sources = row.rule, row.sources
    if "like" in case:
        other = codebook.row(table, name, case["like"])
        assert other is not None
        rule, sources = other.rule, sources or other.sources
        maps[table, name, wave] = codebook.codes.map_of(table, name, case["like"])
    if "rule" in case:
        parsed = parse_rule(case["rule"])
        assert isinstance(parsed, Rule), parsed
        rule = parsed
    if "codes" in case:
        maps[table, name, wave] = {raw: Target(code, 0) for raw, code in case["codes"].items()}
    sources = tuple(case["source"].split()) if "source" in case else sources
    status = "identical" if rule is not None else row.status
    rows = {
        **codebook.crosswalk,
        (table, name, wave): replace(row, rule=rule, sources=sources, status=status),
    }
    return replace(codebook, crosswalk=rows, codes=CodeGrid(codebook.codes.file, maps))
