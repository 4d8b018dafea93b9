"""The encoding of a file: declared, or its format's own, or refused with a suggestion."""

from __future__ import annotations

import pytest

from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.encoding import UTF8, WESTERN, Decoder, decoder, sniff

CHINESE = ["是否外出打工", "父亲", "母亲在外地", "过去一周", "拒绝回答"]
TAIWANESE = ["是否外出打工", "父親", "母親在外地", "過去一週", "拒絕回答"]
GERMAN = ["München ist schön", "Straße", "Größe", "Äpfel und Öl"]
RUSSIAN = ["отец живёт дома", "мать", "никогда", "Да"]


@pytest.mark.parametrize(
    ("words", "encoding", "named"),
    [
        (CHINESE, "gb18030", "GB18030"),
        (CHINESE, "utf-8", UTF8),
        (TAIWANESE, "big5", "Big5"),
        (GERMAN, "cp1252", WESTERN),
        (GERMAN, "utf-8", UTF8),
        (RUSSIAN, "cp1251", "cp1251"),
        (["plain", ""], "ascii", None),
    ],
)
def test_sniff(words, encoding, named):
    assert sniff([word.encode(encoding) for word in words]) == named


@pytest.mark.parametrize(("words", "encoding"), [(CHINESE, "gb18030"), (GERMAN, "utf-8")])
def test_what_the_default_would_garble_is_refused(words, encoding):
    samples = [word.encode(encoding) for word in words]
    with pytest.raises(DamagedError, match="would garble"):
        decoder(None, WESTERN, samples)
    declared = decoder(encoding, WESTERN, samples)
    assert declared.cells(samples, None) == (words, 0)


def test_a_declared_encoding_is_believed():
    samples = [word.encode("gb18030") for word in CHINESE]
    assert decoder("cp1252", WESTERN, samples).encoding == "cp1252"


@pytest.mark.parametrize("name", ["", "klingon", "utf-8 ", "hex", "zlib", "a\0b", "utf-16"])
def test_unknown_encodings(name):
    if name.strip() == "utf-8":
        assert decoder(name, WESTERN, []).encoding == UTF8
        return
    with pytest.raises(DamagedError, match="not known"):
        decoder(name, WESTERN, [])


def test_texts_that_do_not_fit_name_a_likely_encoding():
    with pytest.raises(DamagedError, match="does not fit the encoding utf-8") as caught:
        Decoder(UTF8).cells(["父亲在外地".encode("gb18030")], None)
    assert "GB18030" in caught.value.advice
    with pytest.raises(DamagedError, match="a cell of column v1 does not fit the encoding utf-8"):
        Decoder(UTF8).cells([b"\xb8\xb8\xc7\xd7"], None, "a cell of column v1")


def test_a_text_cut_within_its_last_character_still_looks_like_utf_8():
    assert sniff(["父亲母".encode()[:8]]) == UTF8
    assert sniff([b"caf\xe9"]) == WESTERN


@pytest.mark.parametrize(
    ("raw", "room", "text"),
    [
        ("父亲".encode()[:5], None, "父"),  # two bytes of three are there: cut
        ("父亲".encode()[:4], 4, "父"),  # one byte, but the room is full: cut
    ],
)
def test_half_characters_are_dropped_and_counted(raw, room, text):
    assert Decoder(UTF8).cells([raw], room) == ([text], 1)


@pytest.mark.parametrize(("raw", "room"), [(b"caf\xe9", None), (b"caf\xe9", 9), (b"\xe9x", 2)])
def test_other_bytes_that_do_not_fit_are_refused(raw, room):
    with pytest.raises(DamagedError):
        Decoder(UTF8).cells([raw], room)
