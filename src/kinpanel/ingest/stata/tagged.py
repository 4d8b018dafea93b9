"""The layout of formats 117 to 119: parts in tags, and a map of where each begins."""

from __future__ import annotations

from dataclasses import dataclass

from kinpanel.ingest.cursor import Cursor
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.stata.layout import (
    BYTE,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    STRL,
    Layout,
    Release,
    columns_of,
    release_of,
    texts,
)

MARK = b"<stata_dta>"
MOST_TEXT = 2045
_TYPES = {65530: BYTE, 65529: INT, 65528: LONG, 65527: FLOAT, 65526: DOUBLE, 32768: STRL}


def read_tagged(data: memoryview) -> Layout:
    """The layout of a whole file; DamagedError when its parts do not fit together."""
    file = Cursor(data)
    file.expect(MARK + b"<header><release>")
    digits = file.take(3)
    release = int(digits) if digits.isdigit() else 0
    spec = release_of(release)
    file.expect(b"</release><byteorder>")
    file.order = {b"LSF": "<", b"MSF": ">"}.get(file.take(3), "")
    if not file.order:
        raise DamagedError("the file is damaged: its byte order is neither LSF nor MSF")
    file.expect(b"</byteorder><K>")
    count = file.number(spec.columns)
    file.expect(b"</K><N>")
    rows = file.number(spec.rows)
    file.expect(b"</N><label>")
    file.take(file.number(spec.title))
    file.expect(b"</label><timestamp>")
    file.take(file.number("B"))
    file.expect(b"</timestamp></header>")
    parts = _map(file, spec, count)
    part = _Parts(file, parts, count)
    types = part.numbers(2, b"variable_types", "H", count)
    names = part.texts(3, b"varnames", spec.name)
    part.numbers(4, b"sortlist", spec.sort, count + 1)
    forms = part.texts(5, b"formats", spec.form)
    sets = part.texts(6, b"value_label_names", spec.name)
    labels = part.texts(7, b"variable_labels", spec.label)
    part.open(8, b"characteristics")
    _characteristics(file)
    columns = columns_of([_storage(kind) for kind in types], names, forms, sets, labels)
    layout = Layout(
        release,
        file.order,
        rows,
        columns,
        parts[9] + len(b"<data>"),
        parts[10] + len(b"<strls>"),
        parts[11] + len(b"<value_labels>"),
    )
    _prove(file, parts, layout)
    return layout


def _map(file: Cursor, spec: Release, count: int) -> tuple[int, ...]:
    """Places of the fourteen parts, in order, the last one being the end of the file.

    Stata 13 wrote 0 for the place of the variable labels, which follow the names of label sets.
    """
    start = file.place
    file.expect(b"<map>")
    places = list(file.numbers("Q", 14))
    file.expect(b"</map>")
    if places[7] == 0:
        ends = places[6] + len(b"<value_label_names></value_label_names>")
        places[7] = ends + count * spec.name
    parts = tuple(places)
    ordered = places == sorted(places)
    if not ordered or parts[0] != 0 or parts[1] != start or parts[13] != len(file.data):
        raise DamagedError("the file is cut off or spliced: its map does not fit its size")
    return parts


@dataclass
class _Parts:
    """The parts that describe columns, each at its place in the map."""

    file: Cursor
    places: tuple[int, ...]
    count: int

    def open(self, part: int, mark: bytes) -> None:
        if self.file.place != self.places[part]:
            raise DamagedError(f"the file is damaged: {mark.decode()} is not where its map says")
        self.file.expect(b"<" + mark + b">")

    def numbers(self, part: int, mark: bytes, form: str, count: int) -> tuple[int, ...]:
        self.open(part, mark)
        numbers = self.file.numbers(form, count)
        self.file.expect(b"</" + mark + b">")
        return numbers

    def texts(self, part: int, mark: bytes, width: int) -> list[bytes]:
        self.open(part, mark)
        found = texts(self.file, width, self.count)
        self.file.expect(b"</" + mark + b">")
        return found


def _characteristics(file: Cursor) -> None:
    while file.sees(b"<ch>"):
        file.expect(b"<ch>")
        file.take(file.number("I"))
        file.expect(b"</ch>")
    file.expect(b"</characteristics>")


def _prove(file: Cursor, parts: tuple[int, ...], layout: Layout) -> None:
    """Data of exactly rows times width, then long texts, labels and the end, at their places."""
    if file.place != parts[9]:
        raise DamagedError("the file is damaged: data is not where its map says")
    file.expect(b"<data>")
    size = layout.rows * layout.row_width
    if file.place + size + len(b"</data>") != parts[10]:
        raise DamagedError(
            f"its header counts {layout.rows} rows of {layout.row_width} bytes; the data are "
            "longer or shorter"
        )
    file.place += size
    file.expect(b"</data><strls>")
    for end, mark in (
        (parts[11], b"</strls><value_labels>"),
        (parts[12], b"</value_labels></stata_dta>"),
    ):
        file.place = end - mark.index(b"><") - 1
        file.expect(mark)
    if file.place != parts[13]:
        raise DamagedError("the file is spliced: something stands behind its end")


def _storage(kind: int) -> int:
    if kind in _TYPES:
        return _TYPES[kind]
    if 1 <= kind <= MOST_TEXT:
        return kind
    raise DamagedError("the file is damaged: a column has a type that Stata does not have")
