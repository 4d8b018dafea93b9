"""Texts of several encodings in one file are told apart by place."""

from __future__ import annotations

import pytest

from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.mixed import refuse_mixed

CHINESE = ["是否外出打工", "父亲", "母亲在外地"]
GERMAN = ["Straße", "Größe", "Äpfel und Öl"]


def places(**texts: tuple[list[str], str]) -> dict[str, list[bytes]]:
    return {
        f"cells of {name}": [word.encode(encoding) for word in words]
        for name, (words, encoding) in texts.items()
    }


@pytest.mark.parametrize(
    ("encoding", "texts", "looks"),
    [
        ("gb18030", {"a": (CHINESE, "gb18030"), "b": (CHINESE, "utf-8")}, "utf-8"),
        ("big5", {"a": (["父親"], "big5"), "b": (["父親"], "utf-8")}, "utf-8"),
        ("cp1252", {"a": (GERMAN, "cp1252"), "b": (GERMAN, "utf-8")}, "utf-8"),
        ("cp1252", {"a": (GERMAN, "cp1252"), "b": (CHINESE, "gb18030")}, "GB18030"),
    ],
)
def test_places_that_look_like_another_encoding_are_named(encoding, texts, looks):
    declared = encoding != "cp1252"
    with pytest.raises(DamagedError, match=rf"{looks} by their looks: cells of b \(1 in all\)"):
        refuse_mixed(encoding, declared, places(**texts))


def test_at_most_three_places_are_named():
    texts = dict.fromkeys("abcde", (CHINESE, "utf-8"))
    with pytest.raises(DamagedError, match=r"a, cells of b, cells of c, \.\.\. \(5 in all\)"):
        refuse_mixed("gb18030", True, places(**texts))


@pytest.mark.parametrize(
    ("encoding", "declared", "texts"),
    [
        ("gb18030", True, {"a": (CHINESE, "gb18030"), "b": (["plain"], "ascii")}),
        ("cp1252", False, {"a": (GERMAN, "cp1252"), "b": (["ÉTÉ", "à"], "cp1252")}),
        ("cp1252", True, {"a": (GERMAN, "cp1252"), "b": (GERMAN, "utf-8")}),
        ("cp1251", True, {"a": (["ОТКАЗ"], "cp1251"), "b": (["Отец"], "cp1251")}),
        ("utf-8", False, {"a": (CHINESE, "utf-8"), "b": (GERMAN, "utf-8")}),
    ],
)
def test_what_is_in_one_encoding_or_declared_passes(encoding, declared, texts):
    refuse_mixed(encoding, declared, places(**texts))


def test_a_chance_fit_among_thousands_of_texts_is_no_finding():
    many = [chr(0x4E00 + number) for number in range(5000)]
    texts = places(names=(many, "gb18030"))
    texts["cells of names"].append("外".encode())
    refuse_mixed("gb18030", True, texts)
    texts["cells of names"] += ["外出打工"[place:].encode() for place in range(4)] * 2
    texts["cells of names"] += [f"外{number}".encode() for number in range(9)]
    with pytest.raises(DamagedError, match="cells of names"):
        refuse_mixed("gb18030", True, texts)
