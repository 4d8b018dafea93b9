"""The crosswalk rules at work: answers in, harmonised values and reasons out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.codebook.codes import Target
from kinpanel.codebook.rules import Rule
from kinpanel.ingest.dates import STATA_EPOCH_YEAR, YEARS, from_counts, from_text
from kinpanel.ingest.decode import Decoded

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")


@dataclass(frozen=True)
class Harmonised:
    """One variable in one wave: object `values` (None where missing), `reason` ("" for a value).

    `wrong` counts rows whose answer the rule cannot turn into a value, by what is wrong.
    """

    values: npt.NDArray[Any]
    reason: npt.NDArray[Any]
    wrong: Mapping[str, int]


def apply_rule(rule: Rule, sources: Sequence[Decoded], targets: Mapping[str, Target]) -> Harmonised:
    """Apply one rule to the answers it is made from; all rows at once."""
    if rule.spec.name in ("same", "first"):
        return _first([_taken(source) for source in sources])
    source = sources[0]
    reason = source.reason.copy()
    values = np.full(len(reason), None, dtype=object)
    given = ~source.missing
    if rule.spec.name == "map":
        return _map(source, targets, values, reason)
    if rule.spec.name == "scale":
        # As a ratio, so that 0.01 makes whole numbers of whole hundreds.
        up, down = Fraction(rule.argument).as_integer_ratio()
        values[given] = source.values[given].astype(float) * up / down
        return Harmonised(values, reason, {})
    if rule.spec.name == "pad":
        return _pad(source, int(rule.argument), values, reason)
    return _month(source, rule.argument, values, reason)


def _taken(source: Decoded) -> Harmonised:
    """The answer as it is: codes of a choice or a text, dates of a date, numbers of the rest."""
    given = ~source.missing
    values = np.full(len(given), None, dtype=object)
    if source.question.kind in ("select_one", "text"):
        values[given] = source.codes[given]
    elif source.question.kind not in ("date", "month"):
        values[given] = source.values[given].astype(object)
    elif source.values.dtype == object:
        values[given] = from_text(source.codes[given])
    else:
        values[given] = from_counts(source.values[given], source.format)
    return Harmonised(values, source.reason.copy(), _undated(values, source.reason))


def _undated(values: npt.NDArray[Any], reason: npt.NDArray[Any]) -> Mapping[str, int]:
    bad = sum(value is None and not why for value, why in zip(values, reason, strict=True))
    return {"are not dates in the format of their column": bad} if bad else {}


def _first(sources: Sequence[Harmonised]) -> Harmonised:
    """Each row from the first source that was answered; else the first source's reason."""
    values, reason = sources[0].values, sources[0].reason
    for other in sources[1:]:
        rows = np.asarray((reason != "") & (other.reason == ""), dtype=bool)
        values[rows], reason[rows] = other.values[rows], ""
    return Harmonised(values, reason, _undated(values, reason))


def _map(
    source: Decoded,
    targets: Mapping[str, Target],
    values: npt.NDArray[Any],
    reason: npt.NDArray[Any],
) -> Harmonised:
    wrong: dict[str, int] = {}
    for code in np.unique(source.codes[~source.missing].astype(str)):
        rows = np.asarray(source.codes == code, dtype=bool)
        target = targets.get(str(code))
        if target is None:
            wrong["codes are not in codes.csv"] = wrong.get("codes are not in codes.csv", 0) + int(
                rows.sum()
            )
        elif target.reason is not None:
            reason[rows] = target.reason
        else:
            values[rows] = target.code
    return Harmonised(values, reason, wrong)


def _pad(
    source: Decoded, width: int, values: npt.NDArray[Any], reason: npt.NDArray[Any]
) -> Harmonised:
    given = ~source.missing
    texts = np.array([str(code).strip().zfill(width) for code in source.codes[given]], dtype=object)
    values[given] = texts
    long = sum(len(text) > width for text in texts)
    return Harmonised(values, reason, {f"ids are longer than {width}": long} if long else {})


def _month(
    source: Decoded, form: str, values: npt.NDArray[Any], reason: npt.NDArray[Any]
) -> Harmonised:
    """The first day of each month; a month outside 1 to 12 or a year out of bounds is wrong."""
    given = ~source.missing
    numbers = np.array([_number(code) for code in source.codes[given]], dtype=float)
    if form == "stata":
        months = numbers + (STATA_EPOCH_YEAR - 1970) * 12
    else:
        year, month = np.divmod(numbers, 100)
        months = np.where((month >= 1) & (month <= 12), (year - 1970) * 12 + month - 1, np.nan)
    first, last = (YEARS[0] - 1970) * 12, (YEARS[1] - 1970) * 12 + 11
    good = (months >= first) & (months <= last) & (months == np.floor(months))
    converted = np.full(len(months), None, dtype=object)
    converted[good] = months[good].astype("int64").astype("datetime64[M]")
    values[given] = converted
    bad = int((~good).sum())
    return Harmonised(values, reason, {f"are not months written as {form}": bad} if bad else {})


def _number(code: str) -> float:
    """The number a code stands for; NaN for any other text, `inf` and `1_000` among them."""
    return float(code) if _NUMBER.fullmatch(code.strip()) else float("nan")
