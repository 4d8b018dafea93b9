"""Sections A and N: the household file."""

from kinpanel.simulate.sections.household.cover import COVER
from kinpanel.simulate.sections.household.income import INCOMES
from kinpanel.simulate.sections.household.property import PROPERTY
from kinpanel.simulate.sections.household.remittance import REMITTANCE
from kinpanel.simulate.sections.household.shocks import SHOCKS
from kinpanel.simulate.sections.household.weights import WEIGHTS

__all__ = ["HOUSEHOLD"]

HOUSEHOLD = (COVER, REMITTANCE, INCOMES, PROPERTY, SHOCKS, WEIGHTS)
"""The sections of the household file, in order."""
