"""The scale registry: what an instrument is, how it is scored, what may be shipped of it."""

from kinpanel.instruments.key import Key, ScaleKey, scoring_key
from kinpanel.instruments.load import instrument, instrument_ids, instruments
from kinpanel.instruments.model import CutOff, Instrument

__all__ = [
    "CutOff",
    "Instrument",
    "Key",
    "ScaleKey",
    "instrument",
    "instrument_ids",
    "instruments",
    "scoring_key",
]
