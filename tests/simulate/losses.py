"""The list of what the reference panel may lose, read from tests/cases/losses.yaml."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "cases" / "losses.yaml").read_text(encoding="utf-8")
)
Place = tuple[str, str, str]


def written_out(name: str) -> list[str]:
    """The names that one with braces stands for."""
    parts = []
    for part in re.split(r"(\{[^}]*\})", name):
        inner = part[1:-1].split(",") if part.startswith("{") else [part]
        choices: list[str] = []
        for one in inner:
            ends = re.fullmatch(r"([0-9]+)-([0-9]+)", one)
            numbers = range(int(ends[1]), int(ends[2]) + 1) if ends else ()
            choices += map(str, numbers) if ends else [one]
        parts.append(choices)
    return ["".join(chosen) for chosen in itertools.product(*parts)]


def places(entry: dict[str, Any]) -> list[Place]:
    names, waves = written_out(entry["variables"]), entry["waves"].split()
    return [(name, wave, entry["status"]) for name in names for wave in waves]
