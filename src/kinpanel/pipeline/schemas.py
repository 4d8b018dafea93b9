"""`schemas`: JSON Schema of every file that people write, for editors to complete and check."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from kinpanel.codebook import TableCodebook
from kinpanel.documents import Document
from kinpanel.questionnaire.model import ChoicesFile, QuestionnaireFile
from kinpanel.report.paper import PaperFile
from kinpanel.study import StudyDefinition
from kinpanel.tables.files import write_atomically

KINDS: dict[str, type[Document]] = {
    "study": StudyDefinition,
    "choices": ChoicesFile,
    "questionnaire": QuestionnaireFile,
    "codebook": TableCodebook,
    "paper": PaperFile,
}
"""File kinds by name, and the model that reads each."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(kind: str) -> str:
    """The JSON Schema of a file kind, made from the model that reads it; KeyError if unknown."""
    schema = {"$schema": DIALECT, **KINDS[kind].model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def published(kind: str) -> str:
    """The schema as it is shipped with the package."""
    return (files("kinpanel") / "schemas" / f"{kind}.json").read_text(encoding="utf-8")


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema of every kind into `folder`; the files written."""
    paths = [folder / f"{kind}.json" for kind in KINDS]
    for kind, path in zip(KINDS, paths, strict=True):
        write_atomically(path, schema_text(kind).encode("utf-8"))
    return paths
