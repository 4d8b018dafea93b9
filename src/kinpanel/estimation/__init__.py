"""Fixed-effects models on cluster moments: formula and panel in, frozen fit out."""

from kinpanel.estimation.estimate import feols
from kinpanel.estimation.fit import Fit
from kinpanel.estimation.formula import parse_formula
from kinpanel.estimation.inference.detectable import mde
from kinpanel.estimation.inference.equivalence import tost
from kinpanel.estimation.inference.influence import influence
from kinpanel.estimation.inference.multiple import adjust
from kinpanel.estimation.inference.permutation import permute
from kinpanel.estimation.inference.stepdown import romano_wolf
from kinpanel.estimation.inference.wild import wild

__all__ = [
    "Fit",
    "adjust",
    "feols",
    "influence",
    "mde",
    "parse_formula",
    "permute",
    "romano_wolf",
    "tost",
    "wild",
]
