"""The sections of the reference panel, in the order of the questionnaire."""

from kinpanel.simulate.layouts.wave import Traps
from kinpanel.simulate.sections.section import Section

__all__ = ["SECTIONS", "Section", "Traps", "sections_of"]

SECTIONS: tuple[Section, ...] = ()
"""All sections; those of a file follow each other as its columns do."""


def sections_of(unit: str) -> tuple[Section, ...]:
    """The sections asked in one file."""
    return tuple(section for section in SECTIONS if section.unit == unit)
