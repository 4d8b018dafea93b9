"""Strict reading of what people write: YAML documents and CSV grids, with file and line."""

from kinpanel.documents.grid import Grid, GridRow, read_grid
from kinpanel.documents.interval import Interval
from kinpanel.documents.model import Document, read_document
from kinpanel.documents.partly import read_partly, yaml_files
from kinpanel.documents.tree import read_tree
from kinpanel.documents.unusable import Unusable

__all__ = [
    "Document",
    "Grid",
    "GridRow",
    "Interval",
    "Unusable",
    "read_document",
    "read_grid",
    "read_partly",
    "read_tree",
    "yaml_files",
]
