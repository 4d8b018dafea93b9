"""What a paper may ask for: models, tables and figures as lists of names, never formula text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from kinpanel.documents import Document
from kinpanel.labels import Labels
from kinpanel.report.table import TABLE_NAME
from kinpanel.study import NAME, WAVE_ID

Variable = Annotated[str, StringConstraints(pattern=NAME)]
Name = Annotated[str, StringConstraints(pattern=TABLE_NAME)]
EFFECT = NAME[:-1] + r"(\^[A-Za-z][A-Za-z0-9_]{0,31})*$"
Effect = Annotated[str, StringConstraints(pattern=EFFECT)]
"""A variable, or several combined: `village^wave`."""


class ModelSpec(Document):
    """A linear model: outcome on exposures and controls, given effects, clustered by a variable.

    Without `cluster` the default of the study holds.
    """

    outcome: Variable
    exposures: tuple[Variable, ...] = Field(min_length=1)
    controls: tuple[Variable, ...] = ()
    effects: tuple[Effect, ...] = ()
    cluster: Variable | None = None
    label: Labels = {}

    @model_validator(mode="after")
    def _each_once(self) -> ModelSpec:
        names = [self.outcome, *self.exposures, *self.controls]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} stands more than once in the model")
        return self

    @property
    def formula(self) -> str:
        """The model as `y ~ x1 + x2 | pid + wave`, made of names whose form was checked."""
        right = " + ".join((*self.exposures, *self.controls))
        effects = " + ".join(self.effects)
        return f"{self.outcome} ~ {right}" + (f" | {effects}" if effects else "")


class DescriptivesSpec(Document):
    """Means and numbers by parental state, in all waves or in one."""

    kind: Literal["descriptives"]
    variables: tuple[Variable, ...] = Field(min_length=1)
    wave: Annotated[str, StringConstraints(pattern=WAVE_ID)] | None = None
    title: Labels


class TransitionsSpec(Document):
    """Parental state in one wave by state in the next."""

    kind: Literal["transitions"]
    title: Labels


class RegressionSpec(Document):
    """Models side by side; `terms` chooses and orders coefficients, all of them when empty."""

    kind: Literal["regression"]
    models: tuple[Name, ...] = Field(min_length=1)
    terms: tuple[Variable, ...] = ()
    title: Labels
    stars: bool = False


class CoefficientsSpec(Document):
    """A figure of coefficients with their intervals, over one or more models."""

    kind: Literal["coefficients"]
    models: tuple[Name, ...] = Field(min_length=1, max_length=7)
    terms: tuple[Variable, ...] = ()
    title: Labels


class PublishedCount(Document):
    """A published number of children: the year it is of, and where it stands.

    `verified` says whether somebody has seen it in that source; what is not is marked wherever it
    is shown. `percent` is what the source says the number is of the children it is about.
    """

    year: int = Field(ge=1900, le=2100)
    children: int = Field(ge=1)
    source: str = Field(min_length=1)
    verified: bool
    percent: float | None = Field(default=None, ge=0, le=100)
    note: str = ""


class PublishedSeries(Document):
    """Published numbers that count the same children: one definition, by year.

    `definition` names the definition of absence that comes nearest, where there is one.
    """

    label: Labels
    definition: Variable | None = None
    unit: Labels = {}
    counts: tuple[PublishedCount, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_year_once(self) -> PublishedSeries:
        years = [count.year for count in self.counts]
        if years != sorted(set(years)):
            raise ValueError("the years of a series stand in order, each once")
        return self


class OwnSpec(Document):
    """The study's own share of children under each definition: what to call the study, waves.

    Without `waves` all that have landed.
    """

    label: Labels
    waves: tuple[Annotated[str, StringConstraints(pattern=WAVE_ID)], ...] = ()


class PublishedSpec(Document):
    """A figure of published numbers: several definitions, never one line.

    With `own` the study's own shares stand beside them, under the same definitions.
    """

    kind: Literal["published"]
    own: OwnSpec | None = None
    series: dict[Name, PublishedSeries] = Field(min_length=1, max_length=7)
    title: Labels


TableSpec = Annotated[
    DescriptivesSpec | TransitionsSpec | RegressionSpec, Field(discriminator="kind")
]
FigureSpec = CoefficientsSpec | PublishedSpec
WrittenFigure = Annotated[FigureSpec, Field(discriminator="kind")]
"""A figure as written, told apart by its kind."""
AnySpec = ModelSpec | DescriptivesSpec | TransitionsSpec | RegressionSpec | FigureSpec


def models_used(spec: AnySpec) -> tuple[str, ...]:
    """Names of the models a table or figure shows; none for other kinds."""
    return spec.models if isinstance(spec, RegressionSpec | CoefficientsSpec) else ()


def variables_used(spec: AnySpec, models: Mapping[str, ModelSpec] | None = None) -> tuple[str, ...]:
    """Panel variables a spec reads, each once, in order; pid, wave and state among them.

    For a table or figure of models, those of its models, looked up in `models`.
    """
    if isinstance(spec, ModelSpec):
        effects = [part for effect in spec.effects for part in effect.split("^")]
        cluster = [spec.cluster] if spec.cluster else []
        names = [spec.outcome, *spec.exposures, *spec.controls, *effects, *cluster]
    elif isinstance(spec, DescriptivesSpec):
        names = ["pid", "wave", "state", *spec.variables]
    elif isinstance(spec, TransitionsSpec):
        names = ["pid", "wave", "state"]
    elif isinstance(spec, PublishedSpec):
        names = []
    else:
        known = models or {}
        names = [name for model in spec.models for name in variables_used(known[model])]
    return tuple(dict.fromkeys(names))
