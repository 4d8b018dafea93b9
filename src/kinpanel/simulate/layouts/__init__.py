"""The raw files as delivered, wave by wave, declared apart from the questionnaires."""

from kinpanel.simulate.layouts.child import child_layout
from kinpanel.simulate.layouts.column import Column, Layout, Missing
from kinpanel.simulate.layouts.roster import roster_layout
from kinpanel.simulate.layouts.spells import spells_layout

__all__ = ["Column", "Layout", "Missing", "layouts_of"]


def layouts_of(wave: str) -> tuple[Layout, ...]:
    """The three files of a wave: child, roster, spells."""
    return child_layout(wave), roster_layout(wave), spells_layout(wave)
