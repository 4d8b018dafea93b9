"""Kinds of scores, and the cut-off that a band stands on."""

from __future__ import annotations

from kinpanel.codebook.model import BandScore, ScaleScore, Score, SumScore
from kinpanel.instruments import CutOff

__all__ = ["BandScore", "ScaleScore", "Score", "SumScore", "cut_off"]


def cut_off(band: BandScore, of: ScaleScore) -> CutOff | None:
    """The cut-off that holds for the form and variant of the score; None where none does."""
    return next((one for one in of.key.cutoffs if one.id == band.cutoff), None)
