"""A whole ingest of a wide wave against the bare reading of the same file by pyreadstat.

    python benchmarks/ingest.py [--rows 1000000] [--columns 200] [--kind dta|sav] [--times 1]

Ingest means: check the sha256, read, audit, recode every column, give every missing cell its
reason, write and publish the typed tables. The peer is `pyreadstat.read_dta(user_missing=True)`
or `read_sav`, which fills a data frame and stops there. Each run is a process of its own, timed
from its start, imports included; the ratio of the fastest of each is printed, with peak memory.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import wide_export
from wide_export import Field

WATCH = """
import json, os, resource, subprocess, sys, time
begin = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
spent = time.perf_counter() - begin
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
print(json.dumps({"code": done.returncode, "seconds": spent, "gigabytes": most}))
"""
BARE = "import sys, pyreadstat; pyreadstat.read_{kind}(sys.argv[1], user_missing=True)"
TYPES = {"labelled": "select_one often@1", "word": "text", "chinese": "text", "date": "date"}
REASONS = ("inapplicable", "dont_know", "refused", "no_answer", "lost")


def main() -> int:
    """Write the export and the study, run both, print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=200)
    parser.add_argument("--kind", choices=("dta", "sav"), default="dta")
    parser.add_argument("--times", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-ingest-") as folder:
        study = Path(folder)
        export = study / "data" / "raw" / "w1" / f"w1.{options.kind}"
        write_study(study, wide_export.fields(options.columns), options.kind)
        export.parent.mkdir(parents=True)
        write = wide_export.write_dta if options.kind == "dta" else wide_export.write_sav
        write(export, options.rows, options.columns)
        kinpanel = [sys.executable, "-m", "kinpanel"]
        subprocess.run([*kinpanel, "register", "--study", folder, "-q"], check=True)
        peer = [sys.executable, "-c", BARE.format(kind=options.kind), str(export)]
        ours = [*kinpanel, "ingest", "--study", folder, "-q"]
        runs: dict[str, list[dict[str, float]]] = {"peer": [], "ours": []}
        for _ in range(options.times):
            runs["peer"].append(watched(peer))
            shutil.rmtree(study / "data" / "processed", ignore_errors=True)
            runs["ours"].append(watched(ours))
        size = export.stat().st_size / 1e6
    report(options, size, runs)
    return 0


def watched(command: list[str]) -> dict[str, float]:
    """Seconds and peak memory of the largest process of a command; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *command], capture_output=True, text=True, check=True
    )
    result: dict[str, float] = json.loads(done.stdout)
    if result["code"]:
        raise SystemExit(f"{' '.join(command[:4])} ended with {result['code']}\n{done.stderr}")
    return result


def report(
    options: argparse.Namespace, size: float, runs: dict[str, list[dict[str, float]]]
) -> None:
    """Print the ratio of the fastest runs, and what it is made of."""
    fastest = {name: min(run["seconds"] for run in found) for name, found in runs.items()}
    most = {name: max(run["gigabytes"] for run in found) for name, found in runs.items()}
    print(
        f".{options.kind}, {options.rows:,} x {options.columns}, {size:,.0f} MB: "
        f"ingest {fastest['ours']:.1f} s, bare pyreadstat {fastest['peer']:.1f} s, "
        f"ratio {fastest['ours'] / fastest['peer']:.2f}; "
        f"peak memory {most['ours']:.1f} and {most['peer']:.1f} GiB ({time.strftime('%Y-%m-%d')})"
    )


def write_study(root: Path, made: list[Field], kind: str) -> None:
    """A study of one wave with one table that holds every column of the export."""
    codes = [".a", ".b", ".c", ".d", ".e"] if kind == "dta" else ["-1", "-2", "-3", "-4", "-5"]
    kinds = {"inapplicable": "design", "not_asked": "design"}
    reasons = "\n".join(
        f"  {name}: {{kind: {kinds.get(name, 'item')}, label: {{en: {name}}}}}"
        for name in (*REASONS, "not_asked")
    )
    pairs = ", ".join(f"{code}: {why}" for code, why in zip(codes, REASONS, strict=True))
    (root / "study.yaml").write_text(
        "title: {en: Benchmark}\nlanguages: [en]\nmissing:\n"
        f"{reasons}\nwaves:\n  - {{id: w1, year: 2020, missing_codes: {{{pairs}, .: no_answer}}}}\n"
        "panel: {child: child}\n"
    )
    for folder in ("questionnaires", "codebooks", "paper"):
        (root / folder).mkdir()
    choices = ", ".join(
        f"{{code: {code}, label: {{en: {label}}}}}" for code, label in wide_export.LABELS.items()
    )
    (root / "questionnaires" / "choices.yaml").write_text(f"choices:\n  often@1: [{choices}]\n")
    questions, variables, rows = [], [], []
    for field in made:
        name, asked = field.name, TYPES.get(field.kind) or number(field)
        questions.append(
            f"  - {{id: q_{name}, raw: child.{name}, concept: {name}, type: {asked}, "
            f"label: {{en: {name}}}}}"
        )
        held = {"select_one often@1": "ordinal"}.get(asked, asked)
        levels = (
            ", levels: ["
            + ", ".join(f"{{code: {c}, label: {{en: {x}}}}}" for c, x in wide_export.LABELS.items())
            + "]"
            if held == "ordinal"
            else ""
        )
        variables.append(f"  - {{name: {name}, type: {held}, label: {{en: {name}}}{levels}}}")
        rule = "map" if held == "ordinal" else "same"
        rows.append(f"child.{name},w1,q_{name},{rule},identical,,,")
    (root / "questionnaires" / "w1.yaml").write_text(
        f"wave: w1\nfiles:\n  child: {{path: w1.{kind}, unit: child, key: [q_pid]}}\n"
        "questions:\n" + "\n".join(questions) + "\n"
    )
    (root / "codebooks" / "child.yaml").write_text(
        "table: child\nlabel: {en: Children}\nunit: child\nkey: [pid]\nvariables:\n"
        + "\n".join(variables)
        + "\n"
    )
    (root / "codebooks" / "crosswalk.csv").write_text(
        "variable,wave,source,rule,status,why,by,reviewed\n" + "\n".join(rows) + "\n"
    )
    mapped = [
        f"child.{field.name},{code},{label},{code}"
        for field in made
        if field.kind == "labelled"
        for code, label in wide_export.LABELS.items()
    ]
    (root / "codebooks" / "codes.csv").write_text(
        "variable,target,label,w1\n" + "\n".join(mapped) + "\n"
    )
    (root / "paper" / "tables.yaml").write_text("tables: {}\nfigures: {}\n")


def number(field: Field) -> str:
    """The type of a column of numbers."""
    return "decimal" if field.kind in ("double", "float") else "integer"


if __name__ == "__main__":
    raise SystemExit(main())
