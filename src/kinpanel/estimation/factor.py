"""Effects and clusters as codes over the rows used, the order they give, and what repeats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinpanel.errors import MAX_EXAMPLES, DataError, Finding
from kinpanel.estimation.arrays import IntArray, compress, stable_order
from kinpanel.estimation.columns import Coding
from kinpanel.estimation.formula import Effect

CARRIED_LEVELS = 32
"""An effect of at most so many levels is carried as indicator columns; of more, swept out."""


@dataclass(frozen=True)
class Factor:
    """An effect or cluster over the rows used: codes (n,) 0 .. levels-1, every level present."""

    name: str
    codes: IntArray
    levels: int

    def nested_in(self, other: Factor) -> bool:
        """Whether every level lies within one level of the other."""
        home = np.empty(self.levels, dtype=np.int64)
        home[self.codes] = other.codes
        return bool(np.array_equal(home[self.codes], other.codes))


def combine(effect: Effect, codings: Mapping[str, Coding], rows: IntArray) -> Factor:
    """The effect over the given rows, renumbered without gaps."""
    codes, levels = compress(codings[effect.parts[0]].codes[rows])
    for part in effect.parts[1:]:
        own, size = compress(codings[part].codes[rows])
        codes, levels = compress(codes * size + own)
    return Factor(effect.name, codes, levels)


def ordering(
    entity: Factor | None, group: Factor | None, time: Factor | None
) -> tuple[IntArray | None, bool]:
    """Row order by (cluster,) entity and wave; and whether entities are nested in clusters."""
    if entity is None:
        return (None if group is None else stable_order(group.codes)), True
    keys = [entity.codes] + ([] if time is None else [time.codes])
    if group is None:
        return stable_order(*keys), True
    nested = entity.nested_in(group)
    return stable_order(*([group.codes] if nested else []), *keys), nested


def time_of(
    entity: Factor, others: list[Effect], codings: Mapping[str, Coding], rows: IntArray
) -> Factor | None:
    """The wave: the part of the further effects that changes most within entities.

    A part of many levels that is the same in most rows after an entity's first, as a school is,
    is no wave; None where there is no other.
    """
    best: tuple[int, str] | None = None
    for part in dict.fromkeys(part for effect in others for part in effect.parts):
        codes = codings[part].codes[rows]
        seen = np.empty(entity.levels, dtype=np.int64)
        seen[entity.codes] = codes
        changes = int(np.count_nonzero(seen[entity.codes] != codes))
        steady = 2 * changes < rows.size - entity.levels
        if steady and codings[part].levels > CARRIED_LEVELS:
            continue
        if changes and (best is None or changes >= best[0]):
            best = (changes, part)
    return None if best is None else combine(Effect((best[1],)), codings, rows)


def refuse_duplicates(rows: IntArray, entity: Factor, time: Factor) -> None:
    """Raise DataError for two rows of the same entity and wave; rows in that order.

    The finding names rows by number, never by key: a key is the id of a child.
    """
    same = (entity.codes[1:] == entity.codes[:-1]) & (time.codes[1:] == time.codes[:-1])
    second = np.flatnonzero(same) + 1
    if second.size == 0:
        return
    examples = tuple(f"rows {rows[i - 1]} and {rows[i]}" for i in second[:MAX_EXAMPLES])
    finding = Finding(
        rule="duplicate-rows",
        message=f"more than one row for the same {entity.name} and {time.name}",
        examples=examples,
        count=int(second.size),
        advice="rows are counted from 0; keep one row of each, or say duplicates='keep' where "
        "rows are not one per entity and wave by design; panel_id= names child and wave where "
        f"{time.name} is no wave",
    )
    raise DataError("the panel has duplicate rows", [finding])


def labels_of(
    data: pd.DataFrame, rows: IntArray, effect: Effect, factor: Factor
) -> tuple[str, ...]:
    """The value of every level as text, so that moments of two sites are added like to like."""
    first = np.zeros(factor.levels, dtype=np.int64)
    first[factor.codes[::-1]] = rows[::-1]
    parts = [data[part].iloc[first].astype(str) for part in effect.parts]
    return tuple("^".join(values) for values in zip(*parts, strict=True))
