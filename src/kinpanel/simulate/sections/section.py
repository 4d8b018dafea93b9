"""A section of the questionnaire: what is true of it, and how every wave exported it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kinpanel.simulate.layouts.column import Column
from kinpanel.simulate.layouts.wave import Traps

if TYPE_CHECKING:
    from kinpanel.simulate.truth import Truth

Draw = Callable[["Truth", pd.DataFrame, str], Mapping[str, Any]]
Lay = Callable[[str, Traps], tuple[Column, ...]]
Clean = Callable[[pd.DataFrame, str], Mapping[str, Any]]


@dataclass(frozen=True)
class Section:
    """One section: the file it is asked in, the table that holds it, and its three faces.

    `draw(truth, rows, wave)` gives the true answers of the rows of the file, by name, with
    `<name>__why` where they can be missing; it is the same whatever traps are set.
    `columns(wave, traps)` lays them out in the raw file of a wave, traps and all.
    `clean(rows, wave)` gives what the typed table should hold: the codebook's variables in its
    codes and units, None where missing, `<name>__why` beside them; what the wave did not ask is
    left out, what it asked more coarsely stands at the resolution that the codebook declares.
    """

    name: str
    unit: str
    table: str
    draw: Draw
    columns: Lay
    clean: Clean
