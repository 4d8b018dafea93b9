"""`trace`: from a harmonised cell back to the raw answer, its question and the rule between."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from kinpanel.codebook import TableCodebook, Variable
from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.ledger import KEY_SEPARATOR
from kinpanel.codebook.score_text import rule_of
from kinpanel.errors import DataError, InputMissingError, UsageError, nearest
from kinpanel.ingest.delivery import sha256_of
from kinpanel.ingest.one_row import counted_rows
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.readers import read_export
from kinpanel.ingest.unfold import unfold
from kinpanel.labels import Labels
from kinpanel.pipeline.amended import Amendment, corrected, linked
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire import Question
from kinpanel.questionnaire.item import item_name
from kinpanel.tables.cells import cell_texts, key_texts, written_cells
from kinpanel.tables.frame import why
from kinpanel.tables.release import RawRecord


@dataclass(frozen=True)
class Answer:
    """A raw answer: where it sits, what stands there, and what was asked.

    `item` names the item of an instrument where the question is one.
    """

    question: str
    wording: Labels
    file: str
    row: int
    column: str
    raw: str
    label_in_file: str | None
    choice: Labels | None
    target: str | None
    item: str = ""


@dataclass(frozen=True)
class Trace:
    """One harmonised cell: its value or reason, the rule, and the answers or items behind it.

    `amended` are the rows of the ledgers that stand between the answers and the value.
    """

    table: str
    variable: str
    wave: str
    label: Labels
    value: str | None
    level: Labels | None
    reason: str | None
    rule: str
    status: str
    why: str
    defined_at: str
    answers: tuple[Answer, ...] = ()
    items: tuple[Trace, ...] = ()
    amended: tuple[Amendment, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return asdict(self)


def trace(study: Study, table: str, variable: str, key: Sequence[str], wave: str) -> Trace:
    """Follow one cell of a landed table back to what somebody answered.

    `key` gives the values of the table's key in order. The file is read again and its sha256
    compared with the release. Raises UsageError for unknown names or keys, InputMissingError for
    a wave that has not landed, DataError when the file is no longer the one that was ingested.
    """
    codebook = study.codebook.tables.get(table)
    if codebook is None:
        raise UsageError(f"no table {table!r}; {nearest(table, study.codebook.tables)}")
    declared = codebook.variable(variable)
    if declared is None:
        names = [known.name for known in codebook.variables]
        raise UsageError(f"no variable {variable!r} in {table}; {nearest(variable, names)}")
    record = study.store.release().waves.get(wave)
    if record is None or table not in record.tables:
        raise InputMissingError(f"wave {wave!r} of {table!r} has not landed; see kinpanel status")
    frame = study.store.read(table)
    frame = frame[frame["wave"] == wave].reset_index(drop=True)
    row = _row(frame, codebook, key)
    source = _Source(study, codebook, wave, record.raw, row, frame)
    return source.follow(declared)


def _row(frame: pd.DataFrame, codebook: TableCodebook, key: Sequence[str]) -> int:
    if len(key) < len(codebook.key):
        raise UsageError(f"the key of {codebook.table} is: {', '.join(codebook.key)}")
    hit = key_texts(frame, codebook) == KEY_SEPARATOR.join(key)
    places = hit.nonzero()[0]
    if len(places) != 1:
        raise UsageError(f"no row of {codebook.table} has that key in this wave")
    return int(places[0])


class _Source:
    """The deliveries behind one row of a table; rows of table and file correspond one to one.

    The file of a repeat is unfolded again; answers are told by the delivered row and column.
    """

    def __init__(
        self,
        study: Study,
        codebook: TableCodebook,
        wave: str,
        raw: Mapping[str, RawRecord],
        row: int,
        frame: pd.DataFrame,
    ) -> None:
        self.study, self.codebook, self.wave = study, codebook, wave
        self.raw, self.row, self.frame = raw, row, frame
        self.questionnaire = study.questionnaires[wave]
        self.files: dict[str, RawFile] = {}

    def follow(self, variable: Variable) -> Trace:
        table = self.codebook.table
        value, level, reason = self._cell(variable)
        known = (table, variable.name, self.wave, variable.label, value, level, reason)
        if variable.score is not None:
            items = tuple(
                self.follow(item)
                for name in variable.score.inputs
                if (item := self.codebook.variable(name)) is not None
            )
            rule = rule_of(variable.score, self.codebook)
            return Trace(*known, rule, "score", "", f"codebooks/{table}.yaml", items=items)
        row = self.study.codebook.row(table, variable.name, self.wave)
        if row is None:
            raise UsageError(f"wave {self.wave!r} has no {table}.{variable.name}")
        answers = tuple(a for source in row.sources for a in self._answers(source, row))
        rule = str(row.rule) if row.rule else "-"
        place = f"{row.file}:{row.line}"
        told = (row.status, row.why, place)
        return Trace(*known, rule, *told, answers=answers, amended=self._amended(variable))

    def _cell(self, variable: Variable) -> tuple[str | None, Labels | None, str | None]:
        value = self.frame[variable.name].iloc[self.row]
        if pd.isna(value):
            return None, None, str(self.frame[why(variable.name)].iloc[self.row])
        levels = {level.code: level.label for level in variable.levels}
        (shown,) = cell_texts(self.frame[variable.name].iloc[[self.row]], variable)
        return shown, levels.get(str(value)), None

    def _amended(self, variable: Variable) -> tuple[Amendment, ...]:
        """Links of the row's key and of the variable, and the correction of its cell."""
        study, table = self.study, self.codebook
        found: list[Amendment | None] = []
        for name in dict.fromkeys((*table.key, variable.name)):
            declared = table.variable(name)
            (cell,) = written_cells(self.frame, name, declared, [self.row])
            place = (table.table, name, self.wave, cell)
            found.append(linked(study.codebook, study.definition, *place))
        key = str(key_texts(self.frame.iloc[[self.row]], table)[0])
        found.append(corrected(study.codebook, table, variable.name, self.wave, key, cell))
        return tuple(one for one in found if one is not None)

    def _answers(self, source: str, row: CrosswalkRow) -> Iterator[Answer]:
        """What stands in each column of a question; an indicator stands for one choice."""
        question = self.questionnaire.question(source)
        if question is None:
            raise UsageError(f"wave {self.wave!r} has no question {source!r}")
        for place, column in enumerate(question.columns):
            answer = self._answer(question, column, row)
            if question.layout == "indicators":
                answer = replace(answer, choice=question.choices[place].label)
            yield answer

    def _answer(self, question: Question, named: str, row: CrosswalkRow) -> Answer:
        file = self._file(question.file)
        column = file.columns[named]
        code = column.code_at(self.row)
        at, name = file.origin(self.row, named)
        delivered = self._file(self.questionnaire.delivered(question.file)).columns
        choice = question.choice(code)
        target = self.study.codebook.codes.map_of(row.table, row.variable, self.wave).get(code)
        return Answer(
            question=question.id,
            wording=question.label,
            file=file.name,
            row=at + 1,
            column=name,
            raw=code,
            label_in_file=delivered.get(name, column).value_labels.get(code),
            choice=choice.label if choice else None,
            target=target.code if target and row.rule and row.rule.spec.name == "map" else None,
            item=item_name(question),
        )

    def _file(self, name: str) -> RawFile:
        spec = self.questionnaire.files[name]
        wave = self.study.definition.wave(self.wave)
        if name not in self.files and spec.repeat is not None:
            self.files[name], _ = unfold(self._file(spec.repeat), name, self.questionnaire, wave)
        elif name not in self.files:
            record = self.raw[name]
            path = self.study.raw / record.file
            if not path.is_file():
                raise InputMissingError(f"{record.file} is no longer among the deliveries")
            raw = _read(path, record, spec.encoding, self.study.store.folder)
            self.files[name], _ = counted_rows(raw, name, self.questionnaire, wave)
        return self.files[name]


def _read(path: Path, record: RawRecord, encoding: str | None, beside: Path) -> RawFile:
    if sha256_of(path) != record.sha256:
        raise DataError(f"{record.file} is not the file that was ingested; see kinpanel status")
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=beside) as work:
        result = read_export(path, record.file, record.sha256, Path(work), encoding=encoding)
    if not isinstance(result, RawFile):
        raise DataError("the delivery cannot be read", [result])
    return result
