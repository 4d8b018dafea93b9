"""`link`: proposals of who a stranger of a wave may be; a person decides."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kinpanel.codebook.links import COLUMNS
from kinpanel.derived.audit import gather
from kinpanel.derived.audit.material import Material, People
from kinpanel.derived.linkage import candidates
from kinpanel.errors import InputMissingError, UsageError, nearest
from kinpanel.pipeline.audit import permit
from kinpanel.pipeline.handle import Study
from kinpanel.tables.files import write_atomically

NAME = "person_name"
"""The concept of names."""

PROPOSED = ("status", *COLUMNS[:3], "score", "evidence", *COLUMNS[3:])
"""Columns of the file: those of codebooks/links, and what a person decides by."""


@dataclass(frozen=True)
class Proposals:
    """How many rows of a wave no earlier wave knows, and for how many somebody is proposed.

    `vanished` are persons of earlier waves who are not in this one and of whose death nothing is
    known; `pairs` are proposals.
    """

    wave: str
    table: str
    strangers: int
    vanished: int
    proposed: int
    pairs: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values, without ids, for `--json`."""
        return asdict(self)


def link(study: Study, wave: str, *, out: Path | None = None) -> Proposals:
    """Propose links for the rows of a wave that no earlier wave knows; none is applied.

    With `out`, a .csv inside the study's data folder, the pairs are written with score and
    evidence, the column `status` empty. Raises UsageError for an unknown or the first wave,
    InputMissingError where the wave or its persons have not landed, RefusedError for a file
    elsewhere: it carries ids.
    """
    order = study.definition.wave_ids
    if wave not in order:
        raise UsageError(f"study.yaml has no wave {wave!r}; {nearest(wave, order)}")
    if wave == order[0]:
        raise UsageError(f"{wave} is the first wave: there is nobody before it to be linked to")
    if out is not None:
        permit(study, out, "proposals")
    people, material = _people(study, wave)
    traits = _traits(people)
    at = order.index(wave)
    here, before = traits[traits["wave"] == at], traits[traits["wave"] < at]
    strangers = here[~here["id"].isin(before["id"])].reset_index(drop=True)
    last = before.drop_duplicates("id", keep="last")
    gone = last[~last["id"].isin(here["id"]) & (last["dead"] != 1)]
    vanished = gone.reset_index(drop=True)
    found = candidates(strangers, vanished, here, last)
    if out is not None:
        rows = _rows(study, wave, people.sheet.table, material.ids, strangers, vanished, found)
        write_atomically(out, rows.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    counts = len(strangers), len(vanished), int(found["row"].nunique()), len(found)
    return Proposals(wave, people.sheet.table, *counts)


def _people(study: Study, wave: str) -> tuple[People, Material]:
    landed = study.store.release().waves
    if wave not in landed:
        raise InputMissingError(f"wave {wave!r} has not landed; run: kinpanel ingest {wave}")
    names = {name for record in landed.values() for name in record.tables}
    tables = {name: study.store.read(name) for name in study.codebook.tables if name in names}
    material = gather(tables, study.codebook, study.definition)
    if material.roster is None:
        raise UsageError(
            "no table of persons is known; see roles in docs/audit.md: a table `person` or "
            "`child`, or the section audit of study.yaml"
        )
    return material.roster, material


def _traits(people: People) -> pd.DataFrame:
    """Rows of persons by wave, with every trait that is known; numbers below 0 are unknown."""
    rows = people.once.sort_values("wave", kind="stable")
    traits = rows[["id", "wave"]].copy()
    for name in ("household", "place", "father", "mother"):
        traits[name] = rows[name].where(rows[name] >= 0).astype("float64")
    for name in ("sex", "birth", "dead"):
        traits[name] = rows[name]
    named = [v.name for v in people.sheet.codebook.variables if v.meaning == NAME]
    if len(named) == 1 and named[0] in people.sheet.frame:
        texts = people.sheet.frame[named[0]].astype("string").str.split().str.join(" ")
        codes = pd.factorize(texts.str.casefold())[0].astype(float)
        traits["name"] = np.where(codes < 0, np.nan, codes)[rows["row"].to_numpy(dtype=np.int64)]
    return traits


def _rows(
    study: Study,
    wave: str,
    table: str,
    ids: Any,
    strangers: pd.DataFrame,
    vanished: pd.DataFrame,
    found: pd.DataFrame,
) -> pd.DataFrame:
    """Proposals as rows of a link table; the raw id is the one before any link of the wave."""
    raw = {link.uid: link.raw_id for link in study.codebook.links_of(wave)}
    new = ids[strangers["id"].to_numpy()[found["row"].to_numpy(dtype=np.int64)]]
    old = ids[vanished["id"].to_numpy()[found["known"].to_numpy(dtype=np.int64)]]
    columns = {
        "table": table,
        "raw_id": [raw.get(str(one), str(one)) for one in new],
        "uid": [str(one) for one in old],
        "score": found["score"].to_numpy(),
        "evidence": found["evidence"].to_numpy(),
    }
    frame = pd.DataFrame(columns, index=found.index)
    return frame.reindex(columns=list(PROPOSED)).fillna("").astype({"score": object})
