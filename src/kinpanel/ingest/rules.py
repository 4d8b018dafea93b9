"""The crosswalk rules at work: answers in, harmonised values and reasons out.

One function for each rule of `codebook.rules`; where an answer is missing, its reason stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.codebook.codes import Target
from kinpanel.codebook.rules import Rule
from kinpanel.ingest.dates import (
    STATA_EPOCH_YEAR,
    YEARS,
    days_from_counts,
    days_of,
    from_text,
    from_written,
)
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.reasons import Reasons
from kinpanel.study import INAPPLICABLE
from kinpanel.tables.values import Values

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")


@dataclass(frozen=True)
class Harmonised:
    """One variable in one wave: values, and why they are missing where they are.

    `wrong` counts rows whose answer the rule cannot turn into a value, by what is wrong.
    """

    held: Values
    why: Reasons
    wrong: Mapping[str, int]

    @property
    def values(self) -> npt.NDArray[Any]:
        """The values as objects, None where missing."""
        return self.held.objects

    @property
    def reason(self) -> npt.NDArray[Any]:
        """The reasons as objects, "" for a value."""
        return self.why.texts


@dataclass(frozen=True)
class Task:
    """What a rule is applied to: its argument, its sources of n rows each, the map of codes."""

    argument: str
    sources: Sequence[Decoded]
    targets: Mapping[str, Target]

    @property
    def source(self) -> Decoded:
        """The first source; all rules but `first` have one only."""
        return self.sources[0]


def apply_rule(rule: Rule, sources: Sequence[Decoded], targets: Mapping[str, Target]) -> Harmonised:
    """Apply one rule to the answers it is made from; all rows at once."""
    return FUNCTIONS[rule.spec.name](Task(rule.argument, sources, targets))


def same(task: Task) -> Harmonised:
    """The answer as it is: codes of a choice or a text, dates of a date, numbers of the rest.

    Missing answers keep their reason. Wrong are dates that the format of their column makes none.
    """
    return _taken(task.source)


def map_codes(task: Task) -> Harmonised:
    """Each code becomes its target in codes.csv, all at once; a target may be a reason.

    Missing answers keep their reason and are not mapped. Wrong are codes without a target.
    """
    source, why = task.source, task.source.why.copy()
    index, codes = source.distinct
    given = ~source.missing
    counts = np.bincount(index[given], minlength=len(codes))
    found = [task.targets.get(code) for code in codes]
    unknown = int(sum(n for n, target in zip(counts, found, strict=True) if target is None))
    texts = [target.code if target and target.reason is None else "" for target in found]
    reasons = [(target.reason or "") if target else "" for target in found]
    why.put_each(given, index[given], reasons)
    lost = np.array([not text for text in texts] or [True], dtype=bool)
    held = Values(index, source.missing | lost[index], tuple(texts))
    return Harmonised(held, why, {"codes are not in codes.csv": unknown} if unknown else {})


def scale(task: Task) -> Harmonised:
    """The number times the factor. Missing answers keep their reason; nothing is wrong."""
    # As a ratio, so that 0.01 makes whole numbers of whole hundreds.
    up, down = Fraction(task.argument).as_integer_ratio()
    scaled = task.source.values.astype(float) * up / down
    return Harmonised(Values(scaled, task.source.missing), task.source.why.copy(), {})


def pad(task: Task) -> Harmonised:
    """The text with leading zeros up to the width. Missing answers keep their reason.

    Wrong are texts longer than the width.
    """
    width = int(task.argument)
    texts = [str(code).strip().zfill(width) for code in _codes(task)]
    long = sum(len(text) > width for text in texts)
    return _filled(task.source, texts, {f"ids are longer than {width}": long} if long else {})


def month(task: Task) -> Harmonised:
    """The first day of the month that a number says in the format.

    Missing answers keep their reason. Wrong are months outside 1 to 12 and years out of bounds.
    """
    numbers = np.array([_number(code) for code in _codes(task)], dtype=float)
    if task.argument == "stata":
        months = numbers + (STATA_EPOCH_YEAR - 1970) * 12
    else:
        year, part = np.divmod(numbers, 100)
        months = np.where((part >= 1) & (part <= 12), (year - 1970) * 12 + part - 1, np.nan)
    first, last = (YEARS[0] - 1970) * 12, (YEARS[1] - 1970) * 12 + 11
    good = (months >= first) & (months <= last) & (months == np.floor(months))
    converted = np.full(len(months), None, dtype=object)
    converted[good] = months[good].astype("int64").astype("datetime64[M]")
    return _filled(task.source, converted, _not_in("months", task, int((~good).sum())))


def date(task: Task) -> Harmonised:
    """The day that a number or text says in the format. Missing answers keep their reason.

    Wrong are answers in another format, days that no calendar has, and years out of bounds.
    """
    days = from_written(np.array([str(code) for code in _codes(task)], dtype=object), task.argument)
    bad = sum(day is None for day in days)
    return _filled(task.source, days, _not_in("dates", task, bad))


def first(task: Task) -> Harmonised:
    """Each row from the first source that was answered, taken as it is.

    A row that no source answers has the reason of the first one. Wrong is what is wrong in `same`.
    """
    made = [_taken(source) for source in task.sources]
    values, why = made[0].values, made[0].why
    for other in made[1:]:
        rows = why.missing & ~other.why.missing
        values[rows] = other.values[rows]
        why.put(rows, "")
    held = Values.of(values)
    return Harmonised(held, why, _undated(held, why))


def any_of(task: Task) -> Harmonised:
    """Whether one of the codes of the argument was chosen; no where others were, or none.

    Missing answers keep their reason, so that nobody who refused counts as no; nothing is wrong.
    """
    wanted = set(task.argument.split())
    several = task.source.question.kind == "select_multiple"
    chosen = [set(code.split()) if several else {code} for code in map(str, _codes(task))]
    return _filled(task.source, [not wanted.isdisjoint(codes) for codes in chosen])


def count(task: Task) -> Harmonised:
    """How many codes were chosen; 0 for an answer with nothing chosen.

    Missing answers keep their reason; nothing is wrong.
    """
    return _filled(task.source, [len(str(codes).split()) for codes in _codes(task)])


def mention(task: Task) -> Harmonised:
    """The code in the place of the argument (from 1), in the order of mention.

    Missing answers keep their reason; answers with fewer codes are `inapplicable`. Nothing is
    wrong. Indicators know no order of mention, which the contract refuses.
    """
    place = int(task.argument) - 1
    mentioned = [str(codes).split()[place : place + 1] for codes in _codes(task)]
    made = _filled(task.source, [codes[0] if codes else None for codes in mentioned])
    made.why.put(made.held.missing & ~task.source.missing, INAPPLICABLE)
    return made


FUNCTIONS: dict[str, Callable[[Task], Harmonised]] = {
    "same": same,
    "map": map_codes,
    "scale": scale,
    "pad": pad,
    "month": month,
    "date": date,
    "first": first,
    "any": any_of,
    "count": count,
    "mention": mention,
}
"""Every rule of `codebook.rules.RULES`, by name."""


def _codes(task: Task) -> npt.NDArray[Any]:
    """The raw codes of the rows with an answer."""
    return task.source.codes[~task.source.missing]


def _filled(
    source: Decoded, given: Sequence[Any] | npt.NDArray[Any], wrong: Mapping[str, int] | None = None
) -> Harmonised:
    """Values for the rows with an answer; the others keep their reason."""
    values = np.full(len(source.cells), None, dtype=object)
    values[~source.missing] = given
    return Harmonised(Values.of(values), source.why.copy(), wrong or {})


def _taken(source: Decoded) -> Harmonised:
    kind = source.question.kind
    if kind in ("select_one", "text"):
        index, texts = source.distinct
        return Harmonised(Values(index, source.missing, texts), source.why.copy(), {})
    if kind not in ("date", "month"):
        held = Values(source.cells, source.missing, source.texts)
        return Harmonised(held, source.why.copy(), {})
    if source.texts is None:
        days = days_from_counts(source.cells, source.format)
    else:
        index, texts = source.distinct
        days = days_of(from_text(np.array([*texts, ""], dtype=object)))[index]
    held = Values(days, source.missing | np.isnat(days))
    return Harmonised(held, source.why.copy(), _undated(held, source.why))


def _undated(held: Values, why: Reasons) -> Mapping[str, int]:
    bad = int((held.missing & ~why.missing).sum())
    return {"are not dates in the format of their column": bad} if bad else {}


def _not_in(what: str, task: Task, bad: int) -> Mapping[str, int]:
    return {f"are not {what} written as {task.argument}": bad} if bad else {}


def _number(code: str) -> float:
    """The number a code stands for; NaN for any other text, `inf` and `1_000` among them."""
    return float(code) if _NUMBER.fullmatch(code.strip()) else float("nan")
