"""How variables and tables are named in declarations."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kinpanel.labels import Code

VARIABLE_NAME = r"^[A-Za-z][A-Za-z0-9_]{0,31}$"
"""Names of variables and tables: what Stata takes, too."""
Name = Annotated[str, Field(pattern=VARIABLE_NAME)]
Codes = Annotated[tuple[Code, ...], Field(min_length=1)]
