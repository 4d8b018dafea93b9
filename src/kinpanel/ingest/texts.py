"""Texts of fixed width to an index into the distinct ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def distinct_texts(
    matrix: npt.NDArray[np.uint8], blank: int | None = None
) -> tuple[npt.NDArray[np.int32], list[bytes]]:
    """Rows of bytes, shape (n, width), as an index of shape (n,) into the distinct texts.

    A text ends at its first NUL; with `blank`, blanks at its end are dropped instead.
    """
    import pyarrow as pa

    rows, width = matrix.shape
    places = np.arange(width)
    if blank is None:
        ends = matrix == 0
        lengths = np.where(ends.any(axis=1), ends.argmax(axis=1), width)
    else:
        lengths = np.where(matrix != blank, places + 1, 0).max(axis=1, initial=0)
    offsets = np.zeros(rows + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    content = matrix[places < lengths[:, None]]
    array = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), rows, [None, pa.py_buffer(offsets), pa.py_buffer(content)]
    ).dictionary_encode()
    return array.indices.to_numpy(), array.dictionary.to_pylist()
