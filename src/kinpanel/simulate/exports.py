"""The raw exports of the reference panel, as a field agency would deliver them."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import pandas as pd

from kinpanel.errors import StoreError, UsageError, nearest
from kinpanel.simulate.delivery import delivered
from kinpanel.simulate.files import layouts_of
from kinpanel.simulate.layouts import Layout
from kinpanel.simulate.parameters import WAVES
from kinpanel.simulate.sections import Traps
from kinpanel.simulate.sent import sent_rows
from kinpanel.simulate.traps import ALL_TRAPS
from kinpanel.simulate.truth import Truth
from kinpanel.simulate.writing import Spill, cells_of, write_file


def write_exports(
    truth: Truth | Iterable[Truth],
    folder: Path,
    waves: Sequence[str] | None = None,
    *,
    traps: Traps = ALL_TRAPS,
    files: Collection[str] | None = None,
) -> list[Path]:
    """Write the files of the waves to `<folder>/<wave>/<file>`: all, or those named in `files`.

    `truth` may come in blocks (`simulate_blocks`): only one of them is held at a time, and the
    rows of a file follow each other block by block. Traps that are left out of `traps` are not
    set: those columns are written the plain way. The same truth gives the same bytes. Returns the
    paths written; UsageError on an unknown wave, StoreError when a file cannot be written.
    """
    chosen = list(WAVES) if waves is None else list(waves)
    for wave in chosen:
        if wave not in WAVES:
            raise UsageError(f"the reference panel has no wave {wave!r}; {nearest(wave, WAVES)}")
    layouts = [
        layout
        for wave in chosen
        for layout in layouts_of(wave, traps)
        if files is None or layout.file in files
    ]
    written = [folder / layout.wave / layout.file for layout in layouts]
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".blocks-", dir=folder) as work:
            spills = [_spill(Path(work), layout) for layout in layouts]
            for block in [truth] if isinstance(truth, Truth) else truth:
                _spill_block(block, layouts, spills, traps)
            for path, layout, spill in zip(written, layouts, spills, strict=True):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_file(path, layout, spill)
                spill.drop()
    except OSError as error:
        raise StoreError(f"{path.name} cannot be written: {error.strerror}") from error
    return written


def _spill(work: Path, layout: Layout) -> Spill:
    path = work / f"{layout.wave}-{layout.file}"
    return Spill(path, stata=layout.stata is not None, encoding=layout.encoding)


def _spill_block(
    truth: Truth, layouts: Sequence[Layout], spills: Sequence[Spill], traps: Traps
) -> None:
    """Add the rows of one block to all files."""
    for wave in dict.fromkeys(layout.wave for layout in layouts):
        units = {layout.unit for layout in layouts if layout.wave == wave}
        rows = delivered(truth, wave, traps, units)
        for layout, spill in zip(layouts, spills, strict=True):
            if layout.wave == wave:
                sent = sent_rows(truth, rows.pop(layout.unit), layout, traps)
                spill.add(cells_of(sent, layout))


def encode(rows: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """True values to the raw columns of a layout: its names, codes and missing codes."""
    return pd.DataFrame({name: cells.mixed() for name, cells in cells_of(rows, layout).items()})
