"""A delivered file with wide columns to the file of a repeat: one row for each slot that is used.

A slot is used when one of its columns holds anything but a blank or a code that means
`inapplicable`. "Refused", or a code that nobody declared, makes a row; the slot itself, and
columns without a slot, which are repeated on every row, do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.errors import MAX_EXAMPLES, Finding, Severity
from kinpanel.ingest.columns import TAGS
from kinpanel.ingest.decode import decode_file
from kinpanel.ingest.raw import Mask, RawColumn, RawFile
from kinpanel.ingest.stack import stack
from kinpanel.questionnaire import Questionnaire
from kinpanel.questionnaire.repeat import columns_read
from kinpanel.questionnaire.slots import SLOT, are_numbers, column_of, is_slotted
from kinpanel.study import INAPPLICABLE, Wave

Rows = npt.NDArray[np.int64]
BLANK = TAGS.index(".") + 1


@dataclass(frozen=True)
class Unfolded(RawFile):
    """The file of a repeat, its columns named by template (`name_{slot}`).

    `parents` holds the row (from 0) of the delivered file, `slots` the slot, of every row here.
    """

    parents: Rows
    slots: npt.NDArray[Any]

    def origin(self, row: int, column: str) -> tuple[int, str]:
        """The row and the column of the delivered file; the slot itself has no column there."""
        slotted = is_slotted(column)
        name = column_of(column, str(self.slots[row])) if slotted else column
        return int(self.parents[row]), name

    def place(self, row: int) -> str:
        """The delivered row, from 1, and the slot."""
        return f"row {self.parents[row] + 1}, slot {self.slots[row]}"

    def named(self, column: str, rows: Mask) -> str:
        """The delivered columns in which those rows sit, the first three by name."""
        if not is_slotted(column):
            return column
        used = [column_of(column, str(slot)) for slot in dict.fromkeys(self.slots[rows])]
        more = f" and {len(used) - MAX_EXAMPLES} more" if len(used) > MAX_EXAMPLES else ""
        return (", ".join(used[:MAX_EXAMPLES]) + more) or column

    def only(self, rows: Mask) -> Unfolded:
        """The same file with only some of its rows."""
        columns = {name: column.taken(rows) for name, column in self.columns.items()}
        parents, slots = self.parents[rows], self.slots[rows]
        return replace(self, rows=len(parents), columns=columns, parents=parents, slots=slots)


def unfold(
    raw: RawFile, file: str, questionnaire: Questionnaire, wave: Wave
) -> tuple[Unfolded, list[Finding]]:
    """Unfold the repeat `file` of a delivered file; rows in its order, then by slot.

    Columns that the delivered file has for no slot are left out, for the audit to report. Slots
    whose columns are not all there, or do not fit each other, are findings.
    """
    spec = questionnaire.files[file]
    slots, questions = spec.slot_names, questionnaire.in_file(file)
    templates = list(dict.fromkeys(name for q in questions for name in q.columns))
    slotted = [name for name in templates if is_slotted(name)]
    findings = [
        *_gaps(raw, slotted, slots),
        *_beyond(raw, slotted, slots, columns_read(questionnaire, spec.repeat or file)),
    ]
    columns: dict[str, RawColumn] = {}
    for name in templates:
        if name == SLOT:
            columns[name] = _slot_column(slots, raw.rows)
        elif is_slotted(name):
            found = [raw.columns.get(column_of(name, slot)) for slot in slots]
            if any(column is not None for column in found):
                columns[name], problems = stack(name, found, raw.rows)
                findings += problems
        elif name in raw.columns:
            columns[name] = raw.columns[name].taken(np.arange(raw.rows).repeat(len(slots)))
    grid = Unfolded(
        name=raw.name,
        sha256=raw.sha256,
        rows=raw.rows * len(slots),
        columns=columns,
        parents=np.arange(raw.rows, dtype=np.int64).repeat(len(slots)),
        slots=np.tile(np.array(slots, dtype=object), raw.rows),
    )
    grid = grid.only(_filled(grid))  # most slots are empty, and to decode takes long
    used = _used(grid, file, questionnaire, wave)
    return grid.only(used), [replace(f, file=raw.name, wave=wave.id) for f in findings]


def _filled(grid: Unfolded) -> Mask:
    """Rows in which a slotted column is not blank."""
    filled = np.zeros(grid.rows, dtype=bool)
    for name, column in grid.columns.items():
        if is_slotted(name):
            filled |= column.marks != BLANK
    return filled


def _used(grid: Unfolded, file: str, questionnaire: Questionnaire, wave: Wave) -> Mask:
    """Rows in which a slotted column holds more than a blank or `inapplicable`."""
    asked = tuple(q for q in questionnaire.in_file(file) if any(map(is_slotted, q.columns)))
    answers, _ = decode_file(grid, file, replace(questionnaire, questions=asked), wave)
    used = np.zeros(grid.rows, dtype=bool)
    for decoded in answers.values():
        applies = ~decoded.why.at(INAPPLICABLE)
        for name in decoded.question.columns:
            if is_slotted(name) and name in grid.columns:
                used |= applies & (grid.columns[name].marks != BLANK)
    return used


def _slot_column(slots: Sequence[str], rows: int) -> RawColumn:
    numbers = are_numbers(slots)
    values = np.array([int(slot) for slot in slots] if numbers else slots, dtype=object)
    return RawColumn.of(
        name=SLOT,
        storage="integer" if numbers else "text",
        values=np.tile(values.astype("int64") if numbers else values, rows),
        tags=np.full(rows * len(slots), "", dtype=object),
    )


def _gaps(raw: RawFile, slotted: Sequence[str], slots: Sequence[str]) -> Iterator[Finding]:
    """Columns that the file has for some slots only; slots after the last one it has are a note."""
    there = [[column_of(name, slot) in raw.columns for name in slotted] for slot in slots]
    reach = max((place + 1 for place, found in enumerate(there) if any(found)), default=0)
    for place, name in enumerate(slotted):
        lacking = [
            column_of(name, slot)
            for slot, found in zip(slots[:reach], there[:reach], strict=True)
            if not found[place]
        ]
        if lacking and len(lacking) < reach:
            message = "the file has this column for some slots only"
            advice = "correct the slots, or have the file exported with all their columns"
            yield _about(name, "slot-columns", message, lacking, advice)
    if 0 < reach < len(slots):
        message = "the file has no column of the last slots, which are taken as empty"
        advice = "correct the slots if the export will never have more"
        yield _about("", "slot-columns", message, slots[reach:], advice, severity="note")


def _beyond(
    raw: RawFile, slotted: Sequence[str], slots: Sequence[str], read: Set[str]
) -> Iterator[Finding]:
    """Columns of the slot after the last, which would be lost."""
    if not are_numbers(slots):
        return
    after = str(max(map(int, slots)) + 1).zfill(len(slots[-1]) if slots[0][0] == "0" else 1)
    more = [column_of(name, after) for name in slotted]
    lost = [name for name in more if name in raw.columns and name not in read]
    if lost:
        message = f"the file has columns of slot {after}, too, which are not unfolded"
        yield _about("", "slot-columns", message, lost, "add the slot", severity="warning")


def _about(
    name: str,
    rule: str,
    message: str,
    examples: Sequence[str],
    advice: str,
    *,
    severity: Severity = "error",
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        variable=name or None,
        examples=tuple(examples[:MAX_EXAMPLES]),
        count=len(examples),
        advice=advice,
    )
