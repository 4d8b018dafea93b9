"""Published definitions of parental absence: the record and the presets that are shipped."""

from kinpanel.presets.check import contradictions
from kinpanel.presets.load import check_declared, like, preset, preset_names
from kinpanel.presets.model import LADDER, Definition

__all__ = [
    "LADDER",
    "Definition",
    "check_declared",
    "contradictions",
    "like",
    "preset",
    "preset_names",
]
