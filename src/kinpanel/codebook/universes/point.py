"""One answer to try out, as it would stand in either wave."""

from __future__ import annotations

OTHER = "\0"
"""An answer that is none of those named; where a wave has no such answer, this stands there."""

Raw = float | str | None
"""A raw answer; None is missing."""

Point = tuple[Raw, Raw]
"""An answer as it stands in the earlier and in the later wave."""
