"""What all processes share: parental states, waves, and the seed of the committed panel.

All effects are in standard deviations of the latent outcome. Parental states stand in the order
of `STATES`: both home, father away, mother away, both away.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STATES = ("B", "F", "M", "FM")
"""Both home, father away, mother away, both away; codes 0 to 3 in arrays."""
BOTH_AWAY = 3

WAVES: Mapping[str, int] = MappingProxyType(
    {"w1": 2014, "w2": 2016, "w3": 2018, "w4": 2020, "w5": 2022}
)
"""The waves of the reference panel and the year of their fieldwork (July to September)."""

COMMITTED_SEED = 10
"""The seed of the committed panel, scenario `homogeneous`; docs/decisions/0008 says why."""

PerState = tuple[float, float, float, float]
