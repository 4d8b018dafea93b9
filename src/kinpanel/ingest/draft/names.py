"""Ids of questions from the names of columns, and what a name says once its wave is taken off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from kinpanel.questionnaire.routing import WORDS

LONGEST = 32


def question_ids(columns: Sequence[str]) -> dict[str, str]:
    """A legal id for each column, by its exact name: small letters, at most 32, each once.

    `Q1` and `q1` become `q1` and `q1_2`; a name without Latin letters becomes `q_` and its place.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for place, column in enumerate(columns, start=1):
        name = free_id(_legal(column) or f"q_{place}", taken)
        taken.add(name)
        ids[column] = name
    return ids


def free_id(base: str, taken: Collection[str]) -> str:
    """The id, cut to its longest, with a number behind it where it is taken."""
    name, count = base[:LONGEST], 1
    while name in taken:
        count += 1
        ending = f"_{count}"
        name = base[: LONGEST - len(ending)] + ending
    return name


def _legal(column: str) -> str:
    latin = unicodedata.normalize("NFKD", column).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", latin.lower()).strip("_")
    if not re.search(r"[a-z]", name):
        return ""
    if not name[0].isalpha() or name in WORDS:
        name = f"q_{name}"
    return name[:LONGEST].rstrip("_")


def stems(columns: Iterable[str], year: int | None = None) -> dict[str, str]:
    """What is left of each name without the marks of its wave.

    Taken off: the beginning that all names share, `w2_` and `_w2`, and the wave's year (`2016`,
    `16`) at the end.
    """
    names = {column: column.lower() for column in columns}
    shared = _beginning(list(names.values())) if len(names) > 2 else ""
    return {column: _stem(name, shared, year) for column, name in names.items()}


def _beginning(names: Sequence[str]) -> str:
    """What all names begin with: what the first and the last of them in order do."""
    low, high = min(names), max(names)
    length = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[:length]


def _stem(name: str, shared: str, year: int | None) -> str:
    left = name[len(shared) :].strip("_")
    if not re.search(r"[^\W\d_]", left):
        left = name
    left = re.sub(r"^w[0-9]{1,2}_|_w[0-9]{1,2}$", "", left) or left
    if year is not None:
        left = re.sub(rf"_?({year}|{year % 100:02d})$", "", left) or left
    return left
