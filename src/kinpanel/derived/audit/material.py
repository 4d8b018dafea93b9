"""The tables as the rules read them: people, spells and sheets, ids and months as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinpanel.codebook import TableCodebook

Floats = npt.NDArray[np.float64]

IDS = ("id", "father", "mother", "caregiver", "spouse")
"""Roles that hold ids of persons; as numbers they share one numbering, -1 where missing."""


@dataclass(frozen=True)
class Sheet:
    """A table over all waves; `wave` is the place of each row's wave among the study's."""

    codebook: TableCodebook
    frame: pd.DataFrame
    wave: npt.NDArray[np.int64]

    @property
    def table(self) -> str:
        """Its name."""
        return self.codebook.table


@dataclass(frozen=True)
class People:
    """A table of people. `names` leads from roles to variables, `held` lists what can be used.

    `frame` has one row per row of the table, with the columns `row`, `wave`, `id`, `household`,
    `place`, `father`, `mother`, `caregiver`, `spouse` (numbers, -1 where missing), `sex` (a
    number per code), `woman` (1, 0), `birth`, `at`, `death` (months since January 1970), `age`,
    `height`, `weight` (as in the table) and `dead` (1, 0), all NaN where missing. `slack` is how
    many months a birth can be off because only its year is known.
    """

    section: str
    sheet: Sheet
    names: Mapping[str, str]
    held: frozenset[str]
    frame: pd.DataFrame
    slack: int = 0

    @property
    def birth_name(self) -> str:
        """The variable that holds the birth; the id where another table holds it."""
        return self.names.get("birth_month") or self.names.get("birth_year") or self.names["id"]

    @cached_property
    def once(self) -> pd.DataFrame:
        """Rows of persons who stand once in the wave, by person and wave."""
        known = self.frame[self.frame["id"] >= 0]
        single = known[~known.duplicated(["id", "wave"], keep=False)]
        return single.sort_values(["id", "wave"])

    def pairs(self, *known: str) -> pd.DataFrame:
        """Each row of `once` beside the one before of the same person, as `<name>_before`.

        Rows in which one of the `known` columns is missing are passed over.
        """
        rows = self.once.dropna(subset=list(known))
        before = rows.groupby("id").shift(1).add_suffix("_before")
        return rows.join(before)[before["row_before"].notna()]


@dataclass(frozen=True)
class Spells:
    """The table of spells: `row`, `wave`, `parent` (number), `start`, `end` (months), `goes_on`.

    `goes_on` says that the end is not applicable because the spell is not over.
    """

    sheet: Sheet
    names: Mapping[str, str]
    held: frozenset[str]
    frame: pd.DataFrame


@dataclass(frozen=True)
class Material:
    """Everything the rules read. Months count from January 1970, waves from 0."""

    waves: tuple[str, ...]
    years: tuple[int, ...]
    sheets: Mapping[str, Sheet]
    people: Mapping[str, People]
    spells: Spells | None
    ids: npt.NDArray[Any]
    fieldwork: Mapping[int, tuple[int, int]]
    turned: frozenset[str]
    by_design: frozenset[str]
    held: frozenset[str]

    @property
    def roster(self) -> People | None:
        """The table that names everybody: that of persons, else that of children."""
        return self.people.get("person") or self.people.get("child")

    @cached_property
    def known(self) -> pd.DataFrame:
        """The roster by `wave` and `id`, one row each, with sex, birth and death."""
        if self.roster is None:
            return pd.DataFrame(columns=["wave", "id", "woman", "birth", "death"])
        return self.roster.once[["wave", "id", "woman", "birth", "death"]]

    def parents(self, people: People, role: str) -> pd.DataFrame:
        """Rows that name a parent who is in the wave's roster, its traits as `<trait>_parent`."""
        named = people.frame[people.frame[role] >= 0]
        other = self.known.add_suffix("_parent").rename(columns={"wave_parent": "wave"})
        return named.merge(other, left_on=["wave", role], right_on=["wave", "id_parent"])
