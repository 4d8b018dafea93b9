"""How raw files are laid out, wave by wave, declared apart from the questionnaires."""

from kinpanel.simulate.layouts.column import Column, Layout, Missing
from kinpanel.simulate.layouts.names import raw_name

__all__ = ["Column", "Layout", "Missing", "raw_name"]
