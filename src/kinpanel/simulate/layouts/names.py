"""Names of the columns of the files that hold sections."""

from __future__ import annotations

PREFIXES = {"w1": "t", "w2": "w2", "w3": "q", "w4": "p", "w5": "z"}
"""What the names of a wave begin with; the letter of the file follows."""
LETTERS = {
    "household": "h",
    "proxy": "k",
    "self": "s",
    "adult": "a",
    "village": "v",
    "tracking": "x",
}


def raw_name(unit: str, wave: str, name: str) -> str:
    """The name of a column as the wave wrote it: every wave has its own prefix, w5 capitals."""
    full = f"{PREFIXES[wave]}{LETTERS[unit]}_{name}"
    return full.upper() if wave == "w5" else full
