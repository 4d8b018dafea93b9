"""Candidate questions for every harmonised variable, as undetermined rows of the crosswalk."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kinpanel.codebook.crosswalk import COLUMNS
from kinpanel.documents.scalar import TODO, clean
from kinpanel.ingest.draft.document import DraftFile, DraftQuestion
from kinpanel.ingest.draft.evidence import Evidence
from kinpanel.ingest.draft.likeness import answer_likeness, label_likeness, name_likeness
from kinpanel.ingest.draft.names import stems

MOST = 3
LEAST = 0.25
"""A question that scores less is no candidate."""
CLEARLY = 0.05

_WEIGHTS = {"name": 0.6, "label": 0.85, "answers": 0.35}
_FITTING = {
    "text": {"text", "integer", "decimal"},
    "integer": {"integer", "decimal", "select_one"},
    "decimal": {"integer", "decimal"},
    "boolean": {"select_one", "integer"},
    "nominal": {"select_one", "integer", "text"},
    "ordinal": {"select_one", "integer"},
    "date": {"date", "text", "integer"},
    "month": {"month", "date", "integer", "text"},
}


@dataclass(frozen=True)
class Candidate:
    """A question that may be the source of a variable; `question` is "" where none comes near."""

    table: str
    variable: str
    wave: str
    question: str
    rule: str
    score: float
    why: str


def candidates(draft: DraftFile, known: Sequence[Evidence], year: int) -> tuple[Candidate, ...]:
    """Up to `MOST` questions for each variable, best first, or one row without any.

    The score, from 0 to 1, grows with each sign: the name without its wave's marks, the wording,
    the answers; a type that cannot become the variable's halves it, and a variable to which the
    question is nearer lowers it.
    """
    bare = stems([q.guess.column for q in draft.questions], year)
    scored = [
        [_candidate(draft, question, bare[question.guess.column], evidence) for evidence in known]
        for question in draft.questions
    ]
    by_variable = zip(*(_less_where_nearer(row) for row in scored), strict=True)
    rows: list[Candidate] = []
    for evidence, found in zip(known, by_variable, strict=True):
        near = sorted((c for c in found if c.score >= LEAST), key=lambda c: -c.score)
        none = Candidate(
            *(evidence.table, evidence.variable.name, draft.wave, "", "", 0.0),
            "no question of the draft comes near",
        )
        rows += near[:MOST] or [none]
    return tuple(rows)


def merged(files: Sequence[Sequence[Candidate]]) -> tuple[Candidate, ...]:
    """The candidates of several files as one: the best of all files for each variable."""
    groups: dict[tuple[str, str], list[Candidate]] = {}
    for row in (row for rows in files for row in rows):
        groups.setdefault((row.table, row.variable), []).append(row)
    found: list[Candidate] = []
    for rows in groups.values():
        near = sorted((row for row in rows if row.question), key=lambda row: -row.score)
        found += near[:MOST] or rows[:1]
    return tuple(found)


def _less_where_nearer(row: Sequence[Candidate]) -> list[Candidate]:
    """One question for every variable, scored less where another variable of the table is nearer.

    A column is seldom the source of two variables of one table.
    """
    result = []
    for candidate in row:
        table = [other for other in row if other.table == candidate.table]
        best = max(table, key=lambda other: other.score)
        if best.score <= candidate.score + CLEARLY:
            result.append(candidate)
            continue
        why = f"{candidate.why}; but nearer to {best.table}.{best.variable}"
        result.append(replace(candidate, score=round(candidate.score * 0.7, 2), why=why))
    return result


def candidates_text(rows: Sequence[Candidate]) -> str:
    """The rows under the columns of crosswalk.csv, all undetermined: keep one for each variable."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        why = f"score {row.score:.2f}: {row.why}" if row.question else row.why
        variable = f"{row.table}.{row.variable}"
        writer.writerow(
            [variable, row.wave, row.question, row.rule, "undetermined", why, "draft", ""]
        )
    return buffer.getvalue()


def _candidate(
    draft: DraftFile, question: DraftQuestion, bare: str, evidence: Evidence
) -> Candidate:
    signs = {
        "name": _name(question, bare, evidence),
        "label": _label(question, evidence),
        "answers": _answers(question, evidence),
    }
    far = 1.0
    for sign, (score, _) in signs.items():
        far *= 1 - _WEIGHTS[sign] * score
    score, why = 1 - far, [reason for score, reason in signs.values() if score > 0]
    if question.guess.kind not in _FITTING[evidence.variable.type]:
        score /= 2
        why.append(f"but {question.guess.kind} for {evidence.variable.type}")
    rule = _rule(question, evidence)
    return Candidate(
        *(evidence.table, evidence.variable.name, draft.wave, question.id, rule),
        round(score, 2),
        "; ".join(why),
    )


def _name(question: DraftQuestion, bare: str, evidence: Evidence) -> tuple[float, str]:
    found = [
        (name_likeness(name, known), known, where)
        for name in dict.fromkeys((bare, question.id))
        for known, where in evidence.names.items()
    ]
    score, known, where = max(found, key=lambda item: item[0])
    return score, f"{'same' if score == 1 else 'like'} name {known} ({where})"


def _label(question: DraftQuestion, evidence: Evidence) -> tuple[float, str]:
    best, where = 0.0, ""
    for tag, text, place in evidence.labels:
        said = question.label.get(tag, TODO)
        score = 0.0 if said == TODO else label_likeness(said, text)
        if score > best:
            best, where = score, place
    return best, f"label {best:.2f} like {where}"


def _answers(question: DraftQuestion, evidence: Evidence) -> tuple[float, str]:
    mine = {code: clean(text) for code, text in question.guess.answers}
    best, where = 0.0, ""
    known: list[tuple[Mapping[str, Mapping[str, str]], str]] = [
        ({c.code: c.label for c in other.choices}, f"{other.wave}.{other.id}")
        for other in evidence.questions
    ]
    levels = {level.code: level.label for level in evidence.variable.levels}
    known.append((levels, f"{evidence.table}.{evidence.variable.name}"))
    for choices, place in known:
        for tag in sorted({tag for label in choices.values() for tag in label}):
            theirs = {code: clean(label.get(tag, "")) for code, label in choices.items()}
            score = answer_likeness(mine, theirs)
            if score > best:
                best, where = score, place
    return best, f"{'same answers as' if best == 1 else 'answers like'} {where}"


def _rule(question: DraftQuestion, evidence: Evidence) -> str:
    """The rule that a reviewer would most likely write."""
    guessed, variable = question.guess, evidence.variable
    if variable.type == "month" and guessed.kind in ("month", "integer"):
        counted = guessed.kind == "month" and not guessed.notes  # %tm leaves no doubt
        return "month stata" if counted else "month YYYYMM"
    codes = {code for code, _ in guessed.answers}
    held = {"boolean": {"0", "1"}}.get(variable.type, set(variable.level_codes))
    if guessed.kind == "select_one" and not codes <= held:
        return "map"
    return "same"
