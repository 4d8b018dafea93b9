"""Strict reading of what people write: YAML documents and CSV grids, with file and line."""

from kinpanel.documents.grid import Grid, GridRow, read_grid
from kinpanel.documents.interval import Interval
from kinpanel.documents.model import Document, read_document
from kinpanel.documents.tree import read_tree

__all__ = ["Document", "Grid", "GridRow", "Interval", "read_document", "read_grid", "read_tree"]
