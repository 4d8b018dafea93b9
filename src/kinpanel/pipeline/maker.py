"""The paper's tables and figures made from the panel: each panel and fit once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinpanel.derived.absence import definition_names
from kinpanel.errors import DefinitionError, Finding, UsageError, nearest
from kinpanel.pipeline.estimate import estimate
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.prevalence import own_shares
from kinpanel.report import FORMATS, Paper, Setting, Table, load_paper, render, variables_used
from kinpanel.report.own import Own
from kinpanel.report.specs import AnySpec, FigureSpec, PublishedSpec, TableSpec, models_used

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
        self.own: dict[tuple[str, ...], Own] = {}
        self.setting = Setting(
            waves=study.definition.wave_ids,
            language=language,
            others=study.definition.languages,
            labels=study.panel_labels(),
            threshold=study.definition.disclosure.threshold,
        )

    def check(self, wanted: Mapping[str, AnySpec]) -> None:
        """Refuse names that panel and study do not have, all at once."""
        known = [str(column) for column in self.panel.columns]
        findings = []
        for name, spec in wanted.items():
            findings += self._unknown_own(name, spec)
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
            own=self._own(spec),
            format=ending,
        )

    def _own(self, spec: FigureSpec) -> Own | None:
        """The study's own shares that a figure asks for, each once."""
        if not isinstance(spec, PublishedSpec) or spec.own is None:
            return None
        names = tuple(one.definition for one in spec.series.values() if one.definition)
        key = (*names, "", *spec.own.waves)
        if key not in self.own:
            self.own[key] = own_shares(self.study, names, spec.own.waves)
        return self.own[key]

    def _unknown_own(self, name: str, spec: AnySpec) -> list[Finding]:
        """Definitions and waves that a figure asks the study for, and that are not there."""
        if not isinstance(spec, PublishedSpec) or spec.own is None:
            return []
        study = self.study.definition
        asked = [("definition", one.definition) for one in spec.series.values() if one.definition]
        asked += [("wave", wave) for wave in spec.own.waves]
        known = {"definition": definition_names(study), "wave": study.wave_ids}
        return [
            Finding(
                rule="paper",
                message=f"{name!r} asks for {kind} {one!r}, which the study does not have",
                advice=nearest(one, known[kind]),
            )
            for kind, one in asked
            if one not in known[kind]
        ]

    def _fits(self, spec: AnySpec) -> dict[str, Fit]:
        return {model: self._fit(model) for model in models_used(spec)}

    def _fit(self, model: str) -> Fit:
        if model not in self.fits:
            spec = self.paper.models[model]
            self.fits[model] = estimate(
                self.study, spec.formula, cluster=spec.cluster, panel=self.panel
            )
        return self.fits[model]
