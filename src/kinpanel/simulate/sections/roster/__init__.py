"""R: who lives in the household, who came and left, how they are registered."""

from kinpanel.simulate.sections.roster.clean import clean
from kinpanel.simulate.sections.roster.columns import columns
from kinpanel.simulate.sections.roster.draw import draw
from kinpanel.simulate.sections.section import Section

ROSTER = Section("roster", "roster", "person", draw, columns, clean)

__all__ = ["ROSTER"]
