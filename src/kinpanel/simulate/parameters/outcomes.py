"""Numbers of the latent outcomes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kinpanel.simulate.parameters.panel import PerState


@dataclass(frozen=True)
class OutcomeParameters:
    """What moves one latent outcome.

    `current` are the effects of today's state. While both are away add: `girl` for girls,
    `year` per year of it beyond two (at most six), `video` with weekly video contact. `early` is
    for life: mother or both away before age three. `disadvantage` is selection: the loading of
    what also pushes parents to leave. `shares` are the variances of village, household, child and
    occasion; occasions follow an AR(1) with `memory`.

    Options, none in the baseline: `early_boy` adds to `early` for boys; `remains` is the share of
    the effect of both away that outlives their return; `lead` is felt at the wave before both
    leave; `remittance` is the effect per log of one plus the year's remittance in thousands.
    """

    current: PerState
    shares: PerState
    memory: float
    disadvantage: float
    shock: float
    early: float = 0.0
    girl: float = 0.0
    year: float = 0.0
    video: float = 0.0
    early_boy: float = 0.0
    remains: float = 0.0
    lead: float = 0.0
    remittance: float = 0.0

    def homogeneous(self) -> OutcomeParameters:
        """The same outcome with the effects of `current` only: the same for every child."""
        return replace(
            self, early=0.0, girl=0.0, year=0.0, video=0.0, early_boy=0.0, remittance=0.0
        )

    def without_effect(self) -> OutcomeParameters:
        """The same outcome with no effect of absence at all."""
        return replace(self.homogeneous(), current=(0.0, 0.0, 0.0, 0.0), remains=0.0, lead=0.0)


DEPRESSION = OutcomeParameters(
    current=(0.0, 0.06, 0.12, 0.20),
    shares=(0.04, 0.14, 0.32, 0.50),
    memory=0.25,
    disadvantage=0.22,
    shock=0.08,
    early=0.10,
    girl=0.06,
    year=0.02,
    video=-0.05,
)
COGNITION = OutcomeParameters(
    current=(0.0, -0.02, -0.09, -0.14),
    shares=(0.12, 0.18, 0.42, 0.28),
    memory=0.15,
    disadvantage=-0.20,
    shock=-0.03,
    early=-0.12,
)
HEIGHT = OutcomeParameters(
    current=(0.0, 0.0, -0.03, -0.04),
    shares=(0.08, 0.22, 0.45, 0.25),
    memory=0.35,
    disadvantage=-0.15,
    shock=-0.02,
)


@dataclass(frozen=True)
class GrowthParameters:
    """From the latent height to centimetres and kilograms.

    `level` is the mean height for age in standard deviations, `spread` one standard deviation as
    a share of the median height. Weight: the body mass index varies by `heaviness` (log points),
    `memory` of it for life; `remittance` is the effect on it, in its standard deviations, per log
    of one plus the year's remittance in thousands.
    """

    level: float = -0.6
    spread: float = 0.042
    heaviness: float = 0.11
    memory: float = 0.8
    remittance: float = 0.04
