"""The crosswalk rules at work: answers in, harmonised values and reasons out."""

from kinpanel.ingest.rules.apply import FUNCTIONS, apply_rule
from kinpanel.ingest.rules.task import Harmonised, Task

__all__ = ["FUNCTIONS", "Harmonised", "Task", "apply_rule"]
