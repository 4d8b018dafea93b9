"""`dataDscr`: groups of variables, raw variables by wave, harmonised variables by table."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kinpanel.codebook.ddi.access import Access
from kinpanel.codebook.ddi.element import add, add_texts, identifier
from kinpanel.codebook.ddi.files import question_id, variable_id
from kinpanel.codebook.ddi.question import add_question
from kinpanel.codebook.ddi.variable import add_variable
from kinpanel.codebook.model import Codebook
from kinpanel.questionnaire import Questionnaires
from kinpanel.study import StudyDefinition


def add_data(
    root: Element,
    study: StudyDefinition,
    questionnaires: Questionnaires,
    codebook: Codebook,
    access: Access,
) -> None:
    """Every question of every wave and every variable of every table, in declared order.

    Groups come first, as the schema wants it: one `varGrp` per delivered file and per table.
    """
    data = add(root, "dataDscr")
    for wave in questionnaires.waves.values():
        for file in wave.files:
            ids = " ".join(question_id(wave.wave, q.id) for q in wave.in_file(file))
            group = identifier("G", wave.wave, file)
            add(data, "varGrp", ID=group, type="file", var=ids, name=f"{wave.wave}.{file}")
    for table in codebook.tables.values():
        ids = " ".join(variable_id(table.table, variable.name) for variable in table.variables)
        group = identifier("G", table.table)
        element = add(data, "varGrp", ID=group, type="file", var=ids, name=table.table)
        add_texts(element, "labl", table.label, study.languages)
    for wave in questionnaires.waves.values():
        for question in wave.questions:
            add_question(data, question, wave, study, access)
    for table in codebook.tables.values():
        for variable in table.variables:
            add_variable(data, variable, table, codebook, study)
