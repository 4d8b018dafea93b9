"""`var` of a question: where its answers sit, what was asked of whom, and what can stand there."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kinpanel.codebook.ddi.access import RESTRICTIONS, Access, described, is_weight
from kinpanel.codebook.ddi.category import add_category, add_missing, missing_codes
from kinpanel.codebook.ddi.element import add, add_texts, identifier
from kinpanel.codebook.ddi.files import question_id, raw_file_id
from kinpanel.questionnaire import Question, Questionnaire
from kinpanel.questionnaire.model import Kind
from kinpanel.study import StudyDefinition

DOMAIN: dict[Kind, str] = {
    "integer": "numeric",
    "decimal": "numeric",
    "text": "text",
    "date": "datetime",
    "month": "datetime",
    "select_one": "code",
}
"""`qstn/@responseDomainType` and `var/@representationType` of a kind of question."""
CONTINUOUS = frozenset({"integer", "decimal", "date", "month"})


def add_question(
    data: Element,
    question: Question,
    questionnaire: Questionnaire,
    study: StudyDefinition,
    access: Access,
) -> None:
    """The raw variable of a question; its name is that of the column in the delivered file."""
    sensitivity = access.of(question)
    variable = add(data, "var", **_attributes(question, questionnaire, access))
    add(variable, "location", fileid=raw_file_id(question.wave, question.file))
    add_texts(variable, "labl", question.label, study.languages)
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
    for choice in question.choices:
        if described(sensitivity) and choice.code not in missing:
            add_category(variable, choice.code, choice.label, study.languages)
    add_missing(variable, missing, {c.code: c.label for c in question.choices}, study)
    add(variable, "concept", question.concept)
    if question.response_set is not None:
        add(variable, "notes", question.response_set, type="response set")
    if question.changed is not None:
        note = question.changed.note or question.changed.what
        add(variable, "notes", note, type="changed", subject=question.changed.what)


def _attributes(
    question: Question, questionnaire: Questionnaire, access: Access
) -> dict[str, str | None]:
    wave, sensitivity = question.wave, access.of(question)
    weight = is_weight(question.concept, question.kind, question.unit)
    weights = [
        question_id(wave, other.id)
        for other in questionnaire.in_file(question.file)
        if is_weight(other.concept, other.kind, other.unit)
    ]
    key = question.id in questionnaire.files[question.file].key
    return {
        "ID": question_id(wave, question.id),
        "name": question.column,
        "wgt": "wgt" if weight else None,
        "wgt_var": None if weight or key else " ".join(weights),
        "files": raw_file_id(wave, question.file),
        "dcml": "0" if question.kind == "integer" else None,
        "intrvl": "contin" if question.kind in CONTINUOUS else "discrete",
        "access": identifier("A", sensitivity) if sensitivity in RESTRICTIONS else None,
        "measUnit": question.unit,
        "representationType": DOMAIN[question.kind],
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
    add_texts(asked, "qstnLit", question.label, study.languages)
    if question.ask_if is not None:
        gates = [identifier("Q", question.wave, name) for name in sorted(question.ask_if.names)]
        add(asked, "backward", qstn=" ".join(gates))


def add_range(variable: Element, ends: tuple[float, float], *, whole: bool) -> None:
    """`valrng`: both ends belong to the range."""
    low, high = (f"{end:.15g}" for end in ends)
    units = "INT" if whole else "REAL"
    add(add(variable, "valrng"), "range", UNITS=units, min=low, max=high)
