"""The crosswalk rules at work: answers in, harmonised values and reasons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinpanel.codebook.codes import Target
from kinpanel.codebook.rules import Rule
from kinpanel.ingest.decode import Decoded

STATA_EPOCH_YEAR = 1960


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
    source = _first(sources) if rule.spec.name == "first" else sources[0]
    reason = source.reason.copy()
    values = np.full(len(reason), None, dtype=object)
    given = ~source.missing
    if rule.spec.name == "map":
        return _map(source, targets, values, reason)
    if rule.spec.name in ("same", "first"):
        values[given] = _plain(source)[given]
        return Harmonised(values, reason, {})
    if rule.spec.name == "scale":
        values[given] = source.values[given].astype(float) * float(rule.argument)
        return Harmonised(values, reason, {})
    if rule.spec.name == "pad":
        return _pad(source, int(rule.argument), values, reason)
    return _month(source, rule.argument, values, reason)


def _plain(source: Decoded) -> npt.NDArray[Any]:
    """Codes for a choice or a text, numbers for the rest."""
    if source.question.kind in ("select_one", "text"):
        return source.codes
    return source.values.astype(object)


def _first(sources: Sequence[Decoded]) -> Decoded:
    """Each row from the first source that was answered; else the first source's reason."""
    values = _plain(sources[0]).copy()
    codes, reason = sources[0].codes.copy(), sources[0].reason.copy()
    for other in sources[1:]:
        rows = np.asarray(reason != "", dtype=bool) & ~other.missing
        values[rows], codes[rows], reason[rows] = _plain(other)[rows], other.codes[rows], ""
    return Decoded(sources[0].question, values, codes, reason)


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
    """Months as datetime64[M]; a month outside 1 to 12 or a year outside 1850 to 2150 is wrong."""
    given = ~source.missing
    numbers = np.array([_number(code) for code in source.codes[given]], dtype=float)
    if form == "stata":
        months = numbers + (STATA_EPOCH_YEAR - 1970) * 12
    else:
        year, month = np.divmod(numbers, 100)
        months = np.where((month >= 1) & (month <= 12), (year - 1970) * 12 + month - 1, np.nan)
    good = np.isfinite(months) & (np.abs(months) <= 180 * 12) & (months == np.floor(months))
    converted = np.full(len(months), None, dtype=object)
    converted[good] = months[good].astype("int64").astype("datetime64[M]")
    values[given] = converted
    bad = int((~good).sum())
    return Harmonised(values, reason, {f"are not months written as {form}": bad} if bad else {})


def _number(code: str) -> float:
    try:
        return float(code)
    except ValueError:
        return float("nan")
