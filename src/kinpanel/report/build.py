"""From what a paper asks for to the table or figure: one line per kind."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kinpanel.report.descriptives import descriptive_table
from kinpanel.report.estimate import Estimate
from kinpanel.report.figures import beside_plot, coefficient_plot, published_plot
from kinpanel.report.own import Own
from kinpanel.report.regression import regression_table
from kinpanel.report.setting import Setting
from kinpanel.report.specs import (
    DescriptivesSpec,
    FigureSpec,
    ModelSpec,
    PublishedSpec,
    TableSpec,
    TransitionsSpec,
)
from kinpanel.report.table import Table
from kinpanel.report.transitions import transition_table


def build_table(
    name: str,
    spec: TableSpec,
    *,
    panel: pd.DataFrame,
    fits: Mapping[str, Estimate],
    models: Mapping[str, ModelSpec],
    setting: Setting,
) -> Table:
    """The table `name` of a paper, from the panel or from the fits of the models it names.

    `panel` has one row per child x wave. Raises what the makers of the tables raise, and KeyError
    when a fit of a named model is not there.
    """
    title = setting.text(spec.title) or name
    if isinstance(spec, DescriptivesSpec):
        return descriptive_table(
            panel, spec.variables, name=name, title=title, setting=setting, wave=spec.wave
        )
    if isinstance(spec, TransitionsSpec):
        return transition_table(panel, name=name, title=title, setting=setting)
    labelled = {model: models[model].label for model in spec.models if models[model].label}
    return regression_table(
        {model: fits[model] for model in spec.models},
        name=name,
        title=title,
        setting=setting,
        headings={model: setting.text(label) for model, label in labelled.items()},
        terms=spec.terms,
        exposures=[name for model in spec.models for name in models[model].exposures],
        star=spec.stars,
    )


def build_figure(
    spec: FigureSpec,
    *,
    fits: Mapping[str, Estimate],
    models: Mapping[str, ModelSpec],
    setting: Setting,
    own: Own | None = None,
    format: str = "png",  # noqa: A002 - the word people use
) -> bytes:
    """The bytes of a figure of a paper, in one of `figures.FIGURE_FORMATS`.

    `own` are the study's own shares, for a figure of published numbers that asks for them.
    Raises what the figure raises, and KeyError when a fit of a named model is not there.
    """
    if isinstance(spec, PublishedSpec) and spec.own is not None:
        return beside_plot(
            spec.series,
            own or {},
            name=spec.own.label,
            title=spec.title,
            setting=setting,
            format=format,
        )
    if isinstance(spec, PublishedSpec):
        return published_plot(spec.series, title=spec.title, setting=setting, format=format)
    return coefficient_plot(
        {model: fits[model] for model in spec.models},
        title=spec.title,
        setting=setting,
        terms=spec.terms,
        headings={model: models[model].label for model in spec.models if models[model].label},
        format=format,
    )
