"""The archive of a workbook, looked at before anything parses it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from kinpanel.errors import Finding

MAX_BYTES = 32 * 1024 * 1024
MAX_MEMBERS = 1000
MAX_UNPACKED = 128 * 1024 * 1024
MAX_RATIO = 200
FREE = 1024 * 1024
"""A member that unpacks to less may be packed as tightly as it likes."""

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def examine(payload: bytes, name: str) -> Finding | None:
    """What speaks against opening `payload` as .xlsx, as an error; else, if any, a note.

    The archive's own sizes are believed, since nothing beyond them is ever unpacked.
    """
    if len(payload) > MAX_BYTES:
        return _refused(name, f"larger than {MAX_BYTES:,} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            why = _too_large(archive.infolist())
            return _refused(name, why) if why else _contents(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        return _refused(name, "not an .xlsx workbook")
    except NotImplementedError:
        return _refused(name, "packed in a way that is not read here")


def _too_large(members: list[zipfile.ZipInfo]) -> str:
    if len(members) > MAX_MEMBERS:
        return f"an archive of more than {MAX_MEMBERS:,} parts"
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        return f"unpacks to more than {MAX_UNPACKED:,} bytes"
    for member in members:
        if member.file_size > max(FREE, MAX_RATIO * member.compress_size):
            return f"a part unpacks to more than {MAX_RATIO} times its size"
    return ""


def _contents(archive: zipfile.ZipFile, name: str) -> Finding | None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        return _refused(name, "not an .xlsx workbook")
    formulas = False
    for member in names:
        if member.lower().endswith((".xml", ".rels")):
            text = archive.read(member)
            if _DOCTYPE.search(text):
                return _refused(name, "a part declares a document type or entities")
            formulas = formulas or bool(_SHEET.fullmatch(member) and _FORMULA.search(text))
    if not formulas:
        return None
    return Finding(
        rule="xlsform-formula",
        severity="note",
        message="cells hold formulas: what they showed when the workbook was last saved is read",
        file=name,
        advice="write the values instead where they matter",
    )


def _refused(name: str, why: str) -> Finding:
    return Finding(
        rule="xlsform-file",
        message=f"cannot be read as XLSForm: {why}",
        file=name,
        advice="save the form as .xlsx and try again",
    )
