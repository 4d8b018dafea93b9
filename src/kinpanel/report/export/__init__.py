"""Tables for other programs: typed frames to .dta, .sav, .parquet and .csv, with a descriptor."""

from kinpanel.report.export.formats import FORMATS, Content, Look, render

__all__ = ["FORMATS", "Content", "Look", "render"]
