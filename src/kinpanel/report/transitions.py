"""From parental state in one wave to parental state in the next wave of the study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinpanel.report.columns import states, wave_places
from kinpanel.report.disclosure import WITHHELD, Counts, Mask, shown_count, withheld
from kinpanel.report.notes import suppression_note, unknown_note
from kinpanel.report.numbers import NOTHING, decimal
from kinpanel.report.setting import Setting
from kinpanel.report.table import Column, Row, Table
from kinpanel.roles import STATES

UNKNOWN = "unknown"
NOT_SEEN = "not_seen"
DESTINATIONS = (*STATES, NOT_SEEN)


def transitions(panel: pd.DataFrame, waves: Sequence[str]) -> pd.DataFrame:
    """Each child-wave with the parental state in the next wave: `pid`, `wave`, `state`, `next`.

    `next` is B, F, M, FM, `unknown` (seen, state missing) or `not_seen`. Only the wave
    directly after, in the order of `waves`, counts; waves after which the panel holds no rows,
    the last one among them, are left out. `state` may be missing. Raises DataError for strange
    waves or states and for children that stand twice in a wave.
    """
    here = pd.DataFrame(
        {
            "pid": panel["pid"],
            "wave": panel["wave"],
            "place": wave_places(panel, waves),
            "state": states(panel),
        }
    )
    there = pd.DataFrame(
        {
            "pid": here["pid"],
            "place": here["place"] - 1,
            "next": here["state"].where(here["state"].notna(), UNKNOWN),
        }
    )
    followed = here.loc[here["place"].isin(there["place"].unique())]
    pairs = followed.merge(there, on=["pid", "place"], how="left", validate="one_to_one")
    pairs["next"] = pairs["next"].where(pairs["next"].notna(), NOT_SEEN)
    return pairs.drop(columns="place")


@dataclass(frozen=True)
class _Counts:
    """Child-waves and distinct children, states x destinations, each with margins last."""

    rows: Counts
    children: Counts


def _count(pairs: pd.DataFrame) -> _Counts:
    whole = pairs.assign(next="all")
    every = pd.concat([pairs, whole, pairs.assign(state="all"), whole.assign(state="all")])
    cells = every.groupby(["state", "next"])["pid"].agg(["size", "nunique"])
    shape = pd.MultiIndex.from_product([(*STATES, "all"), (*DESTINATIONS, "all")])
    filled = cells.reindex(shape, fill_value=0)
    rows, children = (
        filled[kind].to_numpy(dtype=np.int64).reshape(len(STATES) + 1, -1)
        for kind in ("size", "nunique")
    )
    return _Counts(rows, children)


def transition_table(panel: pd.DataFrame, *, name: str, title: str, setting: Setting) -> Table:
    """Row percent of child-waves by next state, with distinct children in parentheses.

    Cells about fewer than `setting.threshold` distinct children are withheld, with others where
    a margin would give them away. Child-waves whose own state, or next state, is unknown are
    left out and counted in notes.
    """
    pairs = transitions(panel, setting.waves)
    known = pairs.loc[pairs["state"].notna()]
    vague = known["next"] == UNKNOWN
    counts = _count(known.loc[~vague])
    hidden = withheld(counts.children, setting.threshold)
    rows = tuple(
        _row(setting.word(state), place, counts, hidden, setting)
        for place, state in enumerate((*STATES, "all"))
    )
    spanner = setting.word("to_state")
    columns = [Column(setting.word(to), spanner) for to in DESTINATIONS]
    notes = [
        setting.word("note_transitions", name=_intervals(pairs, setting)),
        *unknown_note(pairs.loc[pairs["state"].isna()], setting),
        *unknown_note(known.loc[vague], setting, "note_unknown_next"),
        *suppression_note(rows, setting),
    ]
    return Table(
        name=name,
        title=title,
        columns=(*columns, Column(setting.word("child_waves")), Column(setting.word("children"))),
        rows=rows,
        notes=tuple(notes),
        stub=setting.word("from_state"),
        language=setting.language,
    )


def _row(label: str, place: int, counts: _Counts, hidden: Mask, setting: Setting) -> Row:
    rows, children, closed = counts.rows[place], counts.children[place], hidden[place]
    cells = []
    for n_rows, n, shut in zip(rows[:-1], children[:-1], closed[:-1], strict=True):
        shown = shown_count(int(n), int(n), setting.threshold, hidden=bool(shut))
        share = decimal(100 * n_rows / rows[-1], 1) if rows[-1] else NOTHING
        unseen = n > 0 and (shut or closed[-1])
        cells.append(f"{WITHHELD if unseen else share} ({shown})")
    total, shut = int(children[-1]), bool(closed[-1])
    for value in (int(rows[-1]), total):
        cells.append(shown_count(value, total, setting.threshold, hidden=shut))
    return Row(label, tuple(cells))


def _intervals(pairs: pd.DataFrame, setting: Setting) -> str:
    started = set(pairs["wave"].astype("object"))
    steps = zip(setting.waves, setting.waves[1:], strict=False)
    return ", ".join(f"{first}→{second}" for first, second in steps if first in started)
