"""Raw files written in blocks of rows, each as one program would have written it whole."""

from kinpanel.simulate.writing.cells import Cells, cells_of
from kinpanel.simulate.writing.rawfile import write_file
from kinpanel.simulate.writing.spill import Spill

__all__ = ["Cells", "Spill", "cells_of", "write_file"]
