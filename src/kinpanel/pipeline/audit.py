"""`audit`: the rules over all waves; what they find as text, JSON, HTML and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kinpanel.codebook import Codebook
from kinpanel.codebook.accepted import ACCEPTED, Accepted, read_accepted
from kinpanel.codebook.crosswalk import FOLDER
from kinpanel.derived.audit import RULES, AuditResult, check_roles, gather, rule_of
from kinpanel.derived.audit import audit as run
from kinpanel.documents import Unusable
from kinpanel.documents.tree import read_tree
from kinpanel.errors import DefinitionError, Finding, InputMissingError, RefusedError, UsageError
from kinpanel.pipeline.handle import Study
from kinpanel.study import STUDY_FILE, StudyDefinition
from kinpanel.tables.files import write_atomically


def audit(
    study: Study,
    rules: Sequence[str] = (),
    *,
    html: Path | None = None,
    corrections: Path | None = None,
) -> AuditResult:
    """Run the rules (numbers or names; all if none) over every table that has landed.

    Tables and definitions stay as they are. `html` is where a page goes, `corrections` where
    proposed rows in the form of codebooks/corrections.csv go. Raises UsageError for an unknown
    rule, DefinitionError for roles or accepted findings that cannot be, InputMissingError before
    the first ingest, RefusedError for corrections outside the study's data folder: they carry
    keys and values.
    """
    chosen = [rule_of(name) for name in rules]
    if html is not None and html.suffix not in (".html", ".htm"):
        raise UsageError(f"{html.name} is no name of a page; end it in .html")
    if corrections is not None:
        permit(study, corrections, "corrections")
    findings = audit_findings(study.root, study.definition, study.codebook)
    if findings:
        raise DefinitionError("the audit cannot be made as declared", findings)
    landed = {name for wave in study.store.release().waves.values() for name in wave.tables}
    tables = {name: study.store.read(name) for name in study.codebook.tables if name in landed}
    if not tables:
        raise InputMissingError("no wave has landed yet; run: kinpanel ingest")
    accepted, _ = _accepted(study.root, study.definition, study.codebook, Unusable())
    result = run(gather(tables, study.codebook, study.definition), chosen, accepted)
    if html is not None:
        from kinpanel.report.audit import render_audit

        title = next(iter(study.definition.title.values()))
        write_atomically(html, render_audit(result, title, study.definition.wave_ids))
    if corrections is not None:
        text = result.corrections().to_csv(index=False, lineterminator="\n")
        write_atomically(corrections, text.encode("utf-8"))
    return result


def audit_findings(
    root: Path, study: StudyDefinition, codebook: Codebook, unusable: Unusable | None = None
) -> list[Finding]:
    """What is wrong with the roles in study.yaml and with codebooks/accepted.csv.

    Nothing is said of tables and variables that are `unusable` themselves.
    """
    unusable = unusable or Unusable()
    tree = read_tree(root / STUDY_FILE, STUDY_FILE)
    roles = [
        tree.finding("audit", path, message, advice)
        for path, message, advice in check_roles(study, codebook, unusable)
    ]
    return [*roles, *_accepted(root, study, codebook, unusable)[1]]


def _accepted(
    root: Path, study: StudyDefinition, codebook: Codebook, unusable: Unusable
) -> tuple[list[Accepted], list[Finding]]:
    names = [*RULES, *(rule.name for rule in RULES.values())]
    path = root / FOLDER / ACCEPTED
    display = f"{FOLDER}/{ACCEPTED}"
    return read_accepted(path, display, names, codebook.tables, study.wave_ids, unusable)


def permit(study: Study, target: Path, what: str) -> None:
    """Refuse a file outside the study's data folder, among the deliveries, or not a .csv.

    Raises RefusedError, UsageError for another suffix; `what` it holds is told.
    """
    data = (study.root / "data").resolve()
    place = target.resolve()
    if data not in place.parents or data / "raw" in place.parents:
        raise RefusedError(
            f"{what} carry keys and values of respondents, so they are written only into "
            f"data/ of the study, outside data/raw; e.g. data/processed/{what}-proposed.csv"
        )
    if place.suffix != ".csv":
        raise UsageError(f"{target.name} is no name of a table; end it in .csv")
