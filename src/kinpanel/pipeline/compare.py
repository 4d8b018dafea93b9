"""`compare` and `describe questions`: what was asked differently, as frames; no data needed."""

from __future__ import annotations

import pandas as pd

from kinpanel.errors import UsageError, nearest
from kinpanel.labels import text
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire import Question
from kinpanel.questionnaire.compare import concept_table, diff_waves

QUESTION_COLUMNS = ("wave", "question", "raw", "type", "wording", "since", "kinds", "differences")
WAVE_COLUMNS = ("concept", "status", "before", "after", "moved", "kinds", "differences")


def describe_questions(study: Study, concept: str, *, language: str = "") -> pd.DataFrame:
    """How each wave asked about a concept and what differs from the last wave that asked.

    One row per wave and question, `QUESTION_COLUMNS`, all of them text; "" where a wave did not
    ask. Wordings in `language`, else the study's first. UsageError for an unknown concept or
    language.
    """
    rows = concept_table(study.questionnaires, concept)
    if not rows:
        known = {q.concept for w in study.questionnaires.waves.values() for q in w.questions}
        raise UsageError(f"no question asks about {concept!r}; {nearest(concept, known)}")
    languages = study.definition.languages
    if language and language not in languages:
        raise UsageError(f"the study has no wordings in language {language!r}")
    return pd.DataFrame(
        [
            (
                row.wave,
                row.question.id if row.question else "",
                _raw(row.question),
                _type(row.question),
                text(row.question.label, language or languages[0], languages)
                if row.question
                else "",
                row.since or "",
                ", ".join(dict.fromkeys(d.kind for d in row.differences)),
                "\n".join(d.sentence for d in row.differences),
            )
            for row in rows
        ],
        columns=list(QUESTION_COLUMNS),
    )


def compare_waves(study: Study, before: str, after: str) -> pd.DataFrame:
    """Every concept of two waves: added, dropped, changed or unchanged, and whether it moved.

    One row per pair of questions, `WAVE_COLUMNS`: ids of the questions ("" where not asked),
    `moved` as a boolean, the rest as text. UsageError for a wave without a questionnaire.
    """
    waves = study.questionnaires.waves
    for wave in (before, after):
        if wave not in waves:
            raise UsageError(f"wave {wave!r} has no questionnaire; {nearest(wave, waves)}")
    return pd.DataFrame(
        [
            (
                pair.concept,
                pair.status,
                pair.before.id if pair.before else "",
                pair.after.id if pair.after else "",
                pair.moved,
                ", ".join(pair.kinds),
                "\n".join(d.sentence for d in pair.differences),
            )
            for pair in diff_waves(study.questionnaires, before, after)
        ],
        columns=list(WAVE_COLUMNS),
    )


def _raw(question: Question | None) -> str:
    return f"{question.file}.{question.column}" if question else ""


def _type(question: Question | None) -> str:
    return f"{question.kind} {question.response_set or ''}".strip() if question else ""
