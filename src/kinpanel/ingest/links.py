"""Raw ids to permanent ones, in every variable of a wave that holds ids of their kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import TableCodebook
from kinpanel.codebook.ids import Spaces
from kinpanel.codebook.ledger import Link
from kinpanel.errors import Finding

Tables = Mapping[str, pd.DataFrame]


def apply_links(
    tables: Tables,
    codebooks: Mapping[str, TableCodebook],
    spaces: Spaces,
    links: Sequence[Link],
    earlier: Sequence[Link] = (),
    wave: str = "",
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """The typed tables of a wave with permanent ids, and what speaks against the links.

    `links` are those of `wave`, applied all at once, so that ids may change places; `earlier`
    those of the waves before. Ids without a link stay as they are. Findings, all errors: a raw id
    that no variable holds, two raw ids of a key for one person, and an id that an earlier wave
    linked elsewhere and this one passes over. The frames given are left as they are.
    """
    maps: dict[str, dict[str, str]] = {}
    for link in links:
        maps.setdefault(link.space, {})[link.raw_id] = link.uid
    held = ids_held(tables, spaces)
    findings = [
        link.finding("no id of this wave is the raw id", "raw_id is written as the table has it")
        for link in links
        if link.raw_id not in held.get(link.space, frozenset())
    ]
    findings += _passed_over(links, earlier, held, wave)
    linked = dict(tables)
    for (table, name), space in spaces.items():
        if space not in maps or table not in tables or name not in tables[table]:
            continue
        column = tables[table][name]
        moved = _moved(column, maps[space])
        if name in codebooks[table].key:
            findings += _merged(column, moved, table, [one for one in links if one.space == space])
        linked[table] = linked[table].assign(**{name: moved})
    return linked, findings


def ids_held(tables: Tables, spaces: Spaces) -> dict[str, frozenset[str]]:
    """The ids that stand in a wave, by space."""
    held: dict[str, set[str]] = {}
    for (table, name), space in spaces.items():
        if table in tables and name in tables[table]:
            ids = tables[table][name].dropna().astype("string").unique()
            held.setdefault(space, set()).update(str(one) for one in ids)
    return {space: frozenset(ids) for space, ids in held.items()}


def unheard(links: Sequence[Link], elsewhere: Mapping[str, frozenset[str]]) -> list[Finding]:
    """Links without a word why to somebody whom no other wave knows; `elsewhere` as `ids_held`.

    Links to somebody new are left alone.
    """
    return [
        link.finding(
            "no other wave knows the person it leads to",
            "see whether uid is right; somebody new is `new`, and why says what is known",
        )
        for link in links
        if not link.why
        and link.uid not in (link.raw_id, f"{link.raw_id}.{link.wave}")
        and link.uid not in elsewhere.get(link.space, frozenset())
    ]


def _moved(column: pd.Series[Any], known: Mapping[str, str]) -> pd.Series[Any]:
    hit = column.isin(list(known)).to_numpy(dtype=bool)
    values = column.to_numpy(dtype=object).copy()
    values[hit] = [known[str(one)] for one in values[hit]]
    return pd.Series(values, index=column.index, name=column.name, dtype="string")


def _merged(
    before: pd.Series[Any], after: pd.Series[Any], table: str, links: Sequence[Link]
) -> list[Finding]:
    """Links to a person whose id stands in the same wave, too, without one."""
    pairs = pd.DataFrame({"raw": before, "uid": after}).dropna().drop_duplicates()
    twice: npt.NDArray[np.bool_] = pairs.duplicated("uid", keep=False).to_numpy(dtype=bool)
    shared = set(pairs.loc[twice, "uid"])
    return [
        link.finding(
            f"two raw ids of {table} lead to one person: another stands for it without a link",
            "link that one, too, or mend uid",
        )
        for link in links
        if link.uid in shared
    ]


def _passed_over(
    links: Sequence[Link],
    earlier: Sequence[Link],
    held: Mapping[str, frozenset[str]],
    wave: str,
) -> list[Finding]:
    """Raw ids that stood for somebody else before, and of which this wave does not speak."""
    said = {(link.space, link.raw_id) for link in links}
    last = {(link.space, link.raw_id): link for link in earlier}
    return [
        link.finding(
            f"its raw id comes back in {wave}, whose links do not say who it is there",
            f"add a row on it to codebooks/links/{wave}.csv, even if raw_id and uid are the same",
        )
        for place, link in last.items()
        if place not in said and link.uid != link.raw_id and link.raw_id in held.get(link.space, ())
    ]
