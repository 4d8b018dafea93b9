"""The paper's tables and figures made from the panel: each panel and fit once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinpanel.errors import DefinitionError, Finding, UsageError, nearest
from kinpanel.pipeline.estimate import estimate
from kinpanel.pipeline.handle import Study
from kinpanel.report import FORMATS, Paper, Setting, Table, load_paper, render, variables_used
from kinpanel.report.specs import AnySpec, FigureSpec, TableSpec, models_used

if TYPE_CHECKING:
    import pandas as pd

    from kinpanel.estimation import Fit

FIGURE_FORMATS = ("png", "svg", "pdf")

Outputs = Mapping[str, TableSpec | FigureSpec]


def outputs_of(paper: Paper, names: Sequence[str] = ()) -> Outputs:
    """The tables and figures of a paper, or those named; UsageError for an unknown name."""
    everything: dict[str, TableSpec | FigureSpec] = {**paper.tables, **paper.figures}
    for name in names:
        if name not in everything:
            raise UsageError(f"the paper has no {name!r}; {nearest(name, everything)}")
    return {name: spec for name, spec in everything.items() if not names or name in names}


def show(study: Study, name: str, *, language: str | None = None) -> Table | Picture:
    """One table or figure of the paper, for a notebook; no file is written."""
    paper = load_paper(study.root)
    wanted = outputs_of(paper, [name])
    maker = PaperMaker(study, paper, language or study.definition.languages[0])
    maker.check(wanted)
    spec = wanted[name]
    return (
        Picture(maker.figure(spec, "png"))
        if isinstance(spec, FigureSpec)
        else maker.table(name, spec)
    )


@dataclass(frozen=True)
class Picture:
    """A figure as PNG bytes, shown by notebooks."""

    png: bytes

    def _repr_png_(self) -> bytes:
        return self.png


class PaperMaker:
    """The panel and the fits, each made once and only when an output asks for it."""

    def __init__(self, study: Study, paper: Paper, language: str) -> None:
        self.study, self.paper = study, paper
        self.panel: pd.DataFrame = study.panel()
        self.fits: dict[str, Fit] = {}
        self.setting = Setting(
            waves=study.definition.wave_ids,
            language=language,
            others=study.definition.languages,
            labels=study.panel_labels(),
            threshold=study.definition.disclosure.threshold,
        )

    def check(self, wanted: Mapping[str, AnySpec]) -> None:
        """Refuse names the panel does not have, all at once."""
        known = [str(column) for column in self.panel.columns]
        findings = []
        for name, spec in wanted.items():
            for variable in variables_used(spec, self.paper.models):
                if variable not in known:
                    message = f"{name!r} asks for {variable!r}, which the panel does not have"
                    findings.append(
                        Finding(rule="paper", message=message, advice=nearest(variable, known))
                    )
        if findings:
            raise DefinitionError("paper/ cannot be used", findings)

    def make(self, name: str, spec: TableSpec | FigureSpec) -> dict[str, bytes]:
        """The files of one output, as bytes by file name."""
        if isinstance(spec, FigureSpec):
            return {f"{name}.{ending}": self.figure(spec, ending) for ending in FIGURE_FORMATS}
        table = self.table(name, spec)
        return {f"{name}.{ending}": render(table, ending) for ending in FORMATS}

    def table(self, name: str, spec: TableSpec) -> Table:
        """One table."""
        from kinpanel.report.build import build_table

        return build_table(
            name,
            spec,
            panel=self.panel,
            fits=self._fits(spec),
            models=self.paper.models,
            setting=self.setting,
        )

    def figure(self, spec: FigureSpec, ending: str) -> bytes:
        """One figure, in one of FIGURE_FORMATS."""
        from kinpanel.report.build import build_figure

        return build_figure(
            spec,
            fits=self._fits(spec),
            models=self.paper.models,
            setting=self.setting,
            format=ending,
        )

    def _fits(self, spec: AnySpec) -> dict[str, Fit]:
        return {model: self._fit(model) for model in models_used(spec)}

    def _fit(self, model: str) -> Fit:
        if model not in self.fits:
            spec = self.paper.models[model]
            self.fits[model] = estimate(
                self.study, spec.formula, cluster=spec.cluster, panel=self.panel
            )
        return self.fits[model]
