"""Time stamps in the headers of .dta and .sav files, made the same for ever."""

from __future__ import annotations

from pathlib import Path

from kinpanel.errors import StoreError

_STATA_STAMP = b"01 Jan 2023 00:00"
_STATA_OPEN = b"<timestamp>\x11"
_SPSS_STAMP = b"01 Jan 2300:00:00"
_SPSS_PLACE = 92
"""Nine bytes of date and eight of time follow here in the file header record ($FL2)."""


def fix_stamp(path: Path) -> None:
    """Overwrite when the file says it was made; StoreError when the header is not as expected."""
    raw = bytearray(path.read_bytes())
    if path.suffix == ".sav":
        place, stamp = _SPSS_PLACE, _SPSS_STAMP
        known = raw[:4] == b"$FL2"
    else:
        place, stamp = raw.find(_STATA_OPEN, 0, 4096) + len(_STATA_OPEN), _STATA_STAMP
        known = place >= len(_STATA_OPEN)
    if not known:
        raise StoreError(f"{path.name} has no header with a time stamp")
    raw[place : place + len(stamp)] = stamp
    path.write_bytes(raw)
