"""The sections of the reference panel, in the order of the questionnaire."""

from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.adult import ADULT
from kinpanel.simulate.sections.alone import BEHAVIOUR, MIND, RELATIONS, SAFETY
from kinpanel.simulate.sections.generations import GENERATIONS
from kinpanel.simulate.sections.household import HOUSEHOLD
from kinpanel.simulate.sections.parents import PARENTS
from kinpanel.simulate.sections.proxy import CARE, CONTACT, HEALTH
from kinpanel.simulate.sections.roster import ROSTER
from kinpanel.simulate.sections.school import COGNITION, SCHOOL
from kinpanel.simulate.sections.section import Section
from kinpanel.simulate.sections.spells import SPELLS
from kinpanel.simulate.sections.strengths import STRENGTHS
from kinpanel.simulate.sections.tracking import TRACKING
from kinpanel.simulate.sections.village import VILLAGE

__all__ = ["SECTIONS", "Section", "Traps", "sections_of"]

SECTIONS: tuple[Section, ...] = (
    *(ROSTER, SPELLS, PARENTS),
    *HOUSEHOLD,
    *(CARE, CONTACT, HEALTH),
    SCHOOL,
    COGNITION,
    VILLAGE,
    TRACKING,
    *(MIND, SAFETY, BEHAVIOUR, RELATIONS, STRENGTHS, GENERATIONS, ADULT),
)
"""All sections; those of a file follow each other as its columns do."""


def sections_of(unit: str) -> tuple[Section, ...]:
    """The sections asked in one file."""
    return tuple(section for section in SECTIONS if section.unit == unit)
