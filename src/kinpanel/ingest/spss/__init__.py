"""The cells of SPSS system files, read strictly: every case whole, nothing left over.

Names, labels and declared missing values come from pyreadstat; the cells, which are nearly all of
a file, are taken apart here. Layout after the description of system files in the PSPP manual.
"""

from kinpanel.ingest.spss.read import read_spss

__all__ = ["read_spss"]
