"""`etable`: models side by side, for notebooks and the shell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import overload

from kinpanel.labels import Labels
from kinpanel.report.estimate import Estimate
from kinpanel.report.regression import regression_table
from kinpanel.report.render import render
from kinpanel.report.setting import Setting
from kinpanel.report.table import Table

Fits = Mapping[str, Estimate] | Sequence[Estimate] | Estimate


@overload
def etable(
    fits: Fits,
    *,
    labels: Mapping[str, Labels] | None = None,
    title: str = "",
    terms: Sequence[str] = (),
    stars: bool = False,
    language: str = "en",
    threshold: int = 10,
    output: None = None,
) -> Table: ...


@overload
def etable(
    fits: Fits,
    *,
    labels: Mapping[str, Labels] | None = None,
    title: str = "",
    terms: Sequence[str] = (),
    stars: bool = False,
    language: str = "en",
    threshold: int = 10,
    output: str,
) -> bytes: ...


def etable(
    fits: Fits,
    *,
    labels: Mapping[str, Labels] | None = None,
    title: str = "",
    terms: Sequence[str] = (),
    stars: bool = False,
    language: str = "en",
    threshold: int = 10,
    output: str | None = None,
) -> Table | bytes:
    """Fits side by side: a `Table`, or its bytes when `output` is tex, html, docx or md.

    Sugar for `regression_table` with a `Setting` of its own. Columns are headed by the keys of a
    mapping; a sequence is numbered only. Counts of fewer than `threshold` children are
    suppressed. Raises UsageError for unknown terms or formats, RefusedError for a model that
    rests on too few children.
    """
    if isinstance(fits, Mapping):
        models, headings = dict(fits), {name: name for name in fits}
    else:
        listed = list(fits) if isinstance(fits, Sequence) else [fits]
        models, headings = {f"m{place}": fit for place, fit in enumerate(listed)}, {}
    setting = Setting(waves=(), language=language, labels=labels or {}, threshold=threshold)
    table = regression_table(
        models,
        name="etable",
        title=title,
        setting=setting,
        headings=headings or dict.fromkeys(models, ""),
        terms=terms,
        star=stars,
    )
    return table if output is None else render(table, output)
