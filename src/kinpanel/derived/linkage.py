"""Who may be who: rows of a wave that no earlier wave knows, beside persons who vanished.

Weights are those of Fellegi and Sunter (1969, Journal of the American Statistical Association
64, 1183-1210): for every trait log2(m/u) where it agrees and log2((1-m)/(1-u)) where it does not,
with m the chance that it agrees for one person and u the chance for two. The table of m is ours,
see docs/decisions/0013-links.md; u is what the wave itself shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

AGREES: Mapping[str, float] = {
    "name": 0.80,
    "household": 0.90,
    "father": 0.90,
    "mother": 0.90,
    "sex": 0.99,
    "place": 0.97,
}
"""The chance m that a trait of one person is the same in two waves."""

BIRTH_SAME, BIRTH_NEAR = 0.85, 0.12
"""The same for births: in the same month; in another, at most a year away."""

BLOCKS = (("household",), ("father",), ("mother",), ("name",), ("birth", "sex"))
"""Only pairs that agree in all traits of one of these are looked at."""

NEAR = 12
KEPT = 3
"""Proposals for one row at most."""

LEAST = 3.0
"""The least score of a proposal: agreement speaks eight times to one for one person."""

COLUMNS = ("row", "known", "score", "evidence")


def candidates(
    strangers: pd.DataFrame, vanished: pd.DataFrame, here: pd.DataFrame, before: pd.DataFrame
) -> pd.DataFrame:
    """Pairs that may be one person, best first for every stranger.

    All frames have columns of traits (those of `AGREES`, and `birth` in months; NaN where not
    known), in the same coding; `here` are all persons of the wave and `before` all of earlier
    ones, and say how often two agree by chance. The result has `row` and `known` (labels of the
    indexes), `score` (in bits; no probability) and `evidence`, which names traits and no value.
    A trait that one of the two lacks counts nothing, nor do traits that the frames lack.
    """
    pairs = _pairs(strangers, vanished)
    score = np.zeros(len(pairs))
    evidence = np.full(len(pairs), "", dtype=object)
    for trait, m in AGREES.items():
        if trait in strangers and trait in vanished:
            u = _by_chance(here[trait], before[trait])
            score += _one(trait, m, u, strangers[trait], vanished[trait], pairs, evidence)
    if "birth" in strangers and "birth" in vanished:
        levels = _births_by_chance(here["birth"], before["birth"])
        score += _birth(levels, strangers["birth"], vanished["birth"], pairs, evidence)
    found = pairs.assign(score=score.round(2), evidence=evidence)
    found = found[found["score"] >= LEAST]
    found = found.sort_values(["row", "score", "known"], ascending=[True, False, True])
    return found.groupby("row", sort=False).head(KEPT).reset_index(drop=True)[list(COLUMNS)]


def _pairs(strangers: pd.DataFrame, vanished: pd.DataFrame) -> pd.DataFrame:
    parts = [pd.DataFrame({"row": [], "known": []}, dtype="int64")]
    for block in BLOCKS:
        names = list(block)
        if set(names) <= set(strangers) & set(vanished):
            left = strangers[names].assign(row=strangers.index).dropna()
            right = vanished[names].assign(known=vanished.index).dropna()
            parts.append(left.merge(right, on=names)[["row", "known"]])
    return pd.concat(parts).drop_duplicates().sort_values(["row", "known"], ignore_index=True)


def _one(
    trait: str,
    m: float,
    u: float,
    mine: pd.Series[Any],
    theirs: pd.Series[Any],
    pairs: pd.DataFrame,
    evidence: npt.NDArray[Any],
) -> Floats:
    """The weight of a trait for every pair; its name is added to the evidence where it agrees."""
    left = mine.loc[pairs["row"]].reset_index(drop=True)
    right = theirs.loc[pairs["known"]].reset_index(drop=True)
    known = (left.notna() & right.notna()).to_numpy(dtype=bool)
    same = (left == right).fillna(False).to_numpy(dtype=bool) & known
    _note(evidence, same, f"same {trait}")
    _note(evidence, known & ~same, f"another {trait}")
    return np.where(same, np.log2(m / u), np.where(known, np.log2((1 - m) / (1 - u)), 0.0))


def _by_chance(here: pd.Series[Any], before: pd.Series[Any]) -> float:
    """The chance u that a trait of two persons is the same."""
    one, other = here.value_counts(normalize=True), before.value_counts(normalize=True)
    return _bounded(float(one.mul(other, fill_value=0).sum()))


def _birth(
    chances: tuple[float, float, float],
    mine: pd.Series[Any],
    theirs: pd.Series[Any],
    pairs: pd.DataFrame,
    evidence: npt.NDArray[Any],
) -> Floats:
    """The weight of births: the same month, one at most a year away, or neither."""
    left = mine.loc[pairs["row"]].to_numpy(dtype=float)
    gap = np.abs(left - theirs.loc[pairs["known"]].to_numpy(dtype=float))
    levels = (
        ("same birth", BIRTH_SAME, gap == 0),
        ("birth a year away at most", BIRTH_NEAR, (gap > 0) & (gap <= NEAR)),
        ("another birth", 1 - BIRTH_SAME - BIRTH_NEAR, gap > NEAR),
    )
    weight = np.zeros(len(pairs))
    for (words, m, holds), u in zip(levels, chances, strict=True):
        weight[holds] = np.log2(m / u)
        _note(evidence, holds, words)
    return weight


def _births_by_chance(here: pd.Series[Any], before: pd.Series[Any]) -> tuple[float, float, float]:
    """The chances of the three levels for two persons."""
    one, other = here.value_counts(normalize=True), before.value_counts(normalize=True)
    gap = np.abs(np.subtract.outer(one.index.to_numpy(float), other.index.to_numpy(float)))
    chance = np.multiply.outer(one.to_numpy(), other.to_numpy())
    same = float(chance[gap == 0].sum())
    near = float(chance[(gap > 0) & (gap <= NEAR)].sum())
    return _bounded(same), _bounded(near), _bounded(1 - same - near)


def _bounded(u: float) -> float:
    return float(np.clip(u, 1e-6, 1 - 1e-6))


def _note(evidence: npt.NDArray[Any], rows: npt.NDArray[np.bool_], words: str) -> None:
    evidence[rows] = [f"{text}; {words}" if text else words for text in evidence[rows]]
