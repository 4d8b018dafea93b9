"""Verbs on the panel: describe, estimate, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kinpanel.cli.options import HERE, Json, Quiet, StudyFolder
from kinpanel.cli.output import findings, give, grid, records, say

if TYPE_CHECKING:
    import pandas as pd

    from kinpanel.pipeline.handle import Study


def add_to(app: typer.Typer) -> None:
    """Register the verbs of this file."""
    app.command(epilog="Example: kinpanel describe transitions")(describe)
    app.command(epilog='Example: kinpanel estimate "dep_z ~ f + m + fm | pid + wave"')(estimate)
    app.command(epilog="Example: kinpanel tables effects --why")(tables)


def describe(
    what: Annotated[
        str,
        typer.Argument(
            help="waves, states, transitions, switchers, missingness, questions, prevalence or "
            "overlap."
        ),
    ],
    concept: Annotated[str, typer.Argument(help="With questions: the concept asked about.")] = "",
    definition: Annotated[
        list[str] | None,
        typer.Option(help="With prevalence: a definition of absence; may be repeated; or all."),
    ] = None,
    wave: Annotated[
        list[str] | None,
        typer.Option(help="With prevalence: a wave; may be repeated; or all. Default: the last."),
    ] = None,
    by_group: Annotated[
        bool, typer.Option(help="With prevalence: also rural, urban and by parent, where told.")
    ] = False,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """First looks at the panel (exact counts, not for publication) and at what was asked."""
    from kinpanel.pipeline.describe import describe as run
    from kinpanel.pipeline.handle import Study

    opened = Study.open(study)
    if what == "questions":
        from kinpanel.pipeline.compare import describe_questions

        frame = describe_questions(opened, concept)
    elif what in ("prevalence", "overlap"):
        frame = _under_definitions(opened, what, definition or ["all"], wave or [], by_group)
    else:
        frame = run(opened, what)
    records(frame.drop(columns=["kinds", "since"], errors="ignore"))
    give(frame.astype(object).where(frame.notna(), None).to_dict("records"))


def _under_definitions(
    study: Study, what: str, definitions: list[str], waves: list[str], by_group: bool
) -> pd.DataFrame:
    from kinpanel.pipeline.prevalence import overlap, prevalence

    if what == "prevalence":
        return prevalence(study, definitions, waves, by_group=by_group)
    return overlap(study, waves)


def estimate(
    formula: Annotated[str, typer.Argument(help='e.g. "dep_z ~ f + m + fm | pid + wave"')],
    cluster: Annotated[str | None, typer.Option(help="Cluster; default: the study's.")] = None,
    vcov: Annotated[str | None, typer.Option(help="iid, hetero, CRV1, CRV2 or CRV3.")] = None,
    weights: Annotated[str | None, typer.Option(help="A variable with weights.")] = None,
    ssc: Annotated[
        str, typer.Option(help="Small-sample rule: reghdfe, fixest, stata or none.")
    ] = "reghdfe",
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Estimate a fixed-effects model on the panel."""
    from kinpanel.pipeline.estimate import estimate as run
    from kinpanel.pipeline.handle import Study

    fit = run(Study.open(study), formula, vcov=vcov, cluster=cluster, weights=weights, ssc=ssc)
    say(fit.summary())
    if json:
        findings(fit.findings)
    give(fit.as_dict())


def tables(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Tables and figures; all if none."),
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Say why each was built.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Build even what is current.")] = False,
    language: Annotated[
        str | None, typer.Option(help="Language of labels; default: the study's first.")
    ] = None,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Build the paper's tables and figures into paper/output; only what changed."""
    from kinpanel.pipeline.handle import Study
    from kinpanel.pipeline.publish import publish

    outputs = publish(Study.open(study), names or (), language=language, force=force)
    columns = ("name", "", "files", "why") if why else ("name", "", "files")
    grid(
        columns,
        [
            (out.name, out.status, ", ".join(out.files), "; ".join(out.why))[: len(columns)]
            for out in outputs
        ],
    )
    give({"outputs": [out.as_dict() for out in outputs]})
