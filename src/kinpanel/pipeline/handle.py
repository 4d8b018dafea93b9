"""The handle on a study folder: definitions, typed tables, reasons and the panel."""

from __future__ import annotations

import hashlib
import os
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from kinpanel.codebook import Codebook, TableCodebook, load_codebook
from kinpanel.codebook.accepted import ACCEPTED
from kinpanel.codebook.links import links_digest_files
from kinpanel.derived.absence import definition_of
from kinpanel.derived.absence.column import add_answer
from kinpanel.derived.joined import join_tables, joined_codebook
from kinpanel.derived.panel import build_panel, panel_labels
from kinpanel.derived.permanent import permanent_ids
from kinpanel.errors import InputMissingError, UsageError, nearest
from kinpanel.ingest.delivery import MANIFEST
from kinpanel.labels import Labels
from kinpanel.questionnaire import Questionnaires, load_questionnaires
from kinpanel.study import STUDY_FILE, StudyDefinition, find_root, load_study
from kinpanel.tables.frame import WHY, why
from kinpanel.tables.schema import labelled
from kinpanel.tables.store import Store


class Study:
    """A study folder. Definitions are read and checked at first use, tables at each call."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def open(cls, path: str | Path = ".") -> Study:
        """The study at `path` or above it; InputMissingError when there is no study.yaml."""
        return cls(find_root(Path(path)))

    @cached_property
    def definition(self) -> StudyDefinition:
        """study.yaml; DefinitionError when it cannot be used."""
        return load_study(self.root)

    @cached_property
    def questionnaires(self) -> Questionnaires:
        """What was asked, by wave."""
        return load_questionnaires(self.root, self.definition)

    @cached_property
    def codebook(self) -> Codebook:
        """What we hold, checked against what was asked."""
        return load_codebook(self.root, self.definition, self.questionnaires)

    @property
    def raw(self) -> Path:
        """The folder of deliveries: data/raw, or where study.yaml says that they lie."""
        place = self.definition.deliveries
        if place.environment is None:
            return self.root / "data" / "raw"
        folder = os.environ.get(place.environment)
        if not folder:
            raise InputMissingError(
                f"the deliveries of this study lie outside it; set {place.environment} to the "
                "folder that holds them"
            )
        return (Path(folder) / place.folder).resolve()

    def deliveries_of(self, wave: str) -> Path:
        """The folder that holds the files of one wave."""
        return self.raw / wave if self.definition.deliveries.by_wave else self.raw

    @property
    def manifest(self) -> Path:
        """data/raw/MANIFEST.csv, which stays with the study wherever the files lie."""
        return self.root / "data" / "raw" / MANIFEST

    @property
    def store(self) -> Store:
        """The typed tables that have landed."""
        return Store(self.root / "data" / "processed")

    def table(self, name: str, *, labels: str | None = "") -> pd.DataFrame:
        """A typed table over all waves, without the reason columns.

        Categories show their labels in the study's first language, or in the language `labels`;
        `labels=None` keeps the codes. Missing values are NA; `reasons` says why. Raises
        UsageError for an unknown name, InputMissingError before the first ingest.
        """
        codebook = self._codebook_of(name)
        frame = self.store.read(name)
        frame = frame[[column for column in frame.columns if not str(column).endswith(WHY)]]
        if labels is None:
            return frame
        language = labels or self.definition.languages[0]
        if language not in self.definition.languages:
            raise UsageError(f"the study has no labels in language {language!r}")
        return labelled(frame, codebook, language)

    def reasons(self, name: str) -> pd.DataFrame:
        """Why values are missing: the shape of the table, a reason where a value is missing."""
        codebook = self._codebook_of(name)
        frame = self.store.read(name)
        kind = pd.CategoricalDtype(list(self.definition.reasons))
        columns = {
            variable.name: frame[why(variable.name)].rename(variable.name)
            if why(variable.name) in frame
            else pd.Series(pd.NA, index=frame.index, dtype=kind)
            for variable in codebook.variables
        }
        return pd.DataFrame({"wave": frame["wave"], **columns})

    def panel(self, definition: str | None = None) -> pd.DataFrame:
        """Child x wave: the child table with parental state, exposures and z-scores.

        Categories keep their codes. See `kinpanel.derived.panel.build_panel`. With a definition
        of absence, a preset (`mca_2016`) or one of the study's own, also `lbc` and `lbc_reason`;
        see `kinpanel.derived.absence.column.add_answer`.
        """
        tables, roles = self.panel_tables(), self.definition.panel
        panel = build_panel(tables, roles)
        if definition is None:
            return panel
        return add_answer(panel, tables, roles, definition_of(self.definition, definition))

    def permanent_ids(self) -> pd.DataFrame:
        """Permanent ids of all rows of the declared table, filled back from later waves.

        See `kinpanel.derived.permanent.permanent_ids`. UsageError where none is declared.
        """
        rule = self.definition.panel.permanent
        if rule is None:
            raise UsageError("study.yaml declares no `panel: permanent:`")
        key = self._codebook_of(rule.table).key
        return permanent_ids(self.store.read(rule.table), rule, key, self.definition.wave_ids)

    def panel_tables(self) -> dict[str, pd.DataFrame]:
        """The tables that the panel is made of, by name, with their reasons."""
        roles = self.definition.panel
        names = [self._codebook_of(roles.child).table]
        if roles.absence is not None:
            names += [roles.absence.roster, roles.absence.spells]
        # With their reasons: whether a spell goes on or its end is not known stands there.
        tables = {name: self.store.read(name) for name in (*names, *roles.join)}
        keys = {name: self._codebook_of(name).key for name in roles.join}
        tables[roles.child] = join_tables(tables[roles.child], tables, roles.join, keys)
        return tables

    def _codebook_of(self, name: str) -> TableCodebook:
        table = self.codebook.tables.get(name)
        if table is None:
            raise UsageError(f"no table {name!r}; {nearest(name, self.codebook.tables)}")
        return table

    def panel_labels(self) -> dict[str, Labels]:
        """Labels of the panel's columns, by name."""
        roles = self.definition.panel
        table = joined_codebook(roles, self.codebook)
        return panel_labels(roles, {v.name: v.label for v in table.variables})

    def definitions_digest(self) -> str:
        """sha256 over study.yaml, questionnaires/ and codebooks/ with its links: names and bytes.

        What the audit may leave as it is (accepted.csv) makes no table, and is left out.
        """
        digest = hashlib.sha256()
        folders = [self.root / "questionnaires", self.root / "codebooks"]
        files = [
            self.root / STUDY_FILE,
            *(p for f in folders for p in f.glob("*.*") if p.name != ACCEPTED),
            *links_digest_files(self.root),
        ]
        for path in sorted(files):
            digest.update(path.relative_to(self.root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def __repr__(self) -> str:
        return f"Study({self.root.name!r}, waves {', '.join(self.definition.wave_ids)})"

    def _repr_html_(self) -> str:
        from html import escape

        title = next(iter(self.definition.title.values()))
        waves = ", ".join(f"{wave.id} ({wave.year})" for wave in self.definition.waves)
        tables = ", ".join(self.codebook.tables)
        return (
            f"<p><b>{escape(title)}</b><br>waves: {escape(waves)}<br>tables: {escape(tables)}</p>"
        )


@cache
def package_version() -> str:
    """The version of kinpanel that is running and a digest of its source, as one word."""
    folder = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{version('kinpanel')}+{digest.hexdigest()[:10]}"
