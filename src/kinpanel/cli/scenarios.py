"""The help of `kinpanel simulate`, with every scenario in a line of its own."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand


class WithScenarios(TyperCommand):
    """A command whose help ends with the scenarios; they are read when somebody asks for help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help as of any command, scenarios below."""
        from kinpanel.simulate.parameters import SCENARIO_WORDS

        width = max(map(len, SCENARIO_WORDS))
        lines = [f"{name:{width}}  {words}" for name, words in SCENARIO_WORDS.items()]
        text = self.help or ""
        self.help = "\n".join([text, "", "\b", "Scenarios:", *lines])
        super().format_help(ctx, formatter)
        self.help = text
