"""The small-sample conventions by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kinpanel.errors import UsageError, nearest


@dataclass(frozen=True)
class SmallSample:
    """A named convention: what the raw variance is multiplied by, and the reference t.

    N rows used, G clusters, K parameters counted. With `correct` the iid variance is
    rss/(N-K) and the hetero one has N/(N-K), K counting every effect; CRV1 has
    G/(G-1) x (N-1)/(N-K), with K as `count_absorbed` says. Without it no factor is applied.
    count_absorbed: "nested" leaves out of K, but for one constant, every effect nested in the
    cluster; "never" leaves the absorbed effect out whether it is nested or not.
    residual_df: CRV1 refers to t(min(G-1, N-K)) when true, to t(G-1) otherwise.

    reghdfe (default): nested effects not counted, t(min(G-1, N-K)), as reghdfe 6 (Correia 2017).
    fixest: the same factor, t(G-1), as fixest up to 0.12 and pyfixest from 0.30.
    stata: xtreg, fe and regress: K is terms, waves and the constant, t(G-1). xtreg keeps
    singletons (say singletons="keep") and its vce(robust) is CRV1 by the panel variable.
    none: no factor (CR0); the iid variance is rss/N; t as reghdfe.

    With two clusters G is the smaller number in the factor of all three parts, and in the df, as
    in reghdfe and fixest. CRV2 and CRV3 hold their own correction: no convention enters them.
    """

    name: str
    correct: bool
    count_absorbed: Literal["nested", "never"]
    residual_df: bool
    note: str


SMALL_SAMPLE: dict[str, SmallSample] = {
    record.name: record
    for record in (
        SmallSample(
            "reghdfe",
            True,
            "nested",
            True,
            "G/(G-1) x (N-1)/(N-K), nested effects not counted, t(min(G-1, N-K)): reghdfe 6",
        ),
        SmallSample(
            "fixest",
            True,
            "nested",
            False,
            "as reghdfe, but t(G-1): fixest up to 0.12 and pyfixest",
        ),
        SmallSample(
            "stata",
            True,
            "never",
            False,
            "G/(G-1) x (N-1)/(N-K), K the terms, the waves and the constant, t(G-1): "
            "Stata's xtreg, fe and regress; for xtreg's rows say singletons='keep', and for "
            "its vce(robust) CRV1 by the panel variable",
        ),
        SmallSample("none", False, "nested", True, "no factor (CR0); iid is rss/N"),
    )
}


def small_sample(name: str) -> SmallSample:
    """The convention of that name. Raises UsageError for an unknown one."""
    if name not in SMALL_SAMPLE:
        raise UsageError(f"unknown ssc {name!r}; {nearest(name, SMALL_SAMPLE)}")
    return SMALL_SAMPLE[name]
