"""Which row of a key counts, where a file is declared to have several."""

from __future__ import annotations

from collections.abc import Sequence

from kinpanel.errors import nearest
from kinpanel.questionnaire.model import Question
from kinpanel.questionnaire.written import Written, file_of

ORDERED = ("integer", "decimal")


def check_one_row(entry: Written, questions: Sequence[Question]) -> None:
    """Report every `one_row` that cannot decide: of a repeat, or by no number of its file.

    `questions` are those in order; of one that has a fault of its own nothing more is said.
    """
    files = entry.file.files
    unfolded = {spec.repeat for spec in files.values()}
    for name, spec in files.items():
        if spec.one_row is None:
            continue
        path = ("files", name, "one_row")
        if spec.repeat is not None or name in unfolded:
            message = "one_row is for files that nothing is unfolded to or from"
            entry.report(path, "one-row", message, "have the rows that count delivered alone")
            continue
        by, known = spec.one_row.by, {q.id: q for q in questions if q.file == name}
        declared = [q.id for q in entry.file.questions if file_of(q) == name]
        found = known.get(by)
        if by in spec.key:
            message = f"{by!r} is part of the key, and the same on all rows of it"
            entry.report((*path, "by"), "one-row", message, "a question that tells them apart")
        elif found is not None and found.kind not in ORDERED:
            message = f"{by!r} is {found.kind}, not a number that rows can be ordered by"
            entry.report((*path, "by"), "one-row", message, "type: integer")
        elif by not in declared:
            message = f"{by!r} is not a question of file {name!r}"
            entry.report((*path, "by"), "one-row", message, nearest(by, declared))
