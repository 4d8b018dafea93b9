"""Writes the b_* beside this script, byte by byte: `python -m tests.quirks.files.make_bytes`.

Texts are given as bytes in whatever encoding; latin-1 carries each byte to the file as it is.
"""

from __future__ import annotations

import struct
from pathlib import Path

from tests.ingest.stata.writer import BYTE, DOUBLE, LONG, Field, Maker

HERE = Path(__file__).parent
WORDS = ["是否外出打工", "父亲在外地", "母亲在家乡"]
GERMAN = ["Straße", "Größe", "Äpfel"]


def raw(text: str, encoding: str) -> str:
    return text.encode(encoding).decode("latin-1")


def write(name: str, release: int, fields: list[Field], order: str = "<") -> None:
    content = Maker(release, order, "latin-1").make(fields)
    (HERE / f"b_{name}.dta").write_bytes(content)


def fields(cells: str, labels: str, words: list[str] = WORDS, last: str = "") -> list[Field]:
    """A text column, a coded one with labels and one without, in an encoding for each."""
    named = {code: raw(word, labels) for code, word in enumerate(words, start=1)}
    return [
        Field("place", 24, [raw(word, cells) for word in words], raw(words[0], cells)),
        Field("away", BYTE, [1, 2, 3], raw(words[1], cells), labels=named),
        Field("why", 24, [raw(word, last or cells) for word in words]),
    ]


for version in (113, 115, 117):
    write(f"gb18030_{version}", version, fields("gb18030", "gb18030"))
write("big5_114", 114, fields("big5", "big5", ["是否外出打工", "父親在外地", "母親在家鄉"]))
write("utf8_117", 117, fields("utf-8", "utf-8", [*WORDS, "\N{GRINNING FACE} 好"][1:]))
write("mixed_labels_115", 115, fields("gb18030", "utf-8"))
write("mixed_cells_115", 115, fields("utf-8", "utf-8", last="gb18030"))
write("mixed_western_114", 114, fields("cp1252", "cp1252", GERMAN, last="utf-8"))
write("mixed_in_118", 118, fields("utf-8", "utf-8", last="gb18030"))
write("cp1251_114", 114, fields("cp1251", "cp1251", ["ОТКАЗ ОТ ОТВЕТА", "Отец живёт", "Мать"]))
quotes = {1: raw("Don’t know", "cp1252"), 2: raw("“Other” – say", "cp1252")}
write("quotes_114", 114, [Field("q", BYTE, [1, 2], "Away", labels=quotes)])
vietnamese = {1: "Nam", 2: "N\xf7"}  # "Nữ" in TCVN3, a font rather than an encoding
write("tcvn3_114", 114, [Field("sex", BYTE, [1, 2], labels=vietnamese)])
long = "a" + raw("孩子的性别" * 6, "utf-8")
write("cut_label_117", 117, [Field("sex", BYTE, [1], long[:80]), Field("t", 8, [long[1:9]])])
blank = {0: "No", 1: "Yes", 2147483621: "blank", 2147483622: "refused"}
write("label_on_blank_118", 118, [Field("q", BYTE, [0, 1, ".", ".a"], labels=blank)])
tagged = [Field("day", DOUBLE, [19860.0, ".a", "."], form="%td"), Field("n", LONG, [1, 2, ".z"])]
for order, name in (("<", "low"), (">", "high")):
    write(f"tags_{name}_118", 118, tagged, order)
write("same_labels_115", 115, [Field("q", BYTE, [1, 2], labels={1: "Other", 2: "Other"})])

system = (HERE / "s_bytes.sav").read_bytes()  # PSPP's, with other bytes in one cell
name = raw("北京", "gb18030").encode("latin-1")
other = system.replace(b"Ann     ", name.ljust(8))
(HERE / "b_gbk_called_utf8.sav").write_bytes(other)
start = other.index(b"UTF-8", other.index(struct.pack("<III", 7, 20, 1)))
called = other[: start - 4] + struct.pack("<I", 3) + b"GBK" + other[start + 5 :]
(HERE / "b_gbk.sav").write_bytes(called)
