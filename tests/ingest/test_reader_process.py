"""The functions of the child process, called directly."""

from __future__ import annotations

import math
import resource

import pytest

from kinpanel.ingest import reader_process
from kinpanel.ingest.damage import DamagedError
from kinpanel.ingest.reader_process import sniff


@pytest.mark.parametrize(
    ("head", "tail", "kind"),
    [
        (b"<stata_dta><header>", b"</stata_dta>", "stata"),
        (b"$FL2@(#)", b"", "spss"),
        (b"$FL3@(#)", b"", "spss"),
        (bytes([113, 1, 1, 0]), b"", "stata"),
        (bytes([114, 2, 1, 0]), b"", "stata"),
        (bytes([115, 2]), b"", "stata"),
        (bytes([104, 1]), b"", "dta"),
        (bytes([112, 2]), b"", "dta"),
        (b" " * 456 + b"SPSSPORT", b"", "por"),
    ],
)
def test_sniff(head, tail, kind):
    assert sniff(head, tail) == kind


@pytest.mark.parametrize(
    "head", [b"", b"s", b"sa", b"$FL", b"PK\x03\x04", bytes([103, 1]), bytes([116, 1]), b"r\x03"]
)
def test_sniff_refuses(head):
    with pytest.raises(DamagedError, match="first bytes"):
        sniff(head, head)


def test_sniff_wants_the_closing_mark():
    with pytest.raises(DamagedError, match="cut off"):
        sniff(b"<stata_dta><header>", b"</stata_dt")


class ReadstatError(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ReadstatError("Invalid file\nCNRY"), "the file is damaged (Invalid file)"),
        (ReadstatError(""), "the file is damaged ()"),
        (ReadstatError("the requested encoding"), "its text does not fit the encoding"),
        (UnicodeDecodeError("utf-8", b"CNRY", 0, 1, "x"), "its text does not fit the encoding"),
        (KeyError("CNRY"), "it cannot be parsed (KeyError)"),
        (OSError(28, "No space left", "/CNRY"), "its cells cannot be handed over (No space left)"),
    ],
)
def test_errors_are_told_without_their_cells(error, text):
    assert reader_process._known(error) == text


@pytest.mark.parametrize(("value", "text"), [(math.inf, "inf"), (-math.inf, "-inf"), (1.0, 1.0)])
def test_bounds_that_json_cannot_carry(value, text):
    assert reader_process._bound(value) == text


@pytest.mark.parametrize(
    ("hard", "most", "expected"), [(resource.RLIM_INFINITY, 7, 7), (5, 7, 5), (9, 7, 7)]
)
def test_limits_are_only_lowered(monkeypatch, hard, most, expected):
    found = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (hard, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: found.append(pair))
    reader_process._limit(resource.RLIMIT_CPU, most)
    assert found == [(expected, expected)]
