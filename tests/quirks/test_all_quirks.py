"""Every quirk of real exports has a test that is named by its number."""

from __future__ import annotations

import re
from pathlib import Path

KNOWN = range(1, 46)


def test_every_number_has_a_test():
    text = "".join(p.read_text(encoding="utf-8") for p in Path(__file__).parent.glob("test_*.py"))
    numbers = re.findall(r"^def test_quirk_(\d\d)_\w+\(", text, re.MULTILINE)
    assert {int(number) for number in numbers} == set(KNOWN)
