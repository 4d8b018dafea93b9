"""Fixed-effects models on cluster moments: formula and panel in, frozen fit out."""

from kinpanel.estimation.estimate import feols
from kinpanel.estimation.fit import Fit
from kinpanel.estimation.formula import parse_formula

__all__ = ["Fit", "feols", "parse_formula"]
