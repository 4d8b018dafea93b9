"""Growth of children: z-scores of height, weight and body mass index by the WHO method."""

from kinpanel.derived.growth.ages import months_old
from kinpanel.derived.growth.bodies import Measures
from kinpanel.derived.growth.lms_file import read_growth_tables
from kinpanel.derived.growth.package import package_tables
from kinpanel.derived.growth.tables import Curve, GrowthTables
from kinpanel.derived.growth.zscores import GROWTH_REASONS, growth_z

__all__ = [
    "GROWTH_REASONS",
    "Curve",
    "GrowthTables",
    "Measures",
    "growth_z",
    "months_old",
    "package_tables",
    "read_growth_tables",
]
