"""A wide wave export for benchmarks: labelled codes, numbers, texts, dates, missing tags.

46 % labelled bytes, 9 % bytes, 7 % ints, 10 % longs, 15 % doubles, 2.5 % floats, 6.5 % texts of
10 to 40 bytes, half of them Chinese, 4 % dates; 5 % of the numeric cells hold .a to .e, 2 % `.`.
The .dta (format 118) is written here, byte by byte, because no writer at hand keeps bytes and
ints; the .sav by pyreadstat, with -1 to -5 in the place of .a to .e.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

LETTERS = 5
LABELS = {1: "Never", 2: "Rarely", 3: "Some days", 4: "Occasionally", 5: "Most days"}
BLOCK = 50_000
SPSS_1960 = 11_903_760_000
"""Seconds from the first day of SPSS to that of Stata."""
TYPES = {"i1": 65530, "i2": 65529, "i4": 65528, "f4": 65527, "f8": 65526}
FIRST_MISSING = {"i1": 101, "i2": 32741, "i4": 2147483621}
FLOAT_MISSING = {"f4": ("<i4", 0x7F000000, 0x800), "f8": ("<i8", 0x7FE0 << 48, 1 << 40)}


@dataclass(frozen=True)
class Field:
    """A column of the export: what it holds and how it is stored."""

    name: str
    kind: str
    storage: str

    @property
    def text(self) -> bool:
        """Whether its cells are texts."""
        return self.storage.startswith("S")


def fields(columns: int) -> list[Field]:
    """The fields of an export of that many columns; the first is the key."""
    shares = [
        ("labelled", "i1", 0.46),
        ("small", "i1", 0.09),
        ("int", "i2", 0.07),
        ("long", "i4", 0.10),
        ("double", "f8", 0.15),
        ("float", "f4", 0.025),
        ("word", "S24", 0.0325),
        ("chinese", "S30", 0.0325),
        ("date", "f4", 0.04),
    ]
    made = [Field("pid", "key", "i4")]
    for kind, storage, share in shares:
        made += [Field(f"{kind}{n}", kind, storage) for n in range(round(share * columns))]
    return made[:columns] + [
        Field(f"extra{n}", "labelled", "i1") for n in range(columns - len(made))
    ]


def cells(field: Field, start: int, rows: int, random: np.random.Generator) -> Any:
    """The cells of a field in some rows, without missing ones."""
    if field.kind == "key":
        return np.arange(start + 1, start + rows + 1, dtype="<i4")
    if field.kind == "labelled":
        return random.integers(1, 6, rows).astype("<i1")
    if field.text:
        words = [f"village {n} of county {n % 7}" for n in range(400)]
        if field.kind == "chinese":
            words = [f"第{n}村民小组" for n in range(400)]
        pool = np.array([word.encode() for word in words], dtype=field.storage)
        return pool[random.integers(0, len(pool), rows)]
    high = {"small": 90, "int": 2_000, "long": 900_000, "date": 22_000}.get(field.kind, 100)
    numbers = random.random(rows) * high
    whole = field.kind not in ("double", "float")
    return (np.floor(numbers) if whole else numbers).astype("<" + field.storage)


def with_missing(values: Any, field: Field, random: np.random.Generator) -> tuple[Any, Any]:
    """The cells with missing values put in, and which: 0 none, 1 `.`, 2 to 6 `.a` to `.e`."""
    draws = random.random(len(values))
    marks = np.zeros(len(values), dtype="i1")
    if field.text or field.kind == "key":
        return values, marks
    marks[draws < 0.02] = 1
    tagged = (draws >= 0.02) & (draws < 0.07)
    marks[tagged] = random.integers(2, 2 + LETTERS, int(tagged.sum()))
    gone = marks > 0
    if field.storage in FIRST_MISSING:
        values[gone] = FIRST_MISSING[field.storage] - 1 + marks[gone].astype("i8")
    else:
        bits, first, step = FLOAT_MISSING[field.storage]
        values.view(bits)[gone] = first + step * (marks[gone].astype("i8") - 1)
    return values, marks


def write_dta(path: Path, rows: int, columns: int, seed: int = 1) -> None:
    """Write the export as Stata 14 would."""
    made = fields(columns)
    random = np.random.default_rng(seed)
    row = np.dtype([(field.name, _form(field)) for field in made])
    with path.open("wb") as file:
        parts = _head(file, made, rows)
        parts.append(file.tell())
        file.write(b"<data>")
        for start in range(0, rows, BLOCK):
            count = min(BLOCK, rows - start)
            block = np.zeros(count, row)
            for field in made:
                values = cells(field, start, count, random)
                block[field.name], _ = with_missing(values, field, random)
            file.write(block.tobytes())
        file.write(b"</data>")
        parts.append(file.tell())
        file.write(b"<strls></strls>")
        parts.append(file.tell())
        file.write(b"<value_labels>" + _labels() + b"</value_labels>")
        parts.append(file.tell())
        file.write(b"</stata_dta>")
        parts.append(file.tell())
        file.seek(parts[1])
        file.write(b"<map>" + struct.pack("<14Q", *parts) + b"</map>")


def write_sav(path: Path, rows: int, columns: int, seed: int = 1) -> None:
    """Write the export by pyreadstat, -1 to -5 being declared missing."""
    import pandas as pd
    import pyreadstat

    made = fields(columns)
    random = np.random.default_rng(seed)
    frame, ranges, labels = {}, {}, {}
    for field in made:
        values = cells(field, 0, rows, random)
        if field.text:
            frame[field.name] = np.array([text.decode() for text in values.tolist()], dtype=object)
            continue
        _, marks = with_missing(values.copy(), field, random)
        numbers = values.astype("f8")
        if field.kind == "date":
            numbers = SPSS_1960 + 86_400 * numbers
        numbers[marks == 1] = np.nan
        numbers[marks > 1] = 1.0 - marks[marks > 1]
        frame[field.name] = numbers
        ranges[field.name] = [{"lo": -5, "hi": -1}]
        if field.kind == "labelled":
            labels[field.name] = LABELS
    ranges.pop("pid")
    pyreadstat.write_sav(
        pd.DataFrame(frame, copy=False),
        str(path),
        row_compress=True,
        missing_ranges=ranges,
        variable_value_labels=labels,
        variable_format={field.name: "DATE11" for field in made if field.kind == "date"},
    )


def _form(field: Field) -> str:
    return field.storage if field.text else "<" + field.storage


def _head(file: BinaryIO, made: list[Field], rows: int) -> list[int]:
    file.write(b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>")
    file.write(struct.pack("<H", len(made)) + b"</K><N>" + struct.pack("<Q", rows))
    file.write(b"</N><label>\0\0</label><timestamp>\0</timestamp></header>")
    parts = [0, file.tell()]
    file.write(b"<map>" + bytes(14 * 8) + b"</map>")
    types = [int(f.storage[1:]) if f.text else TYPES[f.storage] for f in made]
    forms = ["%td" if f.kind == "date" else "%9s" if f.text else "%9.0g" for f in made]
    sets = ["often" if f.kind == "labelled" else "" for f in made]
    for mark, content in (
        (b"variable_types", struct.pack(f"<{len(made)}H", *types)),
        (b"varnames", _padded([field.name for field in made], 129)),
        (b"sortlist", bytes(2 * (len(made) + 1))),
        (b"formats", _padded(forms, 57)),
        (b"value_label_names", _padded(sets, 129)),
        (b"variable_labels", _padded([f"Question {f.name}" for f in made], 321)),
        (b"characteristics", b""),
    ):
        parts.append(file.tell())
        file.write(b"<" + mark + b">" + content + b"</" + mark + b">")
    return parts


def _padded(texts: list[str], width: int) -> bytes:
    return b"".join(text.encode().ljust(width, b"\0") for text in texts)


def _labels() -> bytes:
    texts = b"".join(text.encode() + b"\0" for text in LABELS.values())
    starts = np.cumsum([0, *[len(text.encode()) + 1 for text in LABELS.values()]])[:-1]
    count = len(LABELS)
    table = struct.pack(f"<II{count}I{count}i", count, len(texts), *starts, *LABELS) + texts
    head = struct.pack("<I", len(table)) + b"often".ljust(129, b"\0") + bytes(3)
    return b"<lbl>" + head + table + b"</lbl>"
