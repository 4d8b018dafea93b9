"""A table in one of the formats: its bytes, and what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kinpanel.codebook import TableCodebook
from kinpanel.errors import DataError, errors_in
from kinpanel.report.export.columns import Column, Say, columns_of, companion, speaker
from kinpanel.report.export.readstat import write_readstat
from kinpanel.report.export.sheet import Entry, Sheet, any_reason, occurring
from kinpanel.report.export.spss import to_spss
from kinpanel.report.export.stata import to_stata
from kinpanel.report.export.text import to_text, write_text
from kinpanel.study import StudyDefinition
from kinpanel.tables.schema import to_parquet

FORMATS = (".dta", ".sav", ".parquet", ".csv")


@dataclass(frozen=True)
class Content:
    """What goes out: a typed frame with reason columns, its codebook, and the study's words."""

    frame: pd.DataFrame
    table: TableCodebook
    study: StudyDefinition


@dataclass(frozen=True)
class Look:
    """How it looks: the language of labels and, in .csv only, labels for codes and safe text."""

    language: str
    labels: bool = False
    for_people: bool = False


def render(content: Content, suffix: str, look: Look, work: Path) -> tuple[bytes, Sheet]:
    """The bytes of a table in one of `FORMATS`, and the sheet that says what stands in them.

    The same content gives the same bytes. `work` is a private folder. Raises DataError for cells
    that the format cannot hold, UsageError for more reasons than it has codes, StoreError when
    `work` cannot be written to.
    """
    study = content.study
    say = speaker(study, look.language)
    columns = columns_of(content.frame, content.table, study, say)
    label = say(content.table.label)
    if suffix == ".parquet":
        payload = to_parquet(content.frame, content.table, study.reasons)
        return payload, _stored(columns, label, study, say)
    if suffix == ".csv":
        marks = {"labels": look.labels, "for_people": look.for_people}
        sheet = to_text(columns, label, study, say, **marks)
        return write_text(sheet, for_people=look.for_people), sheet
    sheet = (to_stata if suffix == ".dta" else to_spss)(columns, label, study, say)
    wrong = errors_in(sheet.findings)
    if wrong:
        raise DataError(f"the table does not fit into a {suffix} file", wrong)
    return write_readstat(sheet, suffix, work), sheet


def _stored(columns: Sequence[Column], label: str, study: StudyDefinition, say: Say) -> Sheet:
    """What stands in a Parquet file: codes and reasons, as the store has them."""
    full: list[Column] = []
    for column in columns:
        full.append(column)
        if any_reason(column):
            full.append(companion(column, occurring(column, list(study.reasons)), say, study))
    entries = []
    for column in full:
        shown = {column.codes[code]: text for code, text in column.labels.items() if text}
        entry = Entry(column.name, column, column.kind, column.values, shown, label=column.label)
        entries.append(entry)
    return Sheet(label, tuple(entries))
