"""A writer of small Stata files, every part under the test's control."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

BYTE, INT, LONG, FLOAT, DOUBLE, STRL = 65530, 65529, 65528, 65527, 65526, 32768
OLD = {BYTE: 251, INT: 252, LONG: 253, FLOAT: 254, DOUBLE: 255}
PACK = {BYTE: "b", INT: "h", LONG: "i", FLOAT: "f", DOUBLE: "d"}
FIRST = {BYTE: 101, INT: 32741, LONG: 2147483621, FLOAT: 0x7F000000, DOUBLE: 0x7FE0 << 48}
STEP = {FLOAT: 0x800, DOUBLE: 1 << 40}
WIDTHS = {113: (33, 12, 81), 114: (33, 49, 81), 115: (33, 49, 81), 117: (33, 49, 81)}


@dataclass
class Field:
    """A column: cells are numbers, texts, or tags such as `.` and `.a`."""

    name: str
    kind: int
    cells: list[object]
    label: str = ""
    form: str = "%9.0g"
    labels: dict[int, str] = field(default_factory=dict)


@dataclass
class Maker:
    """One file: format, byte order, encoding of its texts."""

    release: int = 118
    order: str = "<"
    encoding: str = "utf-8"
    zero_place: bool = False
    rows: int | None = None
    strls: list[tuple[int, int, bytes]] = field(default_factory=list)

    def text(self, words: str, width: int) -> bytes:
        return words.encode(self.encoding)[:width].ljust(width, b"\0")

    def pack(self, form: str, *numbers: object) -> bytes:
        return struct.pack(self.order + form, *numbers)

    def cell(self, column: Field, value: object, row: int, place: int) -> bytes:
        if column.kind == STRL:
            return self.long(str(value), row, place)
        if column.kind < 2046:
            return self.text(str(value), column.kind)
        if isinstance(value, str):
            mark = 0 if value == "." else ord(value[1]) - ord("a") + 1
            bits = FIRST[column.kind] + mark * STEP.get(column.kind, 1)
            return self.pack({FLOAT: "i", DOUBLE: "q"}.get(column.kind, PACK[column.kind]), bits)
        return self.pack(PACK[column.kind], value)

    def long(self, value: str, row: int, place: int) -> bytes:
        if not value:
            return bytes(8)
        self.strls.append((place, row, value.encode(self.encoding)))
        if self.release == 117:
            return self.pack("II", place, row)
        small = 2 if self.release == 118 else 3
        order = "little" if self.order == "<" else "big"
        return place.to_bytes(small, order) + row.to_bytes(8 - small, order)

    def label_set(self, name: str, labels: dict[int, str]) -> bytes:
        texts = [text.encode(self.encoding) + b"\0" for text in labels.values()]
        starts = [sum(map(len, texts[:place])) for place in range(len(texts))]
        table = self.pack("II", len(texts), len(b"".join(texts)))
        table += self.pack(f"{len(texts)}I", *starts) + self.pack(f"{len(texts)}i", *labels)
        table += b"".join(texts)
        return self.pack("I", len(table)) + self.text(name, self.widths[0]) + bytes(3) + table

    @property
    def widths(self) -> tuple[int, int, int]:
        return WIDTHS.get(self.release, (129, 57, 321))

    def make(self, columns: list[Field]) -> bytes:
        """The bytes of the file."""
        count = len(columns[0].cells) if columns else 0
        data = b"".join(
            self.cell(column, column.cells[row], row + 1, place)
            for row in range(count)
            for place, column in enumerate(columns, 1)
        )
        rows = count if self.rows is None else self.rows
        build = self._tagged if self.release >= 117 else self._old
        return build(columns, rows, data)

    def _texts(self, columns: list[Field]) -> list[bytes]:
        name, form, label = self.widths
        return [
            b"".join(self.text(c.name, name) for c in columns),
            b"".join(self.text(c.form, form) for c in columns),
            b"".join(self.text(c.name if c.labels else "", name) for c in columns),
            b"".join(self.text(c.label, label) for c in columns),
        ]

    def _tagged(self, columns: list[Field], rows: int, data: bytes) -> bytes:
        wide = self.release > 117
        names, forms, sets, labels = self._texts(columns)
        head = b"<stata_dta><header><release>%d</release><byteorder>" % self.release
        head += (b"LSF" if self.order == "<" else b"MSF") + b"</byteorder><K>"
        head += self.pack("I" if self.release == 119 else "H", len(columns)) + b"</K><N>"
        head += self.pack("Q" if wide else "I", rows) + b"</N><label>"
        head += self.pack("H" if wide else "B", 0) + b"</label><timestamp>\0</timestamp></header>"
        sort = bytes((4 if self.release == 119 else 2) * (len(columns) + 1))
        gso = b"".join(
            b"GSO"
            + self.pack("IQ" if wide else "II", variable, row)
            + self.pack("BI", 130, len(text) + 1)
            + text
            + b"\0"
            for variable, row, text in self.strls
        )
        lbl = b"".join(
            b"<lbl>" + self.label_set(c.name, c.labels) + b"</lbl>" for c in columns if c.labels
        )
        body, places = b"", [0, len(head)]
        start = len(head) + len(b"<map></map>") + 14 * 8
        for mark, content in (
            (b"variable_types", self.pack(f"{len(columns)}H", *(c.kind for c in columns))),
            (b"varnames", names),
            (b"sortlist", sort),
            (b"formats", forms),
            (b"value_label_names", sets),
            (b"variable_labels", labels),
            (b"characteristics", b"<ch>" + self.pack("I", 3) + b"abc</ch>"),
            (b"data", data),
            (b"strls", gso),
            (b"value_labels", lbl),
        ):
            places.append(start + len(body))
            body += b"<" + mark + b">" + content + b"</" + mark + b">"
        places.append(start + len(body))
        body += b"</stata_dta>"
        places.append(start + len(body))
        if self.zero_place:
            places[7] = 0
        return head + b"<map>" + self.pack("14Q", *places) + b"</map>" + body

    def _old(self, columns: list[Field], rows: int, data: bytes) -> bytes:
        names, forms, sets, labels = self._texts(columns)
        head = bytes([self.release, 2 if self.order == "<" else 1, 1, 0])
        head += self.pack("HI", len(columns), rows) + bytes(81 + 18)
        head += bytes(OLD.get(c.kind, c.kind) for c in columns) + names
        head += bytes(2 * (len(columns) + 1)) + forms + sets + labels
        head += bytes([1]) + self.pack("I", 3) + b"abc" + bytes(5)
        lbl = b"".join(self.label_set(c.name, c.labels) for c in columns if c.labels)
        return head + data + lbl
