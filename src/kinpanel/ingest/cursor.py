"""A place in the bytes of a file that moves on, and refuses to move past what must be there."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from kinpanel.ingest.damage import DamagedError


@dataclass
class Cursor:
    """A position in `data`; numbers are read in byte order `order` (`<` or `>`)."""

    data: memoryview
    order: str = "<"
    place: int = 0

    def take(self, size: int) -> bytes:
        """The next `size` bytes; DamagedError when the file ends before."""
        end = self.place + size
        if size < 0 or end > len(self.data):
            raise DamagedError("the file is cut off: it ends within a part that it announces")
        taken = bytes(self.data[self.place : end])
        self.place = end
        return taken

    def number(self, form: str) -> int:
        """The next number, in a letter of `struct`: B, H, I, i, Q."""
        return int(struct.unpack(self.order + form, self.take(struct.calcsize(form)))[0])

    def numbers(self, form: str, count: int) -> tuple[int, ...]:
        """The next `count` numbers."""
        size = struct.calcsize(f"{self.order}{count}{form}")
        return struct.unpack(f"{self.order}{count}{form}", self.take(size))

    def expect(self, mark: bytes) -> None:
        """Move past `mark`, which must stand here."""
        here = bytes(self.data[self.place : self.place + len(mark)])
        if here != mark:
            name = mark.decode("ascii").strip("<>")
            raise DamagedError(f"the file is damaged: {name} does not stand where it should")
        self.place += len(mark)

    def sees(self, mark: bytes) -> bool:
        """Whether `mark` stands here."""
        return bytes(self.data[self.place : self.place + len(mark)]) == mark
