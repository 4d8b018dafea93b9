"""P: the father and the mother of every child: alive, where, how long away, why, at what work."""

from kinpanel.simulate.sections.parents.clean import clean
from kinpanel.simulate.sections.parents.columns import columns
from kinpanel.simulate.sections.parents.draw import draw
from kinpanel.simulate.sections.section import Section

PARENTS = Section("parents", "proxy", "parents", draw, columns, clean)

__all__ = ["PARENTS"]
