"""`export`: a table or the panel as a file for other programs, guarded and whole or not there."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kinpanel.codebook import TableCodebook
from kinpanel.codebook.statistics import version
from kinpanel.errors import (
    Finding,
    InputMissingError,
    LockedError,
    StoreError,
    UsageError,
    nearest,
)
from kinpanel.pipeline.export_place import check_place, on_place
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.pseudonym_key import read_key
from kinpanel.report.export import FORMATS, Content, Look, render
from kinpanel.report.export.descriptor import File, describe
from kinpanel.report.export.guard import choose, guarded, linking
from kinpanel.report.export.panel import panel_frame, panel_table
from kinpanel.study import Sensitivity
from kinpanel.tables.files import make_folder, write_atomically

DESCRIPTOR = ".json"
PANEL = "panel"
CLASSES: tuple[Sensitivity, ...] = ("restricted", "identifier")


@dataclass(frozen=True)
class Wanted:
    """What to export: a table or the panel, some waves or all, and more than what is public."""

    table: str | None = None
    panel: bool = False
    waves: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    key: Path | None = None


@dataclass(frozen=True)
class Exported:
    """What was written: two files, their table, rows and variables, and what to know of them."""

    file: str
    descriptor: str
    table: str
    rows: int
    variables: int
    pseudonyms: tuple[str, ...]
    identifiers: tuple[str, ...]
    key_id: str | None
    left_out: Mapping[Sensitivity, tuple[str, ...]]
    missing: Mapping[str, str]
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        plain = {name: value for name, value in self.__dict__.items() if name != "findings"}
        return {**plain, "findings": [finding.as_dict() for finding in self.findings]}


def export(
    study: Study, target: Path, wanted: Wanted, look: Look, *, force: bool = False
) -> Exported:
    """Write a table to `target` and its descriptor to `<target>.json`, readable by the owner only.

    The suffix decides the format. Public variables go out, restricted and identifier variables
    only when `wanted.include` says so; ids that link rows go out as pseudonyms otherwise. The same
    release, key and request give the same bytes.

    Raises UsageError for unknown names, RefusedError without a key, over a file that stands there
    and among the study's own data, InputMissingError before the first ingest, DataError when the
    format cannot hold a cell, StoreError when writing fails.
    """
    suffix = target.suffix.lower()
    _check_request(suffix, wanted, look, study)
    beside = target.with_name(target.name + DESCRIPTOR)
    for path in (target, beside):
        check_place(study, path, force=force)
    name = _table_name(study, target, wanted)
    codebook, frame, release = _read(study, name, panel=wanted.panel)
    frame = _waves(frame, wanted.waves)
    roles = study.definition
    links = linking(study.codebook.tables.values(), roles.panel, roles.audit)
    choice = choose(codebook, links, [kind for kind in CLASSES if kind in wanted.include])
    key = read_key(study.root, wanted.key) if choice.pseudonyms else None
    content = Content(*guarded(frame, codebook, choice, key), study.definition)
    make_folder(target.parent)
    try:
        with tempfile.TemporaryDirectory(prefix=".exporting-", dir=target.parent) as work:
            payload, sheet = render(content, suffix, look, Path(work))
    except OSError as error:
        raise StoreError(f"cannot write beside {target.name}: {error.strerror}") from error
    about = describe(File(target.name, suffix, payload, release), content, look, sheet, choice, key)
    text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    write_atomically(target, payload)
    write_atomically(beside, text.encode("utf-8"))
    return Exported(
        file=target.name,
        descriptor=beside.name,
        table=codebook.table if not wanted.panel else PANEL,
        rows=len(content.frame),
        variables=len(content.table.variables),
        pseudonyms=choice.pseudonyms,
        identifiers=choice.identifiers,
        key_id=key.id if key is not None else None,
        left_out=dict(choice.left_out),
        missing=_reasons(about),
        findings=(*on_place(target), *_on_key(content), *sheet.findings),
    )


def _reasons(about: Mapping[str, Any]) -> dict[str, str]:
    """The codes that reasons were written as, over all variables of the descriptor."""
    return {
        str(pair["value"]): pair["reason"]
        for field in about["schema"]["fields"]
        for pair in field.get("missing", ())
    }


def _check_request(suffix: str, wanted: Wanted, look: Look, study: Study) -> None:
    languages = study.definition.languages
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError(f"the name of the file must end in one of: {known}")
    for kind in wanted.include:
        if kind not in CLASSES:
            raise UsageError(f"cannot include {kind!r}; {nearest(kind, CLASSES)}")
    for wave in wanted.waves:
        known_waves = study.definition.wave_ids
        if wave not in known_waves:
            raise UsageError(f"study.yaml has no wave {wave!r}; {nearest(wave, known_waves)}")
    if look.language not in languages:
        raise UsageError(
            f"the study has no labels in language {look.language!r}; "
            f"{nearest(look.language, languages)}"
        )
    if wanted.panel and wanted.table is not None:
        raise UsageError("name a table or ask for the panel, not both")
    if wanted.key is not None and "identifier" in wanted.include:
        raise UsageError("with identifiers as they are there are no pseudonyms to make with a key")
    if (look.labels or look.for_people) and suffix != ".csv":
        raise UsageError("labels for codes, and text made safe for people, are for .csv only")


def _table_name(study: Study, target: Path, wanted: Wanted) -> str:
    tables = study.codebook.tables
    if wanted.panel:
        return study.definition.panel.child
    name = wanted.table
    if name is None:
        name = target.stem if target.stem in tables else study.definition.panel.child
    if name not in tables:
        raise UsageError(f"no table {name!r}; {nearest(name, tables)}")
    return name


def _read(study: Study, name: str, *, panel: bool) -> tuple[TableCodebook, pd.DataFrame, str]:
    """The codebook, the frame with its reasons, and the version of the release they are of."""
    before = study.store.release()
    codebook, frame = study.codebook.tables[name], study.store.read(name)
    if panel:
        roles, labels = study.definition.panel, study.panel_labels()
        codebook = panel_table(codebook, roles, labels)
        frame = panel_frame(study.panel(), frame)
    if study.store.release() != before:
        raise LockedError("waves landed while the table was read; try again")
    return codebook, frame, version(before)


def _waves(frame: pd.DataFrame, waves: Sequence[str]) -> pd.DataFrame:
    if not waves:
        return frame
    held = set(frame["wave"].astype(object))
    gone = [wave for wave in waves if wave not in held]
    if gone:
        raise InputMissingError(f"the table holds no wave {', '.join(gone)}; see kinpanel status")
    return frame[frame["wave"].isin(waves)].reset_index(drop=True)


def _on_key(content: Content) -> list[Finding]:
    kept = {variable.name for variable in content.table.variables}
    gone = [name for name in content.table.key if name not in kept]
    if not gone:
        return []
    return [
        Finding(
            rule="export-key",
            message=f"without {', '.join(gone)} rows of a wave can share a key",
            severity="note",
            advice="export it, too: --include restricted",
        )
    ]
