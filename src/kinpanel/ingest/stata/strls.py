"""Long texts (strL) of a Stata file: stored once each, named by variable and observation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kinpanel.ingest.cursor import Cursor
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.stata.layout import Layout

BINARY = 129
TEXT = 130


def read_strls(data: memoryview, layout: Layout) -> dict[int, bytes]:
    """Every long text by its name as cells give it: the eight bytes of a cell as one number.

    A binary one is a DamagedError: no answer is one. So is a name that stands twice.
    """
    found: dict[int, bytes] = {0: b""}
    if layout.strls is None:
        return found
    file = Cursor(data, layout.order, layout.strls)
    while file.sees(b"GSO"):
        file.expect(b"GSO")
        variable = file.number("I")
        row = file.number("I" if layout.release == 117 else "Q")
        kind, size = file.number("B"), file.number("I")
        content = file.take(size)
        if kind not in (BINARY, TEXT) or (kind == TEXT and content[-1:] != b"\0"):
            raise DamagedError("the file is damaged: a long text does not end as texts do")
        if kind == BINARY:
            raise DamagedError("a long text holds binary data, which is no answer")
        name = _name(layout, variable, row)
        if name in found:
            raise DamagedError("the file is damaged: two long texts have one name")
        found[name] = content[:-1]
    file.expect(b"</strls>")
    return found


def _name(layout: Layout, variable: int, row: int) -> int:
    """Variable and observation packed as a cell packs them, read as one number of eight bytes."""
    bits = {117: 32, 118: 16, 119: 24}[layout.release]
    if layout.order == "<":
        return variable | row << bits
    return variable << (64 - bits) | row


def resolve_strls(
    cells: npt.NDArray[np.uint64], texts: dict[int, bytes]
) -> tuple[npt.NDArray[np.int32], list[bytes]]:
    """The long text of each cell: an index into the distinct ones.

    Raises DamagedError for a cell that names a text which is not there.
    """
    names, index = np.unique(cells, return_inverse=True)
    try:
        return index.astype(np.int32), [texts[int(name)] for name in names]
    except KeyError:
        raise DamagedError("the file is damaged: a cell names a long text that is not there") from (
            None
        )
