"""Whether two waves asked a variable of the same people: the proof behind `identical`."""

from kinpanel.codebook.universes.check import check_universes

__all__ = ["check_universes"]
