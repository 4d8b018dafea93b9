"""What stands before and after the rows of a .dta or .sav file."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from kinpanel.errors import StoreError

_STATA_MAP = b"<map>"
_STATA_DATA = 9
"""Place of the element of data in the map; four offsets follow that depend on the rows."""
_STATA_OFFSETS = 14
_SPSS_CASE_SIZE, _SPSS_CASES = 68, 80
"""Where the header of a .sav tells the eights of bytes in a record, and the number of records."""
_SPSS_COUNTED = struct.pack("<iiiiq", 7, 16, 8, 2, 1)
"""What stands before the number of records where a .sav tells it again, in 64 bits."""


@dataclass(frozen=True)
class Shell:
    """The bytes of a file of one row, apart from that row of `record` bytes."""

    head: bytes
    tail: bytes
    record: int

    def around(self, rows: int) -> tuple[bytes, bytes]:
        """What stands before and after so many rows; StoreError when the format cannot count."""
        head = bytearray(self.head)
        try:
            if head.startswith(b"$FL"):
                struct.pack_into("<i", head, _SPSS_CASES, rows)
                place = head.rindex(_SPSS_COUNTED) + len(_SPSS_COUNTED)
                struct.pack_into("<q", head, place, rows)
            else:
                self._count(head, rows)
        except struct.error:
            raise StoreError(f"the format cannot hold {rows:,} rows") from None
        return bytes(head), self.tail

    def _count(self, head: bytearray, rows: int) -> None:
        form, number = _stata_count(head)
        struct.pack_into(form, head, number, rows)
        place = head.index(_STATA_MAP) + len(_STATA_MAP)
        offsets = list(struct.unpack_from(f"<{_STATA_OFFSETS}Q", head, place))
        for later in range(_STATA_DATA + 1, _STATA_OFFSETS):
            offsets[later] += (rows - 1) * self.record
        struct.pack_into(f"<{_STATA_OFFSETS}Q", head, place, *offsets)


def shell_of(raw: bytes) -> Shell:
    """The shell of a file of one row, uncompressed; StoreError when it is something else."""
    if raw.startswith(b"$FL2"):
        (eights,) = struct.unpack_from("<i", raw, _SPSS_CASE_SIZE)
        (rows,) = struct.unpack_from("<i", raw, _SPSS_CASES)
        start, end = len(raw) - 8 * eights, len(raw)
    else:
        place = raw.index(_STATA_MAP) + len(_STATA_MAP)
        offsets = struct.unpack_from(f"<{_STATA_OFFSETS}Q", raw, place)
        start = offsets[_STATA_DATA] + len(b"<data>")
        end = offsets[_STATA_DATA + 1] - len(b"</data>")
        form, number = _stata_count(raw)
        (rows,) = struct.unpack_from(form, raw, number)
    if rows != 1:
        raise StoreError("a file of one row does not look like one")
    return Shell(raw[:start], raw[end:], end - start)


def _stata_count(head: bytes | bytearray) -> tuple[str, int]:
    """How and where a .dta tells its number of rows."""
    number = head.index(b"</K><N>") + len(b"</K><N>")
    long = head.index(b"</N>", number) - number == 8
    return "<Q" if long else "<I", number
