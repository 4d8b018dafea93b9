"""`fileDscr`: every delivered file of a wave, and every harmonised table of a wave."""

from __future__ import annotations

from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from kinpanel.codebook.ddi.element import add, add_texts, add_title, identifier
from kinpanel.codebook.model import Codebook, TableCodebook
from kinpanel.codebook.statistics import Release, Stored, StoredTable, delivered, stored
from kinpanel.questionnaire import Questionnaire, Questionnaires
from kinpanel.study import StudyDefinition

FORMATS = {
    ".csv": "delimited text",
    ".dta": "Stata",
    ".parquet": "Parquet",
    ".por": "SPSS portable",
    ".sav": "SPSS",
    ".xpt": "SAS transport",
}


def raw_file_id(wave: str, file: str) -> str:
    """The id of a delivered file."""
    return identifier("F", wave, file)


def table_file_id(table: str, wave: str) -> str:
    """The id of a harmonised table of a wave."""
    return identifier("T", table, wave)


def question_id(wave: str, question: str) -> str:
    """The id of a raw variable: the answers to a question of a wave."""
    return identifier("V", wave, question)


def variable_id(table: str, variable: str) -> str:
    """The id of a harmonised variable."""
    return identifier("H", table, variable)


def waves_of(codebook: Codebook, table: str, study: StudyDefinition) -> tuple[str, ...]:
    """Waves that carry a table: those for which the crosswalk has rows of it, in study order."""
    carried = {row.wave for row in codebook.crosswalk.values() if row.table == table}
    return tuple(wave for wave in study.wave_ids if wave in carried)


def add_files(
    root: Element,
    study: StudyDefinition,
    questionnaires: Questionnaires,
    codebook: Codebook,
    release: Release | None,
) -> None:
    """Delivered files by wave, then tables by wave; rows and hashes where the release has them."""
    for wave in questionnaires.waves.values():
        for file in wave.files:
            _add_raw(root, wave, file, release)
    for table in codebook.tables.values():
        for wave_id in waves_of(codebook, table.table, study):
            _add_table(root, table, wave_id, study, release)


def _add_raw(root: Element, wave: Questionnaire, file: str, release: Release | None) -> None:
    """A delivered file; or a repeat, as the part of a delivered file that it is unfolded from."""
    spec, holder = wave.files[file], wave.delivered(file)
    record = delivered(release, wave.wave, holder)
    description = add(
        root,
        "fileDscr",
        ID=raw_file_id(wave.wave, file),
        sdatrefs=identifier("W", wave.wave),
    )
    text = add(description, "fileTxt")
    name = record.file if record is not None else wave.files[holder].path or holder
    add(text, "fileName", name)
    add(text, "fileCont", spec.unit)
    keys = " ".join(question_id(wave.wave, key) for key in spec.key)
    add(add(text, "fileStrc", type="rectangular"), "recGrp", rectype=file, keyvar=keys)
    _add_size(text, None if spec.repeat else record, len(wave.in_file(file)))
    coded = wave.files[holder].encoding
    add(text, "fileType", FORMATS.get(PurePosixPath(name).suffix, ""), charset=coded)
    if record is not None and record.release:
        add(add(text, "verStmt"), "version", record.release, type="delivery")
    _add_hash(description, record)
    if spec.repeat:
        slots = ", ".join(spec.slot_names)
        words = f"One row for each slot ({slots}) that says anything, of each row of {holder}."
        add(description, "notes", words, type="repeat", subject=raw_file_id(wave.wave, holder))


def _add_table(
    root: Element, table: TableCodebook, wave: str, study: StudyDefinition, release: Release | None
) -> None:
    record = stored(release, wave, table.table)
    description = add(
        root,
        "fileDscr",
        ID=table_file_id(table.table, wave),
        sdatrefs=identifier("W", wave),
    )
    text = add(description, "fileTxt")
    parts = record.parts if record is not None else ()
    add(text, "fileName", " ".join(part.file for part in parts) or f"{table.table}/{wave}")
    add_title(add(text, "fileCitation"), table.label, study.languages)
    add(text, "fileCont", table.unit)
    keys = " ".join(variable_id(table.table, key) for key in table.key)
    group = add(add(text, "fileStrc", type="rectangular"), "recGrp", rectype=table.table)
    group.set("keyvar", keys)
    add_texts(group, "labl", table.label, study.languages)
    _add_size(text, record, len(table.variables))
    add(text, "fileType", FORMATS[".parquet"])
    if len(parts) < 2:
        _add_hash(description, record)
        return
    for part in parts:
        subject = f"sha256 of {part.file}"
        add(description, "notes", part.sha256, type="fingerprint", subject=subject)


def _add_size(text: Element, record: Stored | StoredTable | None, variables: int) -> None:
    """`dimensns`: rows where they are known, and the variables that are described."""
    size = add(text, "dimensns")
    if record is not None:
        add(size, "caseQnty", str(record.rows))
    add(size, "varQnty", str(variables))


def _add_hash(description: Element, record: Stored | StoredTable | None) -> None:
    if record is not None:
        add(description, "notes", record.sha256, type="fingerprint", subject="sha256")
