"""Folders of studies that tests make: files from texts, deliveries from frames, edits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write texts to their names below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def deliver(root: Path, name: str, frame: pd.DataFrame, **options: Any) -> Path:
    """Write a frame among the deliveries, as .dta or .sav by its name."""
    path = root / "data" / "raw" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    writers = {".dta": pyreadstat.write_dta, ".sav": pyreadstat.write_sav}
    writers[path.suffix](frame, path, **options)
    return path


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text that must stand in a file."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
