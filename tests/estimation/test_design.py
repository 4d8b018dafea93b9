import numpy as np
import pytest

from kinpanel.estimation import design as design_module
from kinpanel.estimation.design import build_design
from kinpanel.estimation.formula import parse_formula
from kinpanel.estimation.sample import build_sample


def design_of(panel, text, **options):
    return build_design(build_sample(parse_formula(text), panel, **options))


@pytest.mark.parametrize("size", [1_000, 1_700, 24_000])
def test_blocks_cover_the_rows_and_cut_no_child(panel_of, monkeypatch, size):
    monkeypatch.setattr(design_module, "BLOCK_ROWS", size)
    design = design_of(panel_of(1, children=1500), "y ~ x1 | pid + wave")
    blocks = list(design.blocks())
    assert len(blocks) == (1 if size > 5_000 else -(-design.sample.n_obs // size))
    assert [b.start for b in blocks[1:]] == [b.stop for b in blocks[:-1]]
    assert (blocks[0].start, blocks[-1].stop) == (0, design.sample.n_obs)
    children = design.sample.absorbed.codes
    for block in blocks[1:]:
        assert children[block.start] != children[block.start - 1]


def test_columns_are_outcome_terms_and_all_waves_but_the_first(panel_of):
    panel = panel_of(2)
    design = design_of(panel, "y ~ x1 + away | pid + wave", singletons="keep")
    assert design.layout.names == ("y", "x1", "away", "wave=2014", "wave=2016", "wave=2018")
    rows = design.rows(slice(0, len(panel)))
    ordered = panel.iloc[design.sample.rows]
    np.testing.assert_allclose(rows[1], ordered["x1"] - panel["x1"].mean(), atol=1e-14)
    np.testing.assert_array_equal(rows[4], (ordered["wave"] == 2016).to_numpy(dtype=float))


@pytest.mark.parametrize("weights", [None, "w"])
def test_demeaned_rows(panel_of, weights):
    panel = panel_of(3).assign(one=1.0)
    design = design_of(panel, "y ~ x1 | pid + wave", weights=weights, singletons="keep")
    w = panel[weights or "one"]
    means = (panel["x1"] * w).groupby(panel["pid"]).sum() / w.groupby(panel["pid"]).sum()
    expected = (panel["x1"] - panel["pid"].map(means)).iloc[design.sample.rows]
    np.testing.assert_allclose(design.demeaned(slice(0, len(panel)))[1], expected, atol=1e-13)


def test_no_intercept_is_not_centred(panel_of):
    assert design_of(panel_of(4), "y ~ 0 + x1").centre.tolist() == [0.0, 0.0]
    assert design_of(panel_of(4), "y ~ x1").layout.names == ("y", "(Intercept)", "x1")
