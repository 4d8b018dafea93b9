"""The reference panel: a fictional household panel whose truth is known."""

from kinpanel.simulate.exports import write_exports
from kinpanel.simulate.parameters import SCENARIOS, WAVES
from kinpanel.simulate.truth import Truth, simulate

__all__ = ["SCENARIOS", "WAVES", "Truth", "simulate", "write_exports"]
