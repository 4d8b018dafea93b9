"""Items of a score against the numbers that the questions themselves bear."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.crosswalk import CrosswalkRow
from kinpanel.codebook.model import Codebook, Variable
from kinpanel.codebook.score import ScaleScore
from kinpanel.errors import Finding, UsageError
from kinpanel.instruments import Instrument
from kinpanel.questionnaire import Questionnaires
from kinpanel.questionnaire.item import parse_item


def check_numbering(codebook: Codebook, questionnaires: Questionnaires) -> Iterator[Finding]:
    """Variables scored as one item of an instrument but made from another item.

    An item of a short form and the item it was taken from are the same.
    """
    rows: dict[tuple[str, str], list[CrosswalkRow]] = {}
    for row in codebook.crosswalk.values():
        rows.setdefault((row.table, row.variable), []).append(row)
    for table in codebook.tables.values():
        for variable in table.variables:
            for instrument, number, name in _items(variable):
                for row in rows.get((table.table, name), []):
                    for wrong in _wrong(row, questionnaires, instrument, number):
                        yield row.finding(
                            f"{wrong}, but score {variable.name!r} takes {name!r} for item "
                            f"{number} of {instrument.id}",
                            "put the items in the printed order of the form, or name them by "
                            "number: {1: ..., 2: ...}",
                        )


def _items(variable: Variable) -> list[tuple[Instrument, int, str]]:
    """Instrument, item number and variable of all that a score rests on; none of a wrong one."""
    score = variable.score
    if not isinstance(score, ScaleScore):
        return []
    try:
        instrument = score.key.instrument
        return [(instrument, number, name) for number, name in score.numbered.items()]
    except UsageError:
        return []  # what the registry does not have is reported with the codebook


def _wrong(
    row: CrosswalkRow, questionnaires: Questionnaires, instrument: Instrument, number: int
) -> Iterator[str]:
    """What the sources of a row say that they are, where that is another item."""
    for source in row.sources if row.wave in questionnaires.waves else ():
        question = questionnaires[row.wave].question(source)
        item = parse_item(question.item or "") if question is not None else None
        if item is not None and _origin(*item) != _origin(instrument, number):
            yield f"question {source!r} is item {item[1]} of {item[0].id}"


def _origin(instrument: Instrument, number: int) -> tuple[str, int]:
    """The instrument and number that an item was first published under."""
    parent = instrument.subset_of
    return (parent.of, parent.numbers[number - 1]) if parent else (instrument.id, number)
