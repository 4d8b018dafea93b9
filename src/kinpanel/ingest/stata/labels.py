"""Value-label sets of a Stata file, up to its end."""

from __future__ import annotations

from kinpanel.ingest.cursor import Cursor
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.stata.layout import RELEASES, Layout

MISSING = 2147483621
"""The number that stands for `.` in a label set; those of .a to .z follow."""


def code_of(number: int) -> str:
    """The code that a number of a label set stands for: `7`, `-8`, `.`, `.a`."""
    if number < MISSING:
        return str(number)
    return "." if number == MISSING else "." + chr(ord("a") + number - MISSING - 1)


def read_label_sets(data: memoryview, layout: Layout) -> dict[bytes, dict[str, bytes]]:
    """Label sets by name: code -> text, still as bytes, in the order of the codes.

    Raises DamagedError when a set is cut, points outside of its texts, or stands twice.
    """
    file = Cursor(data, layout.order, layout.labels)
    sets: dict[bytes, dict[str, bytes]] = {}
    tagged = layout.strls is not None
    while file.sees(b"<lbl>") if tagged else file.place < len(data):
        if tagged:
            file.expect(b"<lbl>")
        size = file.number("I")
        name = file.take(RELEASES[layout.release].name).partition(b"\0")[0]
        file.take(3)
        if name in sets:
            raise DamagedError("the file is damaged: two value-label sets have one name")
        sets[name] = _set(file, size)
        if tagged:
            file.expect(b"</lbl>")
    if tagged:
        file.expect(b"</value_labels></stata_dta>")
    return sets


def _set(file: Cursor, size: int) -> dict[str, bytes]:
    count, length = file.number("I"), file.number("I")
    if size != 8 + 8 * count + length:
        raise DamagedError("the file is damaged: a value-label set is not as long as it says")
    starts = file.numbers("I", count)
    numbers = file.numbers("i", count)
    texts = file.take(length)
    if any(start >= length for start in starts):
        raise DamagedError("the file is damaged: a value label lies outside of its set")
    labels = {
        code_of(number): texts[start:].partition(b"\0")[0]
        for number, start in sorted(zip(numbers, starts, strict=True))
    }
    if len(labels) < count:
        raise DamagedError("the file is damaged: a value-label set labels one code twice")
    return labels
