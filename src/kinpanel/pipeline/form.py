"""`form` and `draft FILE.xlsx`: XLSForms out of a questionnaire, and drafts out of XLSForms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kinpanel.errors import (
    DataError,
    InputMissingError,
    RefusedError,
    UsageError,
    errors_in,
    nearest,
)
from kinpanel.ingest.draft.missing import Reasons, reasons_of
from kinpanel.labels import text
from kinpanel.pipeline.additions import additions_to
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire.xlsform import read_xlsform, write_xlsform
from kinpanel.questionnaire.xlsform.answers import Missing
from kinpanel.questionnaire.xlsform.draft import Draft, draft_from_form
from kinpanel.questionnaire.xlsform.questionnaire import to_form
from kinpanel.questionnaire.xpath import from_xpath, to_xpath
from kinpanel.tables.files import write_atomically


def export_form(study: Study, wave: str, target: Path, *, file: str | None = None) -> int:
    """Write the questionnaire of a wave, or of one of its files, as an XLSForm; its questions.

    Same questionnaire, same bytes. Raises UsageError for an unknown wave or file, RefusedError
    when something stands at `target`.
    """
    waves = study.questionnaires.waves
    if wave not in waves:
        raise UsageError(f"wave {wave!r} has no questionnaire; {nearest(wave, waves)}")
    questionnaire = waves[wave]
    if file is not None and file not in questionnaire.files:
        raise UsageError(
            f"wave {wave!r} has no file {file!r}; {nearest(file, questionnaire.files)}"
        )
    if target.exists():
        raise RefusedError(f"{target.name} is there already; name another file")
    languages = study.definition.languages
    title = f"{text(study.definition.title, languages[0], languages)}, {wave}"
    form = to_form(questionnaire, languages, title=title, relevant=to_xpath, file=file)
    write_atomically(target, write_xlsform(form, target.name))
    return len(form.questions)


@dataclass(frozen=True)
class FormDraft(Draft):
    """A draft from a form, and the files written, by name below the study."""

    written: tuple[str, ...] = ()


def draft_form(
    study: Study, path: Path, wave: str, *, alias: str = "child", write: bool = False
) -> FormDraft:
    """Draft the questionnaire of a wave from an XLSForm.

    `alias` names the delivered file. The draft carries every finding on the form. Nothing is
    written unless `write`, and no questionnaire is overwritten (RefusedError): it loads once the
    TODOs on its files are filled in. Raises UsageError for an unknown wave, InputMissingError for
    a file that is not there, DataError for one that is no form.
    """
    if wave not in study.definition.wave_ids:
        known = study.definition.wave_ids
        raise UsageError(f"study.yaml has no wave {wave!r}; {nearest(wave, known)}")
    if not path.is_file():
        raise InputMissingError(f"there is no file {path.name}")
    additions = additions_to(study.root)
    if write:
        additions.target(wave)
    form, findings = read_xlsform(path.read_bytes(), path.name)
    if not form.survey.rows:
        raise DataError(f"{path.name} is not a form", errors_in(findings))
    multiple = {row.name for row in form.questions if row.type.kind == "select_multiple"}
    draft = draft_from_form(
        form,
        wave,
        study.definition.languages,
        name=path.name,
        alias=alias,
        known=additions.sets,
        relevant=partial(from_xpath, multiple=multiple),
        missing=partial(_missing, reasons_of(study.definition, wave)),
    )
    written: tuple[str, ...] = ()
    if write:
        written = additions.write(wave, draft.text, additions.choices(draft.choices))
    return FormDraft(draft.text, draft.choices, (*findings, *draft.findings), written)


def _missing(reasons: Reasons, code: str, labels: Sequence[str]) -> Missing | None:
    """What a choice is, where a wording of it looks missing in the eyes of the study."""
    said = [label for label in labels if reasons.looks_missing(code, label)]
    if not said:
        return None
    reason = next((found for label in said if (found := reasons.of(code, label))), None)
    declared = reason is not None and reasons.by_code.get(code) == reason
    return Missing(code, said[0], reason, declared)
