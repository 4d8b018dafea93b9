"""Stata 13 `xtreg, fe` and `regress` on a simulated panel: slopes and variances to 9 digits.

The stored output has 12 significant digits for coefficients and t, fewer for small numbers. It is
linearmodels' (NCSA licence), made by `xtreg ..., fe vce(...)` and `regress ..., vce(...)`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kinpanel.estimation import feols

pytestmark = pytest.mark.real

FOLDER = os.environ.get("KINPANEL_REAL_DATA")
if not FOLDER:
    pytest.skip("KINPANEL_REAL_DATA names no folder of real data", allow_module_level=True)
REFERENCE = Path(FOLDER) / "stata-panel-reference"

DIGITS = 9
# xtreg's vce(robust) is clustered by the panel variable; regress's is HC1
VCOV = {
    ("fixed_effect", "conventional"): "iid",
    ("fixed_effect", "robust"): "CRV1",
    ("fixed_effect", "cluster"): "CRV1",
    ("pooled", "conventional"): "iid",
    ("pooled", "robust"): "hetero",
    ("pooled", "cluster"): "CRV1",
}


@dataclass
class Block:
    estimates: dict[str, list[str]] = field(default_factory=dict)  # b, t, p as printed
    stats: dict[str, str] = field(default_factory=dict)
    variance: dict[str, list[str]] = field(default_factory=dict)


def parse(text: str) -> dict[str, Block]:
    blocks: dict[str, Block] = {}
    parts = re.split(r"#{5,}!(.*?)!#{5,}", text)
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        head, _, variance = body.partition("********* Variance *************")
        block, last = Block(), ""
        for line in head.splitlines():
            label, _, value = line.partition("\t")
            if label in {"", "b/t/p"}:
                if last and value not in {"", "."}:
                    block.estimates[last].append(value)
            elif re.match(r"(x\d|_cons)", label):
                last = label
                block.estimates[label] = [value]
            elif value:
                last = ""
                block.stats[label] = value
        for line in variance.splitlines():
            label, *values = line.split("\t")
            if re.match(r"(x\d|_cons)", label):
                block.variance[label] = values
        blocks[name] = block
    return blocks


BLOCKS = parse((REFERENCE / "stata-panel-simulated-results.txt").read_text(encoding="ascii"))


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return pd.read_stata(REFERENCE / "simulated-panel.dta")


def close(found: float, printed: str) -> None:
    """Equal to nine significant digits, or to half a unit of the last digit printed."""
    mantissa, _, exponent = printed.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    last = 0.5 * 10.0 ** (int(exponent or 0) - decimals)
    value = float(printed)
    assert abs(found - value) <= max(10.0**-DIGITS * abs(value), 1.001 * last), (found, printed)


CASES = [
    (model, vce, weighted, missing)
    for model, vce in VCOV
    for weighted in ("", "weighted")
    for missing in ("", "_light", "_heavy")
]


@pytest.mark.parametrize(("model", "vce", "weighted", "missing"), CASES)
def test_stata(panel, model, vce, weighted, missing):
    block = BLOCKS[f"{model}-{vce}-{weighted}-{missing}"]
    terms = [f"x{i}{missing}" for i in range(1, 6)]
    kind = VCOV[model, vce]
    effects = " | firm" if model == "fixed_effect" else ""
    fit = feols(
        f"y{missing} ~ {' + '.join(terms)}{effects}",
        panel,
        cluster="firm" if kind == "CRV1" else None,
        vcov=kind,
        weights="w" if weighted else None,
        ssc="stata",
        singletons="keep",
    )
    printed = {name.replace("_cons", "(Intercept)"): v for name, v in block.estimates.items()}
    variance = {name.replace("_cons", "(Intercept)"): v for name, v in block.variance.items()}
    order = list(variance)
    assert len(order) == 6
    assert set(fit.terms) == set(order if not effects else order[:5])
    table = fit.tidy().set_index("term")
    for term in fit.terms:
        b, t, p = printed[term]
        close(table.loc[term, "estimate"], b)
        close(table.loc[term, "statistic"], t)
        assert table.loc[term, "p_value"] == pytest.approx(float(p), rel=1e-6)
        for other in fit.terms:
            close(fit.covariance.loc[term, other], variance[term][order.index(other)])
    assert fit.n_obs == int(block.stats["N"])
    close(fit.rss, block.stats["rss"])
    if effects:
        assert fit.n_entities == int(block.stats["N_g"])
        close(fit.within_r2, block.stats["r2_w"])
        close(fit.rmse, block.stats["sigma_e"])
    else:
        close(fit.r2, block.stats["r2"])
        close(fit.rmse, block.stats["rmse"])
    assert fit.df == int(block.stats["df_r"])


def nlsy_children() -> pd.DataFrame:
    """The three wave files side by side, then long: 581 children, 1990, 1992, 1994."""
    pyreadstat = pytest.importorskip("pyreadstat")
    folder = Path(FOLDER or "") / "nlsy-children"
    waves = []
    for year, name, read in (
        (1990, "nlsy_1990.dta", pyreadstat.read_dta),
        (1992, "nlsy_1992.sav", pyreadstat.read_sav),
        (1994, "nlsy_1994.dta", pyreadstat.read_dta),
    ):
        data, _ = read(folder / name)
        data.columns = [column.lower().removesuffix(str(year)[2:]) for column in data.columns]
        waves.append(data[["childid", "anti", "self", "pov"]].assign(wave=year))
    return pd.concat(waves, ignore_index=True)


def test_nlsy_children():
    """Stata's printed fixed effects, wave as indicators: 7 decimals, standard errors 4."""
    data = nlsy_children().assign(
        wave1992=lambda d: d["wave"] == 1992, wave1994=lambda d: d["wave"] == 1994
    )
    fit = feols("anti ~ self + pov + wave1992 + wave1994 | childid", data, vcov="iid")
    assert (fit.n_obs, fit.n_entities) == (1_743, 581)
    table = fit.tidy().set_index("term")
    for term, estimate, error in (
        ("self", -0.0551514, 0.0105),
        ("pov", 0.1124749, 0.0934),
        ("wave1992", 0.0443934, 0.0586),
        ("wave1994", 0.2107366, 0.0588),
    ):
        assert table.loc[term, "estimate"] == pytest.approx(estimate, abs=5.1e-8)
        assert table.loc[term, "std_error"] == pytest.approx(error, abs=5.1e-5)
    absorbed = feols("anti ~ self + pov | childid + wave", data, vcov="iid")
    np.testing.assert_allclose(absorbed.coefficients, fit.coefficients.iloc[:2], rtol=1e-10)
    np.testing.assert_allclose(
        absorbed.tidy()["std_error"], table["std_error"].iloc[:2], rtol=1e-10
    )


def test_every_printed_block_was_read():
    assert len(BLOCKS) == 51
    assert all(len(v) == 3 for block in BLOCKS.values() for v in block.estimates.values())
    assert np.isfinite(float(BLOCKS["pooled-cluster--"].stats["rss"]))
