"""`tables`: the paper's tables and figures, rebuilt only where something changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from kinpanel.errors import UsageError
from kinpanel.pipeline.handle import Study, package_version
from kinpanel.pipeline.maker import FIGURE_FORMATS, PaperMaker, outputs_of
from kinpanel.report import FORMATS, Paper, load_paper
from kinpanel.report.specs import AnySpec, FigureSpec, TableSpec, models_used
from kinpanel.tables.files import write_atomically

BUILT = ".built.json"


@dataclass(frozen=True)
class Built:
    """One table or figure: whether it was built now, why, and its files below paper/output/."""

    name: str
    status: Literal["built", "current"]
    why: tuple[str, ...]
    files: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return {
            "name": self.name,
            "status": self.status,
            "why": list(self.why),
            "files": list(self.files),
        }


def publish(
    study: Study, names: Sequence[str] = (), *, language: str | None = None, force: bool = False
) -> list[Built]:
    """Build the tables and figures of paper/*.yaml (all, or those named) into paper/output/.

    One is left alone when its specification, the tables it draws on, the definitions and the
    version of kinpanel are what they were. Raises UsageError for unknown names, DefinitionError
    for a paper that asks for variables the panel does not have.
    """
    paper = load_paper(study.root)
    wanted = outputs_of(paper, names)
    language = language or study.definition.languages[0]
    if language not in study.definition.languages:
        raise UsageError(f"the study has no language {language!r}")
    folder = study.root / "paper" / "output"
    before = _read_built(folder / BUILT)
    plans = {
        name: _Plan(name, spec, _inputs(study, paper, spec, language), before.get(name), folder)
        for name, spec in wanted.items()
    }
    todo = {name: plan for name, plan in plans.items() if force or plan.why}
    if todo:
        maker = PaperMaker(study, paper, language)
        maker.check(wanted)
        for name, plan in todo.items():
            for file, payload in maker.make(name, plan.spec).items():
                write_atomically(folder / file, payload)
        after = {**before, **{name: plans[name].inputs for name in todo}}
        text = json.dumps(after, indent=1, sort_keys=True) + "\n"
        write_atomically(folder / BUILT, text.encode())
    return [plan.outcome(name in todo, force) for name, plan in plans.items()]


@dataclass(frozen=True)
class _Plan:
    """What one output depends on now, and what it was built from last time."""

    name: str
    spec: TableSpec | FigureSpec
    inputs: Mapping[str, str]
    before: Mapping[str, str] | None
    folder: Path

    @property
    def files(self) -> tuple[str, ...]:
        endings = FIGURE_FORMATS if isinstance(self.spec, FigureSpec) else tuple(FORMATS)
        return tuple(f"{self.name}.{ending}" for ending in endings)

    @cached_property
    def why(self) -> tuple[str, ...]:
        """Why it has to be built, judged once; nothing when it is current."""
        if self.before is None:
            return ("not built yet",)
        reasons = [
            f"{key} changed" for key in self.inputs if self.inputs[key] != self.before.get(key)
        ]
        reasons += [f"{file} is gone" for file in self.files if not (self.folder / file).is_file()]
        return tuple(reasons)

    def outcome(self, built: bool, force: bool) -> Built:
        why = ("forced",) if force and not self.why else self.why
        return Built(self.name, "built" if built else "current", why, self.files)


def _inputs(study: Study, paper: Paper, spec: AnySpec, language: str) -> dict[str, str]:
    """Digests of everything that decides an output, by what it is called in `why`."""
    models = {name: paper.models[name].model_dump() for name in models_used(spec)}
    waves = study.store.release().waves
    objects = {wave: {n: t.sha256 for n, t in w.tables.items()} for wave, w in waves.items()}
    return {
        "specification": _digest([spec.model_dump(), models]),
        "data": _digest(objects),
        "definitions": study.definitions_digest(),
        "kinpanel": package_version(),
        "language": language,
    }


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def _read_built(path: Path) -> dict[str, dict[str, str]]:
    """What was built last time; nothing when the record is gone or damaged."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
