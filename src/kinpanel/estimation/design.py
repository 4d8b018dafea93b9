"""The design: the sample's columns with intercept and indicators, handed out block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kinpanel.estimation.arrays import FloatArray, IntArray, starts_of
from kinpanel.estimation.sample import Sample

INTERCEPT = "(Intercept)"
BLOCK_ROWS = 24_000
_BLOCK_COLUMNS = 14


@dataclass(frozen=True)
class Layout:
    """What the p columns are: the outcome, k terms (intercept first), then indicators.

    Moments can be added only where the layouts are equal. `indicators` gives, for each effect
    that is carried, its name and its number of columns (levels - 1); `swept` names the effects
    that are removed from all columns before anything is solved.
    """

    names: tuple[str, ...]
    n_terms: int
    intercept: bool
    absorbed: str | None
    indicators: tuple[tuple[str, int], ...]
    swept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Design:
    """Sample and layout, with the centre (p,) subtracted from every column.

    The centre is the weighted mean of outcome and terms, 0 for intercept and indicators; without
    effects and intercept it is 0 throughout, for there the location matters.
    local, n_local: (n,) codes 0 .. n_local-1 whose indicators stand after the p columns, for a
    swept effect that is solved block by block. loadings: (levels, p) for each swept effect, once
    solved; its part is then subtracted from every row that is handed out.
    """

    sample: Sample
    layout: Layout
    centre: FloatArray
    entity_starts: IntArray
    local: IntArray | None = None
    n_local: int = 0
    loadings: tuple[FloatArray, ...] = ()

    @property
    def width(self) -> int:
        """The number of columns: p, and the local indicators."""
        return len(self.layout.names) + self.n_local

    def blocks(self) -> Iterator[slice]:
        """Slices of about 24,000 rows that never cut an entity; fewer rows for wide designs."""
        n = self.sample.n_obs
        size = max(1_000, BLOCK_ROWS * _BLOCK_COLUMNS // max(self.width, _BLOCK_COLUMNS))
        targets = np.arange(0, n, size)
        at = np.searchsorted(self.entity_starts, targets)
        cuts = np.unique(self.entity_starts[at[at < self.entity_starts.size]])
        for start, stop in zip(cuts, np.append(cuts[1:], n), strict=True):
            yield slice(int(start), int(stop))

    def rows(self, block: slice) -> FloatArray:
        """The centred columns of a block, (width, b)."""
        sample = self.sample
        out = np.empty((self.width, block.stop - block.start))
        at = 1 + int(self.layout.intercept)
        k = sample.columns.shape[0] - 1
        np.subtract(sample.columns[0, block], self.centre[0], out=out[0])
        out[1:at] = 1.0
        np.subtract(
            sample.columns[1:, block], self.centre[at : at + k, np.newaxis], out=out[at : at + k]
        )
        at += k
        for factor in sample.others:
            codes = factor.codes[block]
            levels = np.arange(1, factor.levels)[:, np.newaxis]
            np.equal(codes, levels, out=out[at : at + factor.levels - 1], casting="unsafe")
            at += factor.levels - 1
        if self.local is not None:
            levels = np.arange(self.n_local)[:, np.newaxis]
            np.equal(self.local[block], levels, out=out[at:], casting="unsafe")
        for factor, loading in zip(sample.swept, self.loadings, strict=False):
            out -= loading[factor.codes[block]].T
        return out

    def starts_in(self, block: slice) -> IntArray:
        """First position of every entity of a block, counted from the start of the block."""
        low, high = np.searchsorted(self.entity_starts, (block.start, block.stop))
        starts: IntArray = self.entity_starts[low:high] - block.start
        return starts

    def demeaned(self, block: slice) -> FloatArray:
        """The columns of a block less their (weighted) entity means, (p, b)."""
        z = self.rows(block)
        if self.sample.absorbed is None:
            return z
        starts = self.starts_in(block)
        counts = np.diff(np.append(starts, z.shape[1]))
        if self.sample.weights is None:
            means = np.add.reduceat(z, starts, axis=1) / counts
        else:
            w = self.sample.weights[block]
            means = np.add.reduceat(z * w, starts, axis=1) / np.add.reduceat(w, starts)
        z -= np.repeat(means, counts, axis=1)
        return z


def build_design(sample: Sample) -> Design:
    """Lay out the columns of a sample and find their centre."""
    names = [sample.outcome, *([INTERCEPT] if sample.intercept else []), *sample.terms]
    n_terms = len(names) - 1
    for factor, labels in zip(sample.others, sample.other_labels, strict=True):
        names += [f"{factor.name}={label}" for label in labels[1:]]
    centre = np.zeros(len(names))
    if sample.intercept or sample.absorbed is not None:
        w = sample.weights
        columns = sample.columns
        means = columns.mean(axis=1) if w is None else columns @ w / sample.n_obs
        centre[0] = means[0]
        centre[1 + int(sample.intercept) : 1 + n_terms] = means[1:]
    layout = Layout(
        names=tuple(names),
        n_terms=n_terms,
        intercept=sample.intercept,
        absorbed=None if sample.absorbed is None else sample.absorbed.name,
        indicators=tuple((factor.name, factor.levels - 1) for factor in sample.others),
        swept=tuple(factor.name for factor in sample.swept),
    )
    if sample.absorbed is None:
        starts = np.arange(sample.n_obs, dtype=np.int64)
    else:
        starts = starts_of(sample.absorbed.codes)
    return Design(sample, layout, centre, starts)
