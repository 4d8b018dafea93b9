"""A test: its name, its statistic, the distribution it is referred to and the p value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Statistic:
    """One test of a fit.

    distribution: "chi2", "F" or "t", with `df` its degrees of freedom ((q,), (q, d) or (d,));
    "bootstrap" or "permutation" with df (draws,). p_value is two-sided where that has a meaning.
    NaN where the statistic does not exist, with the reason in `note`.
    """

    name: str
    statistic: float
    df: tuple[float, ...]
    p_value: float
    distribution: str
    note: str = ""

    def describe(self) -> str:
        """One line for a table note."""
        df = ", ".join(f"{value:g}" for value in self.df)
        note = f"; {self.note}" if self.note else ""
        reference = f"{self.distribution}({df})"
        return f"{self.name}: {self.statistic:.4g}, {reference}, p = {self.p_value:.4g}{note}"

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; a NaN is None."""
        return {
            "name": self.name,
            "statistic": known(self.statistic),
            "df": list(self.df),
            "p_value": known(self.p_value),
            "distribution": self.distribution,
            "note": self.note,
        }


def known(value: float) -> float | None:
    """A number that JSON can hold: NaN and infinities are None."""
    return float(value) if math.isfinite(value) else None


def chi2(name: str, statistic: float, df: int, note: str = "") -> Statistic:
    """A statistic referred to chi2(df)."""
    from scipy.special import chdtrc

    return Statistic(name, statistic, (df,), float(chdtrc(df, statistic)), "chi2", note)


def f_test(name: str, statistic: float, df: tuple[int, int], note: str = "") -> Statistic:
    """A statistic referred to F(df)."""
    from scipy.special import fdtrc

    return Statistic(name, statistic, df, float(fdtrc(*df, statistic)), "F", note)
