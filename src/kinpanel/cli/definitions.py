"""Verbs on definitions: new, check, draft, compare, codebook, schemas, form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinpanel.cli.options import HERE, Json, Quiet, StudyFolder
from kinpanel.cli.output import findings, give, grid, records, say

if TYPE_CHECKING:
    from kinpanel.pipeline.handle import Study


def add_to(app: typer.Typer) -> None:
    """Register the verbs of this file."""
    app.command(epilog="Example: kinpanel new my-panel && cd my-panel && make")(new)
    app.command(epilog="Example: kinpanel check --study examples/nlsy-children")(check)
    app.command(epilog="Example: kinpanel draft w4_child.dta w4_roster.dta --wave w4 --write")(
        draft
    )
    app.command(epilog="Example: kinpanel compare w2 w3")(compare)
    app.command(epilog="Example: kinpanel codebook ddi")(codebook)
    app.command(epilog="Example: kinpanel schemas .schemas")(schemas)
    app.command(epilog="Example: kinpanel form w1 w1_child.xlsx --file child")(form)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make a new study, complete and runnable."""
    from kinpanel.pipeline.scaffold import new_study

    written = new_study(folder)
    say(f"a new study in {folder}, {len(written)} files; next: cd {folder} && make")
    give({"folder": str(folder), "files": written})


def check(study: StudyFolder = HERE, json: Json = False, quiet: Quiet = False) -> None:
    """Check questionnaires, codebooks, crosswalk and paper against each other; no data needed."""
    from kinpanel.pipeline.check import check as run

    result = run(study)
    grid(("wave", "files", "questions"), [(w.wave, w.files, w.questions) for w in result.waves])
    grid(
        ("table", "variables", "crosswalk rows"),
        [(t.table, t.variables, t.rows) for t in result.tables],
    )
    say(f"{result.outputs} tables and figures in paper/; no contradiction found")
    give(result.as_dict())


def draft(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Files .dta, .sav of the wave (or their names in data/raw), or one form .xlsx.",
        ),
    ],
    wave: Annotated[str, typer.Option(help="The wave they belong to.")],
    name: Annotated[str, typer.Option(help="What the questionnaire calls a single file.")] = "",
    encoding: Annotated[str | None, typer.Option(help="Encoding of its texts.")] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write questionnaires/<wave>.yaml (never over one).")
    ] = False,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draft a questionnaire and crosswalk candidates from the metadata of delivered files."""
    from kinpanel.pipeline.draft import draft as run
    from kinpanel.pipeline.handle import Study

    if any(file.lower().endswith(".xlsx") for file in files):
        _draft_form(Study.open(study), files, wave, name, write)
        return
    result = run(Study.open(study), files, wave, name=name, encoding=encoding, write=write)
    findings(result.findings, notes=True)
    if result.written:
        say(f"{result.questions} questions, {result.todos} TODOs: {', '.join(result.written)}")
    else:
        say(result.questionnaire)
    say(result.crosswalk)
    give(result.as_dict())


def _draft_form(study: Study, files: list[str], wave: str, name: str, write: bool) -> None:
    from kinpanel.errors import UsageError
    from kinpanel.pipeline.form import draft_form

    if len(files) > 1:
        raise UsageError("a draft is made from one form, or from data files")
    result = draft_form(study, Path(files[0]), wave, alias=name or "child", write=write)
    findings(result.findings)
    if result.written:
        say(f"written: {', '.join(result.written)}; fill in every TODO before kinpanel check")
    else:
        say(result.text)
        say(result.choices)
    give(
        {
            "questionnaire": result.text,
            "choices": result.choices,
            "findings": [finding.as_dict() for finding in result.findings],
            "written": list(result.written),
        }
    )


def compare(
    before: Annotated[str, typer.Argument(help="A wave, e.g. w2.")],
    after: Annotated[str, typer.Argument(help="A later wave, e.g. w3.")],
    everything: Annotated[
        bool, typer.Option("--all", help="Also questions that have not changed.")
    ] = False,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show what two waves asked differently: wording, codes, order, universe, range, unit."""
    from kinpanel.pipeline.compare import compare_waves
    from kinpanel.pipeline.handle import Study

    frame = compare_waves(Study.open(study), before, after)
    shown = frame if everything else frame[frame["status"] != "unchanged"]
    records(shown[["concept", "before", "after", "status", "differences"]])
    say(f"{(frame['status'] == 'unchanged').sum()} questions are unchanged")
    give(shown.to_dict("records"))


def codebook(
    formats: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FORMAT]...", help="ddi, datapackage; both if none is named."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder; default: codebooks/output of the study.")
    ] = None,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write the codebook for archives: DDI-Codebook 2.5 and a data package descriptor."""
    from kinpanel.pipeline.archive import write_codebook
    from kinpanel.pipeline.handle import Study

    paths = write_codebook(Study.open(study), formats or (), folder=out)
    for path in paths:
        say(f"wrote {path}")
    give({"files": [str(path) for path in paths]})


def schemas(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them.")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write the JSON Schema of every file kind, for editors to complete and check while typing."""
    from kinpanel.pipeline.schemas import write_schemas

    paths = write_schemas(folder)
    for path in paths:
        say(f"wrote {path}")
    give({"files": [str(path) for path in paths]})


def form(
    wave: Annotated[str, typer.Argument(help="A wave, e.g. w1.")],
    target: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="Where to write the form.")],
    file: Annotated[str | None, typer.Option(help="One file of the wave; default: all.")] = None,
    study: StudyFolder = HERE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write the questionnaire of a wave as an XLSForm, to be fielded with ODK or SurveyCTO."""
    from kinpanel.pipeline.form import export_form
    from kinpanel.pipeline.handle import Study

    questions = export_form(Study.open(study), wave, target, file=file)
    say(f"wrote {target}, {questions} questions")
    give({"file": str(target), "questions": questions})
