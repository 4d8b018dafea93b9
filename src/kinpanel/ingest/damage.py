"""What stops a reader: the file is not what its name says, not whole, or not decodable."""

from __future__ import annotations


class DamagedError(Exception):
    """The file cannot be trusted; the message names the place, never a cell.

    `advice` says what to do, where it is known.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice
