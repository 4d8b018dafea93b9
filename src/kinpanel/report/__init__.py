"""From frames and fits to tables and figures, and from those to bytes; no file is written here.

Light on import: makers of tables and figures are in their own modules, or behind `build`.
"""

from kinpanel.report.paper import Paper, load_paper, read_paper, variables_used
from kinpanel.report.render import FORMATS, render
from kinpanel.report.setting import Setting
from kinpanel.report.table import Column, Row, Table

__all__ = [
    "FORMATS",
    "Column",
    "Paper",
    "Row",
    "Setting",
    "Table",
    "load_paper",
    "read_paper",
    "render",
    "variables_used",
]
