"""The question that weights the rows of a file, where one is declared."""

from __future__ import annotations

from collections.abc import Sequence

from kinpanel.errors import nearest
from kinpanel.questionnaire.model import Question
from kinpanel.questionnaire.written import Written, file_of

NUMBERS = ("integer", "decimal")


def check_weights(entry: Written, questions: Sequence[Question]) -> None:
    """Report every declared weight that is no numeric question of its file.

    `questions` are those in order; of one that has a fault of its own nothing more is said.
    """
    for name, spec in entry.file.files.items():
        if spec.weight is None:
            continue
        path, known = ("files", name, "weight"), {q.id: q for q in questions if q.file == name}
        found = known.get(spec.weight)
        if found is not None and found.kind not in NUMBERS:
            message = f"weight {spec.weight!r} is {found.kind}, not a number"
            entry.report(path, "weight", message, "type: decimal")
        declared = [q.id for q in entry.file.questions if file_of(q) == name]
        if spec.weight not in declared:
            message = f"weight {spec.weight!r} is not a question of file {name!r}"
            numeric = [q.id for q in known.values() if q.kind in NUMBERS]
            entry.report(path, "weight", message, nearest(spec.weight, numeric) or "type: decimal")
