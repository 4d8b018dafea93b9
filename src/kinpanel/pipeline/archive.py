"""`codebook`: what an archive takes: DDI-Codebook XML and a data package descriptor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from kinpanel.errors import UsageError, nearest
from kinpanel.pipeline.handle import Study
from kinpanel.tables.files import write_atomically

FORMATS = {"ddi": "ddi.xml", "datapackage": "datapackage.json"}
"""Formats by name, and the file each is written to."""


def write_codebook(
    study: Study, formats: Sequence[str] = (), *, folder: Path | None = None
) -> list[Path]:
    """Write the codebook of the study in some formats, or in all, into `folder`.

    By default that is codebooks/output/. Rows and hashes are those of the tables that have
    landed; without any the definitions are described alone. Same study, same bytes. Raises
    UsageError for an unknown format.
    """
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"unknown codebook format {name!r}; {nearest(name, FORMATS)}")
    target = folder or study.root / "codebooks" / "output"
    written = []
    for name in formats or FORMATS:
        path = target / FORMATS[name]
        write_atomically(path, _payload(study, name))
        written.append(path)
    return written


def _payload(study: Study, name: str) -> bytes:
    from kinpanel.codebook.datapackage import data_package
    from kinpanel.codebook.ddi import ddi_codebook

    parts = (study.definition, study.questionnaires, study.codebook, study.store.release())
    if name == "ddi":
        return ddi_codebook(*parts)
    return (json.dumps(data_package(*parts), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
