"""What an export puts aside so that every converter takes it, and an import brings back."""

from __future__ import annotations

from kinpanel.questionnaire.xlsform.form import Choice, Form, Question, Row, Sheet
from kinpanel.questionnaire.xlsform.heading import ADDED, TYPE
from kinpanel.questionnaire.xlsform.lists import astray, doubled

SHEET = "kinpanel_aside"
"""The sheet with choices of unused lists that refer to questions the form does not have."""
PLACE = "kinpanel_place"
"""Its column for the place (from 1) that such a choice had among all."""
DUPLICATES = "allow_choice_duplicates"


def put_types(survey: Sheet[Question]) -> Sheet[Question]:
    """The survey with `hidden` for types that only SurveyCTO knows, those in a column of ours."""
    if not any(row.type.is_foreign for row in survey.rows):
        return survey
    rows = [
        Question({**row.cells, "type": "hidden", TYPE: row.cell("type")}, row.number)
        if row.type.is_foreign
        else row
        for row in survey.rows
    ]
    return Sheet((*survey.columns, TYPE), tuple(rows))


def bring_types(survey: Sheet[Question]) -> Sheet[Question]:
    """The survey with the types that `put_types` had put aside."""
    if TYPE not in survey.columns:
        return survey
    rows = []
    for row in survey.rows:
        cells = {key: text for key, text in row.cells.items() if key != TYPE}
        if TYPE in row.cells:
            cells["type"] = row.cells[TYPE]
        rows.append(Question(cells, row.number))
    return Sheet(tuple(column for column in survey.columns if column != TYPE), tuple(rows))


def put_settings(form: Form) -> Sheet[Row]:
    """The settings, with the one added that codes standing twice in a list need."""
    sheet = form.settings
    needed = any(doubled(choices) for choices in form.lists.values())
    if not needed or form.setting(DUPLICATES):
        return sheet
    first = sheet.rows[0].cells if sheet.rows else {}
    rows = (Row({**first, DUPLICATES: "yes", ADDED: DUPLICATES}), *sheet.rows[1:])
    new = tuple(name for name in (DUPLICATES, ADDED) if name not in sheet.columns)
    # The column that was there before stays when the setting goes again.
    if DUPLICATES not in new:
        rows = (Row({**rows[0].cells, ADDED: f"{DUPLICATES}?"}), *rows[1:])
    return Sheet((*sheet.columns, *new), rows)


def bring_settings(settings: Sheet[Row]) -> Sheet[Row]:
    """The settings without the one that `put_settings` had added."""
    if ADDED not in settings.columns:
        return settings
    marks = {row.cell(ADDED) for row in settings.rows}
    gone = {ADDED, DUPLICATES} if marks & {DUPLICATES, f"{DUPLICATES}?"} else {ADDED}
    rows = [
        Row({key: text for key, text in row.cells.items() if key not in gone}, row.number)
        for row in settings.rows
    ]
    dropped = gone if DUPLICATES in marks else {ADDED}
    columns = tuple(column for column in settings.columns if column not in dropped)
    return Sheet(columns, tuple(row for row in rows if row.cells))


def put_choices(form: Form) -> tuple[Sheet[Choice], Sheet[Row]]:
    """The choices that converters take, and those put aside with their places."""
    away = {id(choice) for choice in astray(form)}
    if not away:
        return form.choices, Sheet()
    columns, rows = form.choices.columns, form.choices.rows
    aside = [
        Row({PLACE: str(place), **choice.cells}, choice.number)
        for place, choice in enumerate(rows, start=1)
        if id(choice) in away
    ]
    kept = tuple(choice for choice in rows if id(choice) not in away)
    return Sheet(columns, kept), Sheet((PLACE, *columns), tuple(aside))


def bring_choices(choices: Sheet[Choice], aside: Sheet[Choice]) -> Sheet[Choice]:
    """The choices with those put aside back in their places; without a place, at the end."""
    rows = list(choices.rows)
    for row in aside.rows:
        cells = {key: text for key, text in row.cells.items() if key != PLACE}
        place = row.cell(PLACE)
        known = place.isascii() and place.isdigit() and len(place) < 9 and place != "0"
        rows.insert(int(place) - 1 if known else len(rows), Choice(cells, row.number))
    more = [name for name in aside.columns if name != PLACE and name not in choices.columns]
    return Sheet((*choices.columns, *more), tuple(rows))
