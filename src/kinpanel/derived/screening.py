"""Coding mistakes that show in the answers to a scale: items or scales turned round, offsets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.derived.reliability import correlation, item_rest_of
from kinpanel.derived.scoring import (
    Floats,
    check_codes,
    item_values,
    known,
    offset,
    offset_finding,
    turned,
)
from kinpanel.errors import Finding, UsageError
from kinpanel.instruments import Instrument, Key, ScaleKey, scoring_key

MIN_ROWS = 30
"""Complete rows below which nothing is said about correlations."""

FAR = 0.6
"""Share of the range beyond which a mean on the ill side is remarked upon."""


def screen(
    items: pd.DataFrame,
    instrument: str | Instrument,
    *,
    form: str | None = None,
    variant: str | None = None,
    wave: pd.Series[Any] | None = None,
    criterion: pd.Series[Any] | None = None,
) -> tuple[Finding, ...]:
    """What looks wrong in the coding of an instrument's answers, per wave where `wave` is given.

    `items` as for `score`, codes not yet reversed; `wave` and `criterion` have one value per
    row. Findings, by rule: `codes` and `offset` (outside the canonical codes; a constant shift),
    `no-variance`, `item-rest` (an item runs against the rest: probably not reversed, or reversed
    twice), `already-reversed` (all reversed items do), `direction` (the whole scale seems
    turned: its mean lies far on the ill side, a warning only; or it correlates negatively with
    `criterion`, a measure whose high scores are worse). Correlations use complete rows, at least
    30, and count as negative below -2/sqrt(rows). A whole scale that is turned shows in no
    item-rest correlation: only `criterion` can tell it for certain.

    Raises UsageError for unknown names and wrong shapes; never for what is in the data.
    """
    key = scoring_key(known(instrument), form=form, variant=variant)
    values = item_values(items, key)
    if any(len(other) != len(items) for other in (wave, criterion) if other is not None):
        raise UsageError(f"wave and criterion must have one value for each of {len(items)} rows")
    outside = None if criterion is None else criterion.to_numpy(dtype=float, na_value=np.nan)
    if wave is None:
        return tuple(_screen(values, key, outside))
    findings: list[Finding] = []
    labels = wave.astype("string").to_numpy(dtype=object, na_value="")
    for one in sorted(set(labels) - {""}):
        rows = labels == one
        part = None if outside is None else outside[rows]
        findings += [replace(found, wave=one) for found in _screen(values[rows], key, part)]
    return tuple(findings)


def _screen(values: Floats, key: Key, criterion: Floats | None) -> list[Finding]:
    findings = check_codes(values, key)
    shift, answers = offset(values, key), int((~np.isnan(values)).sum())
    if shift and not findings and len(values) >= MIN_ROWS:
        findings.append(replace(offset_finding(shift, key, answers), severity="warning"))
    shifted = values - shift if findings and shift else values
    inside = np.isin(shifted, np.arange(key.codes.min, key.codes.max + 1))
    kept = np.where(inside, shifted, np.nan)
    findings += _flat(kept, key)
    leaves = [scale for scale in key.scales[1:] if scale.items] or [key.scales[0]]
    for scale in leaves:
        findings += _against(kept, key, scale)
    return findings + _direction(kept, key, criterion)


def _flat(values: Floats, key: Key) -> list[Finding]:
    given = [column[~np.isnan(column)] for column in values.T]
    numbers = [n for n, codes in enumerate(given, 1) if len(codes) > 1 and np.ptp(codes) == 0]
    message = f"no variance in {len(numbers)} items: everybody gave the same code"
    return [_finding("no-variance", key, message, numbers)] if numbers else []


def _against(values: Floats, key: Key, scale: ScaleKey) -> list[Finding]:
    """Items that run against the rest of their scale."""
    back, answers = sorted(scale.reversed), turned(values, key)
    suspects, correlations, rows = _suspects(answers, scale)
    apart = _sides(answers, scale)
    if back and set(back) != set(scale.items) and (apart or suspects == back):
        listed = ", ".join(map(str, back))
        message = f"all reversed items of {scale.id} ({listed}) run against the others"
        advice = "did the file reverse them already?" + _other(values, key, scale)
        return [_finding("already-reversed", key, message, back, rows, advice)]
    findings = []
    for number in suspects:
        what, advice = "not reversed", "the registry does not reverse it: check its coding"
        if number in scale.reversed:
            what, advice = "reversed twice", "the registry reverses it: did the file already?"
        r = f"item-rest r = {correlations[number]:.2f}"
        message = f"{key.name(number)} runs against the rest of {scale.id} ({r}): probably {what}"
        advice += _other(values, key, scale)
        findings.append(_finding("item-rest", key, message, [number], rows, advice))
    return findings


def _suspects(values: Floats, scale: ScaleKey) -> tuple[list[int], dict[int, float], int]:
    """Items with a clearly negative item-rest correlation, all correlations, complete rows."""
    answers = values[:, [number - 1 for number in scale.items]]
    complete = answers[~np.isnan(answers).any(axis=1)]
    rows = len(complete)
    if rows < MIN_ROWS or len(scale.items) < 3:
        return [], {}, rows
    found = dict(zip(scale.items, item_rest_of(complete).tolist(), strict=True))
    return [number for number, r in sorted(found.items()) if r < -2 / np.sqrt(rows)], found, rows


def _sides(values: Floats, scale: ScaleKey) -> bool:
    """Whether each reversed item runs against the sum of those that are not reversed."""
    ahead = [number - 1 for number in scale.items if number not in scale.reversed]
    back = [number - 1 for number in sorted(scale.reversed)]
    complete = values[~np.isnan(values[:, ahead + back]).any(axis=1)]
    if len(complete) < MIN_ROWS or not ahead or not back:
        return False
    limit = -2 / np.sqrt(len(complete))
    rest = complete[:, ahead].sum(axis=1)
    turned_too = all(correlation(complete[:, item], rest) < limit for item in back)
    alone = item_rest_of(complete[:, ahead]) if len(ahead) > 1 else np.zeros(1)
    return turned_too and not bool((alone < limit).any())


def _other(values: Floats, key: Key, scale: ScaleKey) -> str:
    """Advice that names the other item orders under which nothing runs against the rest."""
    printed = values[:, [number - 1 for number in key.columns]]
    fitting = []
    for form in key.instrument.forms:
        other = scoring_key(key.instrument, form=form.id, variant=key.variant)
        if other.columns == key.columns or other.codes != key.codes:
            continue
        renumbered = np.empty_like(printed)
        renumbered[:, [number - 1 for number in other.columns]] = printed
        if not _suspects(turned(renumbered, other), other.scale(scale.id))[0]:
            fitting.append(form.id)
    return f"; as form {' or '.join(fitting)} no item does" if fitting else ""


def _direction(values: Floats, key: Key, criterion: Floats | None) -> list[Finding]:
    scale = key.scales[0]
    numbers = scale.items or [n for part in scale.parts for n in key.scale(part).items]
    answers = turned(values, key)[:, [number - 1 for number in numbers]]
    means, findings = answers.mean(axis=1), []  # NaN as soon as one answer is missing
    if scale.direction == "better":
        means = key.codes.min + key.codes.max - means
    rows = int((~np.isnan(means)).sum())
    if rows < MIN_ROWS:
        return []
    ill = (float(np.nanmean(means)) - key.codes.min) / (key.codes.max - key.codes.min)
    if ill > FAR:
        message = f"the mean of {scale.id} lies at {ill:.0%} of the range towards ill-being"
        advice = "is the whole scale coded the other way round? compare another measure"
        found = _finding("direction", key, message, [], rows, advice)
        findings.append(replace(found, severity="warning"))
    if criterion is not None:
        both = pd.DataFrame({"scale": means, "criterion": criterion}).dropna().rank()
        r = correlation(both["scale"].to_numpy(), both["criterion"].to_numpy())
        if len(both) >= MIN_ROWS and r < -2 / np.sqrt(len(both)):
            message = f"{scale.id} runs against the criterion: Spearman r = {r:.2f} for ill-being"
            advice = "the whole scale is probably coded the other way round"
            findings.append(_finding("direction", key, message, [], len(both), advice))
    return findings


def _finding(
    rule: str, key: Key, message: str, numbers: list[int], rows: int | None = None, advice: str = ""
) -> Finding:
    return Finding(
        rule=rule,
        message=message,
        variable=key.instrument.id,
        examples=tuple(map(key.name, numbers)),
        count=rows,
        advice=advice,
    )
