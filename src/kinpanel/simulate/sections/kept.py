"""Answers that the typed table holds as they are true."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from kinpanel.tables.frame import why


def kept(rows: pd.DataFrame, names: Iterable[str]) -> dict[str, pd.Series[Any]]:
    """The named answers, each with its reasons where it can be missing."""
    wanted = [column for name in names for column in (name, why(name))]
    return {column: rows[column] for column in wanted if column in rows}
