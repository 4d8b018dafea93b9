"""A strict reader of our own for Stata files of formats 113 to 115 and 117 to 119.

Every part must lie where the header and the map say, every count must fit, and nothing may be
left over: a file that was cut, repeated or spliced is refused. Layouts after Stata's `help dta`.
"""

from kinpanel.ingest.stata.layout import RELEASES
from kinpanel.ingest.stata.read import read_stata

__all__ = ["RELEASES", "read_stata"]
