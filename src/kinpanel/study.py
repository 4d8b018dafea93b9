"""study.yaml: waves, languages, the closed vocabulary of missing reasons, and the panel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from pydantic import Field

from kinpanel.documents import Document, read_partly
from kinpanel.documents.languages import check_languages
from kinpanel.documents.tree import KeyPath, Tree
from kinpanel.errors import DefinitionError, Finding, InputMissingError, nearest
from kinpanel.labels import Code, Labels, code_text
from kinpanel.presets import Definition, check_declared
from kinpanel.roles import VARIABLE_NAME, AuditRoles, PanelRoles

STUDY_FILE = "study.yaml"
NAME = VARIABLE_NAME
"""Names of variables and tables: what Stata takes, too."""
WAVE_ID = r"^[a-z][a-z0-9_]{0,15}$"

INAPPLICABLE = "inapplicable"
NOT_ASKED = "not_asked"
UNEXPLAINED = "unexplained"
"""A blank that no code, routing or crosswalk row explains; never declared, always a finding."""

_RAW_CODE = re.compile(r"-?[0-9]+(\.[0-9]+)?|\.[a-z]?|[A-Za-z0-9_]+")
_DECIMAL_CODE = re.compile(r"-?[0-9]+\.[0-9]+")


Sensitivity = Literal["public", "restricted", "identifier"]
SENSITIVITIES: tuple[Sensitivity, ...] = get_args(Sensitivity)
"""Who may see a question or a variable, from everybody to nobody outside."""


class MissingReason(Document):
    """Why a value can be missing: by design of the study, or because of the respondent."""

    kind: Literal["design", "item"]
    label: Labels


class Wave(Document):
    """One wave; `missing_codes` lead from raw codes (`-8`, `.a`) to reasons, in every file."""

    id: str = Field(pattern=WAVE_ID)
    year: int
    fieldwork: str = ""
    label: Labels = {}
    missing_codes: dict[Code, str] = {}


class Deliveries(Document):
    """Where delivered files lie: data/raw of the study, or a folder outside it.

    `environment` names the variable that holds the outside folder (an encrypted volume, a shared
    archive), `folder` a folder in it. With `by_wave` each wave has a folder of its own.
    """

    environment: str | None = Field(default=None, pattern=r"^[A-Z][A-Z0-9_]*$")
    folder: str = Field(default="", pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$|^$")
    by_wave: bool = True


class Disclosure(Document):
    """Published counts of fewer than `threshold` distinct children are suppressed."""

    threshold: int = Field(default=10, ge=1, le=1000)


class StudyDefinition(Document):
    """study.yaml as a whole."""

    title: Labels
    languages: tuple[str, ...] = Field(min_length=1)
    missing: dict[str, MissingReason]
    waves: tuple[Wave, ...] = Field(min_length=1)
    panel: PanelRoles = PanelRoles()
    disclosure: Disclosure = Disclosure()
    deliveries: Deliveries = Deliveries()
    audit: AuditRoles = AuditRoles()
    definitions: dict[str, Definition] = {}

    @property
    def wave_ids(self) -> tuple[str, ...]:
        """Waves in the order of the study."""
        return tuple(wave.id for wave in self.waves)

    def wave(self, wave_id: str) -> Wave:
        """The wave of that id; KeyError when there is none."""
        for wave in self.waves:
            if wave.id == wave_id:
                return wave
        raise KeyError(wave_id)

    @property
    def reasons(self) -> Mapping[str, Labels]:
        """Every reason a cell can be missing for, with its labels, in declared order."""
        declared = {name: reason.label for name, reason in self.missing.items()}
        unexplained = {"en": "Blank without a declared reason", "zh": "空白（无声明原因）"}
        return MappingProxyType({**declared, UNEXPLAINED: unexplained})


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds a study.yaml.

    Raises InputMissingError when there is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / STUDY_FILE).is_file():
            return folder
    raise InputMissingError(
        f"no {STUDY_FILE} in {start} or above it; make a study with: kinpanel new DIR"
    )


def load_study(root: Path) -> StudyDefinition:
    """Read and check study.yaml in `root`; DefinitionError lists everything wrong in it."""
    study, findings = read_study(root)
    if study is None or findings:
        raise DefinitionError(f"{STUDY_FILE} cannot be used", findings)
    return study


def read_study(root: Path) -> tuple[StudyDefinition | None, list[Finding]]:
    """The study as far as it can be read, and everything wrong in study.yaml; nothing is raised.

    None when more is wrong with its form than unknown keys. A study that comes with findings is
    good for checking other files against it, and for nothing else.
    """
    study, tree, _ = read_partly(root / STUDY_FILE, STUDY_FILE, StudyDefinition, {})
    findings = list(tree.findings)
    if study is not None:
        findings += _check(study, tree)
    return study, findings


def check_missing_codes(
    codes: Mapping[str, str], study: StudyDefinition, tree: Tree, path: KeyPath
) -> list[Finding]:
    """Findings on a `missing_codes` mapping: codes must be codes, reasons must be declared.

    A code that is a number stands as `code_text` writes numbers, or it is never met in data.
    """
    findings = []
    known = {*study.missing, INAPPLICABLE, NOT_ASKED}  # the latter two are demanded elsewhere
    for code, reason in codes.items():
        wrong: list[tuple[str, str]] = []
        if not _RAW_CODE.fullmatch(code):
            advice = "a code is a number, a word or .a to .z, without spaces"
            wrong.append((f"{code!r} cannot be a raw code", advice))
        elif _DECIMAL_CODE.fullmatch(code) and code != code_text(float(code)):
            written = code_text(float(code))
            message = f"code {code!r} is never met: where it stands in data it reads {written!r}"
            wrong.append((message, f"write {written}"))
        if reason not in known:
            wrong.append((f"unknown missing reason {reason!r}", nearest(reason, study.missing)))
        findings += [tree.finding("missing-codes", (*path, code), *one) for one in wrong]
    return findings


def _check(study: StudyDefinition, tree: Tree) -> list[Finding]:
    findings: list[Finding] = []

    def report(path: KeyPath, message: str, advice: str = "") -> None:
        findings.append(tree.finding("study", path, message, advice))

    for needed in (INAPPLICABLE, NOT_ASKED):
        if needed not in study.missing or study.missing[needed].kind != "design":
            path = ("missing", needed, "kind")
            advice = f"{needed}: {{kind: design, label: {{...}}}}, under `missing:`"
            report(path, f"missing reason {needed!r} must be declared (kind: design)", advice)
    if UNEXPLAINED in study.missing:
        report(("missing", UNEXPLAINED), f"{UNEXPLAINED!r} is reserved", "choose another name")
    for place, wave in enumerate(study.waves):
        if wave.id in study.wave_ids[:place]:
            message = f"wave {wave.id!r} stands twice"
            report(("waves", place, "id"), message, "give it another id, or leave it out")
        findings += check_missing_codes(
            wave.missing_codes, study, tree, ("waves", place, "missing_codes")
        )
    for name, z in study.panel.standardise.items():
        if z.wave not in study.wave_ids:
            report(
                ("panel", "standardise", name, "wave"),
                f"unknown wave {z.wave!r}",
                nearest(z.wave, study.wave_ids),
            )
        if z.state is not None and study.panel.absence is None:
            message, advice = "a state needs `panel: absence:`", "declare it, or leave out state"
            report(("panel", "standardise", name), message, advice)
    for place_in, message, advice in check_declared(study.definitions):
        report(("definitions", *place_in), message, advice)
    reasons = {name: reason.label for name, reason in study.missing.items()}
    findings += check_languages(tree, ("missing",), "missing reasons", reasons, study.languages)
    waves = {wave.id: wave.label for wave in study.waves if wave.label}
    findings += check_languages(tree, ("waves",), "waves", waves, study.languages)
    for language in sorted(set(study.languages) - set(study.title)):
        message = f"title has no text in language {language!r}"
        report(("title",), message, f"add {language}: to the title")
    return findings
