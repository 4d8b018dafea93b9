"""One score over waves that hold different versions of a scale: the items that all of them have.

The registry says which items versions share: those of an instrument that is a `subset_of` another
count as items of the latter. Versions without an item in common cannot be bridged: z-scores within
a wave are what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.derived.scoring import check_codes, item_values, turned
from kinpanel.errors import DataError, Finding, UsageError, nearest
from kinpanel.instruments import Key, instrument, scoring_key

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Version:
    """What a wave asked: an instrument, its form, and columns by the instrument's item numbers."""

    instrument: str
    items: Mapping[int, str]
    form: str | None = None

    @property
    def key(self) -> Key:
        """How the form is scored; UsageError for names that the registry lacks."""
        return scoring_key(instrument(self.instrument), form=self.form)


@dataclass(frozen=True)
class CommonItems:
    """Items that several versions share: per version, in one order, its own item numbers.

    `root` is the instrument whose numbers `numbers` are.
    """

    root: str
    numbers: tuple[int, ...]
    own: Mapping[str, tuple[int, ...]]


def common_items(versions: Mapping[str, Version]) -> CommonItems:
    """The items that the versions of all waves share, by wave.

    UsageError where there is none, where answers have other codes, where versions are for
    different informants, or where an item is reversed in one version only.
    """
    if not versions:
        raise UsageError("there are no versions to bridge")
    roots = {wave: _rooted(version) for wave, version in versions.items()}
    names = sorted({root for root, _ in roots.values()})
    first = next(iter(roots.values()))[1]
    shared = [n for n in sorted(first) if all(n in numbers for _, numbers in roots.values())]
    if len(names) > 1 or not shared:
        asked = ", ".join(f"{wave} {version.instrument}" for wave, version in versions.items())
        advice = "compare z-scores within each wave instead"
        raise UsageError(f"the versions share no item ({asked}): {advice}")
    _same("codes", {w: (v.key.codes.min, v.key.codes.max) for w, v in versions.items()})
    _same("informants", {wave: _informant(version.key) for wave, version in versions.items()})
    own = {wave: tuple(roots[wave][1][n] for n in shared) for wave in versions}
    turned_in = {w: tuple(n in v.key.reversed for n in own[w]) for w, v in versions.items()}
    _same("reversed items", turned_in)
    return CommonItems(root=names[0], numbers=tuple(shared), own=own)


def bridged_score(
    frame: pd.DataFrame, versions: Mapping[str, Version], *, may_miss: int = 0
) -> pd.Series[Any]:
    """The sum of the common items, reversed where the registry says so, one per row of `frame`.

    `frame` has `wave` and the columns of the items with the instruments' canonical codes. With up
    to `may_miss` of the common items missing, a score is the mean of those given times their
    number; none by default. Int64, Float64 where `may_miss` is above 0; NA where more are missing
    and in waves without a version.

    UsageError as `common_items`, for columns that are not there and a `may_miss` that leaves no
    item; DataError for codes that are not the instrument's.
    """
    common = common_items(versions)
    size = len(common.numbers)
    if not 0 <= may_miss < size:
        raise UsageError(f"may_miss must lie between 0 and {size - 1}, not {may_miss}")
    points = np.full(len(frame), np.nan)
    findings: list[Finding] = []
    waves = frame["wave"].astype(str).to_numpy()
    for wave, version in versions.items():
        rows = waves == wave
        answers, wrong = _answers(frame[rows], version, common.own[wave], wave)
        findings += wrong
        given = (~np.isnan(answers)).sum(axis=1)
        mean = np.nansum(answers, axis=1) / np.maximum(given, 1)
        points[rows] = np.where(given >= size - may_miss, mean * size, np.nan)
    if findings:
        raise DataError("cannot bridge the versions of the scale", findings)
    whole = np.round(points) if may_miss == 0 else points
    array: Any = pd.arrays.FloatingArray(np.nan_to_num(whole), np.isnan(whole))
    score = pd.Series(array, index=frame.index, name="bridged")
    return score if may_miss else score.astype("Int64")


def _answers(
    frame: pd.DataFrame, version: Version, numbers: tuple[int, ...], wave: str
) -> tuple[Floats, list[Finding]]:
    """The common items of a wave, turned, and what is wrong with their codes."""
    key = version.key
    items: dict[int, pd.Series[Any]] = {}
    for number in key.columns:
        name = version.items.get(number) if number in numbers else None
        if name is not None and name not in frame:
            raise UsageError(f"no column {name!r}: {nearest(name, map(str, frame.columns))}")
        empty = pd.Series(np.nan, index=frame.index)
        items[number] = empty if name is None else frame[name].astype("Float64")
    values = item_values(pd.DataFrame(items, index=frame.index), key)
    wrong = [replace(finding, wave=wave) for finding in check_codes(values, key)]
    return turned(values, key)[:, [number - 1 for number in numbers]], wrong


def _rooted(version: Version) -> tuple[str, dict[int, int]]:
    """The instrument at the root, and own item numbers by the root's, of the items that are held.

    UsageError for numbers that the instrument lacks.
    """
    one = instrument(version.instrument)
    unknown = sorted(number for number in version.items if number not in version.key.columns)
    if unknown:
        listed = ", ".join(map(str, unknown))
        raise UsageError(f"{one.id} has items 1 to {one.size}, not {listed}")
    numbers = {number: number for number in version.items}
    while one.subset_of is not None:
        above = one.subset_of.numbers
        numbers = {above[number - 1]: own for number, own in numbers.items()}
        one = instrument(one.subset_of.of)
    return one.id, numbers


def _informant(key: Key) -> str:
    forms = [form for form in key.instrument.forms if form.id == key.form]
    return next((form.informant for form in forms if form.informant), "")


def _same(what: str, by_wave: Mapping[str, object]) -> None:
    if len(set(by_wave.values())) > 1:
        raise UsageError(f"versions with different {what} are not one scale: {', '.join(by_wave)}")
