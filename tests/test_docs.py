"""Examples of the documentation that are whole programs run as they stand."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PROGRAMS = [
    pytest.param(code, id=f"{name}-{number}")
    for name in ("estimation.md",)
    for number, code in enumerate(
        re.findall(r"```python\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)
    )
]


@pytest.mark.parametrize("code", PROGRAMS)
def test_the_example_runs(code):
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "example", "exec"), {})  # noqa: S102  our own documentation


def test_there_are_examples():
    assert len(PROGRAMS) >= 3
