"""Variances, tests and intervals of a fit, most of them from its cluster moments alone."""

from kinpanel.estimation.inference.conventions import SMALL_SAMPLE, SmallSample, small_sample
from kinpanel.estimation.inference.record import (
    CLUSTERED,
    KINDS,
    Counts,
    VcovKind,
    VcovRecord,
    vcov_kind,
    vcov_record,
)
from kinpanel.estimation.inference.table import t_table

__all__ = [
    "CLUSTERED",
    "KINDS",
    "SMALL_SAMPLE",
    "Counts",
    "SmallSample",
    "VcovKind",
    "VcovRecord",
    "small_sample",
    "t_table",
    "vcov_kind",
    "vcov_record",
]
