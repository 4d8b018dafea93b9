"""Every crosswalk rule by name, and its application to the answers of a wave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kinpanel.codebook import Variable
from kinpanel.codebook.codes import Target
from kinpanel.codebook.rules import Rule
from kinpanel.ingest.decoded import Decoded
from kinpanel.ingest.rules.behind import behind
from kinpanel.ingest.rules.choices import any_of, count, count_to, mention
from kinpanel.ingest.rules.codes import map_codes, pad
from kinpanel.ingest.rules.dates import date, month
from kinpanel.ingest.rules.factors import factors
from kinpanel.ingest.rules.numbers import scale, unit
from kinpanel.ingest.rules.parts import parts
from kinpanel.ingest.rules.taken import first, same
from kinpanel.ingest.rules.task import Harmonised, Task

FUNCTIONS: dict[str, Callable[[Task], Harmonised]] = {
    "same": same,
    "map": map_codes,
    "scale": scale,
    "pad": pad,
    "month": month,
    "date": date,
    "first": first,
    "any": any_of,
    "count": count,
    "count_to": count_to,
    "mention": mention,
    "unit": unit,
    "parts": parts,
    "behind": behind,
    "factors": factors,
}
"""Every rule of `codebook.rules.RULES`, by name."""


def apply_rule(
    rule: Rule,
    sources: Sequence[Decoded],
    targets: Mapping[str, Target],
    variable: Variable | None = None,
) -> Harmonised:
    """Apply one rule to the answers it is made from; all rows at once.

    `variable` is what is made: `unit` and `parts` ask for its unit and its type.
    """
    return FUNCTIONS[rule.spec.name](Task(rule.argument, sources, targets, variable))
