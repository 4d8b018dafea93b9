"""What the rows of a sample are by name: unit, wave and cluster."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kinpanel.errors import UsageError
from kinpanel.estimation.arrays import IntArray
from kinpanel.estimation.columns import Coding, coded
from kinpanel.estimation.factor import Factor, combine, labels_of, time_of
from kinpanel.estimation.formula import Effect

MAX_NAMED = 5_000


def wave_of(
    data: pd.DataFrame,
    codings: Mapping[str, Coding],
    rows: IntArray,
    panel_id: tuple[str, str] | None,
    entity: Factor,
    other: list[Effect],
) -> Factor | None:
    """The panel's own wave where its unit is absorbed; or else what looks like a wave."""
    if panel_id is None or panel_id[0] != entity.name:
        return time_of(entity, other, codings, rows)
    name = panel_id[1]
    waves = {name: coded(data, name)}
    if np.any(waves[name].codes[rows] < 0):
        raise UsageError(f"panel_id: {name!r} is missing in rows of the model")
    return combine(Effect((name,)), waves, rows)


def panel_index(
    data: pd.DataFrame, rows: IntArray, panel_id: tuple[str, str] | None, entity: Factor | None
) -> tuple[Factor | None, Factor | None]:
    """Unit and wave of each row, where the absorbed effect does not give the unit already."""
    if panel_id is None or (entity is not None and entity.name == panel_id[0]):
        return None, None
    codings = {name: coded(data, name) for name in panel_id}
    for name in panel_id:
        if np.any(codings[name].codes[rows] < 0):
            raise UsageError(f"panel_id: {name!r} is missing in rows of the model")
    unit, wave = (combine(Effect((name,)), codings, rows) for name in panel_id)
    return unit, wave


def cluster_labels(
    data: pd.DataFrame, rows: IntArray, by: Effect | None, cluster: Factor | None
) -> tuple[str, ...]:
    """The clusters by name, in order of their codes; () for none, or more than 5,000."""
    if by is None or cluster is None or cluster.levels > MAX_NAMED:
        return ()
    return labels_of(data, rows, by, cluster)
