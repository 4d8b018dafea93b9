"""The reference panel: a fictional household panel whose truth is known."""

from kinpanel.simulate.blocks import HOUSEHOLDS, VILLAGES
from kinpanel.simulate.draw import simulate, simulate_blocks
from kinpanel.simulate.exports import write_exports
from kinpanel.simulate.parameters import COMMITTED_SEED, SCENARIOS, WAVES, seed_of
from kinpanel.simulate.truth import Truth

__all__ = [
    "COMMITTED_SEED",
    "HOUSEHOLDS",
    "SCENARIOS",
    "VILLAGES",
    "WAVES",
    "Truth",
    "seed_of",
    "simulate",
    "simulate_blocks",
    "write_exports",
]
