"""`var` of a question: where its answers sit, what was asked of whom, and what can stand there."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kinpanel.codebook.ddi.access import RESTRICTIONS, Access, described
from kinpanel.codebook.ddi.category import add_category, add_missing, missing_codes
from kinpanel.codebook.ddi.element import add, add_texts, identifier
from kinpanel.codebook.ddi.files import question_id, raw_file_id
from kinpanel.codebook.weights import file_weights
from kinpanel.questionnaire import Question, Questionnaire
from kinpanel.questionnaire.item import item_name, public_choices, public_label
from kinpanel.questionnaire.model import Kind
from kinpanel.study import StudyDefinition

DOMAIN: dict[Kind, str] = {
    "integer": "numeric",
    "decimal": "numeric",
    "text": "text",
    "date": "datetime",
    "month": "datetime",
    "select_one": "code",
    "select_multiple": "multiple",
}
"""`qstn/@responseDomainType` of a kind of question."""
REPRESENTATION = DOMAIN | {"select_multiple": "code"}
"""`var/@representationType`, which knows no answer of several codes."""
CONTINUOUS = frozenset({"integer", "decimal", "date", "month"})


def add_question(
    data: Element,
    question: Question,
    questionnaire: Questionnaire,
    study: StudyDefinition,
    access: Access,
) -> None:
    """The raw variable of a question; its name is that of the column in the delivered file.

    Of a multi-response question it is the name as declared; a note lists the columns.
    Of an item whose wording may not be printed stands a neutral label.
    """
    sensitivity = access.of(question)
    variable = add(data, "var", **_attributes(question, questionnaire, access))
    add(variable, "location", fileid=raw_file_id(question.wave, question.file))
    add_texts(variable, "labl", public_label(question, study.languages), study.languages)
    if sensitivity is not None:
        add(variable, "security", sensitivity)
    _add_wording(variable, question, questionnaire, study)
    missing = missing_codes(question, questionnaire, study)
    if described(sensitivity) and question.range is not None:
        add_range(variable, question.range, whole=question.kind == "integer")
    if missing:
        invalid = add(variable, "invalrng")
        for code in missing:
            add(invalid, "item", VALUE=code)
    if question.ask_if is not None:
        add(variable, "universe", question.ask_if.text, clusion="I")
    choices = public_choices(question)
    for choice in choices:
        if described(sensitivity) and choice.code not in missing:
            add_category(variable, choice.code, choice.label, study.languages)
    add_missing(variable, missing, {c.code: c.label for c in choices}, study)
    add(variable, "concept", question.concept)
    if question.response_set is not None:
        add(variable, "notes", question.response_set, type="response set")
    if question.columns != (question.column,):
        add(variable, "notes", " ".join(question.columns), type="columns")
    if question.item is not None:
        about = {"type": "instrument item", "subject": question.item}
        add(variable, "notes", item_name(question), **about)
    if question.changed is not None:
        note = question.changed.note or question.changed.what
        add(variable, "notes", note, type="changed", subject=question.changed.what)


def _attributes(
    question: Question, questionnaire: Questionnaire, access: Access
) -> dict[str, str | None]:
    wave, sensitivity = question.wave, access.of(question)
    weights = file_weights(questionnaire, question.file)
    weight, references = question.id in weights, [question_id(wave, name) for name in weights]
    key = question.id in questionnaire.files[question.file].key
    return {
        "ID": question_id(wave, question.id),
        "name": question.column,
        "wgt": "wgt" if weight else None,
        "wgt_var": None if weight or key else " ".join(references),
        "files": raw_file_id(wave, question.file),
        "dcml": "0" if question.kind == "integer" else None,
        "intrvl": "contin" if question.kind in CONTINUOUS else "discrete",
        "access": identifier("A", sensitivity) if sensitivity in RESTRICTIONS else None,
        "measUnit": question.unit,
        "representationType": REPRESENTATION[question.kind],
    }


def _add_wording(
    variable: Element, question: Question, questionnaire: Questionnaire, study: StudyDefinition
) -> None:
    """`qstn`: the literal question in every language, and the gates it comes behind."""
    place = [known.id for known in questionnaire.questions].index(question.id) + 1
    asked = add(
        variable,
        "qstn",
        ID=identifier("Q", question.wave, question.id),
        seqNo=str(place),
        responseDomainType=DOMAIN[question.kind],
    )
    add_texts(asked, "qstnLit", public_label(question, study.languages), study.languages)
    if question.ask_if is not None:
        gates = [identifier("Q", question.wave, name) for name in sorted(question.ask_if.names)]
        add(asked, "backward", qstn=" ".join(gates))


def add_range(variable: Element, ends: tuple[float, float], *, whole: bool) -> None:
    """`valrng`: both ends belong to the range."""
    low, high = (f"{end:.15g}" for end in ends)
    units = "INT" if whole else "REAL"
    add(add(variable, "valrng"), "range", UNITS=units, min=low, max=high)
