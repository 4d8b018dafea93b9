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
from kinpanel.estimation.panel.between import between
from kinpanel.estimation.panel.differences import first_difference
from kinpanel.estimation.panel.mundlak import mundlak

__all__ = [
    "Fit",
    "adjust",
    "between",
    "feols",
    "first_difference",
    "influence",
    "mde",
    "mundlak",
    "parse_formula",
    "permute",
    "romano_wolf",
    "tost",
    "wild",
]
