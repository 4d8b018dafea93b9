"""Pseudonyms: keyed hashes of raw ids, the same for one id in every column of every export.

Without the key nobody can tell an id from its pseudonym, not even by hashing every possible id.
A pseudonym is the first 16 hexadecimal digits (64 bits) of HMAC-SHA256: two of a million ids
share one with a probability of about 3 in 100 million, and an export in which that happens is
refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from kinpanel.errors import Finding, RefusedError
from kinpanel.labels import code_text
from kinpanel.tables.frame import WHY

KEY_BYTES = 32
DIGITS = 16
KEY_ID_DIGITS = 8
METHOD = f"HMAC-SHA256 of the id, first {DIGITS} hexadecimal digits"
_KEY_ID_OF = b"\0kinpanel pseudonym key\0"
_FEWEST_DIFFERENT = 12
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+")


@dataclass(frozen=True)
class Key:
    """A secret key; it shows itself nowhere, only its `id` may be published."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Eight digits that tell one key from another and say nothing about either."""
        return hmac.new(self.secret, _KEY_ID_OF, hashlib.sha256).hexdigest()[:KEY_ID_DIGITS]

    def pseudonym(self, raw: str) -> str:
        """The pseudonym of a raw id."""
        digest = hmac.new(self.secret, raw.encode("utf-8"), hashlib.sha256)
        return digest.hexdigest()[:DIGITS]


def parse_key(text: str) -> Key:
    """The key in the text of a key file: at least 32 bytes as hex or base64.

    Raises RefusedError for anything else, and for keys that nobody can have drawn at random.
    """
    written = "".join(text.split())
    secret = b""
    if _HEX.fullmatch(written):
        secret = bytes.fromhex(written)
    else:
        try:
            secret = base64.b64decode(written.encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError):
            secret = b""
    if len(secret) < KEY_BYTES or len(set(secret)) < _FEWEST_DIFFERENT:
        raise RefusedError(
            f"the key file does not hold {KEY_BYTES} random bytes as hex or base64; make one with: "
            "kinpanel export --make-key FILE"
        )
    return Key(secret)


def pseudonymised(frame: pd.DataFrame, names: Sequence[str], key: Key) -> pd.DataFrame:
    """The frame with pseudonyms in the columns `names`, missing cells still missing.

    Raises RefusedError when two different ids would share a pseudonym.
    """
    texts = {name: _as_text(frame[name]) for name in names}
    ids = {raw for column in texts.values() for raw in column.dropna()}
    known = {raw: key.pseudonym(raw) for raw in ids}
    refuse_collisions(known)
    columns = {name: column.map(known).astype("string") for name, column in texts.items()}
    return frame.assign(**columns)


def refuse_collisions(known: Mapping[str, str]) -> None:
    """Raise RefusedError, with a count only, when two ids have one pseudonym."""
    collisions = len(known) - len(set(known.values()))
    if collisions:
        finding = Finding(
            rule="pseudonym",
            message="different ids have the same pseudonym",
            count=collisions,
            advice="export with another key: kinpanel export --make-key FILE",
        )
        raise RefusedError("the export would take two persons for one", [finding])


def in_order(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Rows by wave and key, so that their order tells nothing about the ids before."""
    there = [name for name in ("wave", *key) if name in frame and not name.endswith(WHY)]
    return frame.sort_values(there, kind="stable", ignore_index=True)


def _as_text(cells: pd.Series) -> pd.Series:
    texts = [None if pd.isna(cell) else str(code_text(cell)) for cell in cells.astype(object)]
    return pd.Series(texts, index=cells.index, dtype=object, name=cells.name)
