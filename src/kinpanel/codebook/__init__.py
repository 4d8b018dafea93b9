"""What we hold: harmonised variables, and the crosswalk that leads to them."""

from kinpanel.codebook.load import load_codebook
from kinpanel.codebook.model import Codebook, Score, TableCodebook, Variable

__all__ = ["Codebook", "Score", "TableCodebook", "Variable", "load_codebook"]
