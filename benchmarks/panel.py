"""The reference panel at the size of a register: seconds and peak memory of each verb.

    python benchmarks/panel.py [--households 100000] [--only simulate]

Simulates so many households in five waves, ingests them and audits what landed, in a copy of the
study of this repository. Peak memory is that of the largest process a verb started.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from math import ceil
from pathlib import Path

from ingest import WATCH

STUDY = ("study.yaml", "questionnaires", "codebooks", "paper")
MOST_VILLAGES = 1_188
VERBS: dict[str, tuple[str, ...]] = {
    "simulate": ("simulate", "--scenario", "baseline", "--seed", "1"),
    "ingest": ("ingest",),
    "audit": ("audit",),
}
MAY_END_WITH = {"audit": 1}
"""What a verb may end with beside 0: the audit finds what traps have planted."""


def main() -> int:
    """Copy the study, run the verbs one after the other, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--only", choices=VERBS, help="stop after this verb")
    options = parser.parse_args()
    each = max(100, ceil(options.households / MOST_VILLAGES))
    villages = ceil(options.households / each)
    with tempfile.TemporaryDirectory(prefix="bench-panel-") as folder:
        study = copied(Path(folder))
        for verb, arguments in VERBS.items():
            size = ("--villages", str(villages), "--households", str(each))
            run = watched(verb, (*arguments, *(size if verb == "simulate" else ())), study)
            print(
                f"{verb}, {villages * each:,} households in five waves: {run['seconds']:,.0f} s, "
                f"peak memory {run['gigabytes']:.2f} GiB{raw_size(study, verb)} "
                f"({time.strftime('%Y-%m-%d')})",
                flush=True,
            )
            if verb == options.only:
                break
    return 0


def copied(folder: Path) -> Path:
    """The definitions of the study at the root of the repository, without any data."""
    root = Path(__file__).parents[1]
    for name in STUDY:
        if (root / name).is_dir():
            ignored = shutil.ignore_patterns("output")
            shutil.copytree(root / name, folder / name, ignore=ignored)
        else:
            shutil.copy(root / name, folder / name)
    (folder / "data" / "raw").mkdir(parents=True)
    return folder


def watched(verb: str, arguments: tuple[str, ...], study: Path) -> dict[str, float]:
    """Seconds, and gigabytes of the largest process, of a verb that must succeed."""
    command = [sys.executable, "-m", "kinpanel", *arguments, "--study", str(study), "-q"]
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *command], capture_output=True, text=True, check=True
    )
    result: dict[str, float] = json.loads(done.stdout)
    if result["code"] not in (0, MAY_END_WITH.get(verb, 0)):
        raise SystemExit(f"kinpanel {verb} ended with {result['code']}\n{done.stderr}")
    return result


def raw_size(study: Path, verb: str) -> str:
    """What lies in data/raw after the simulation, for its line."""
    if verb != "simulate":
        return ""
    files = [path for path in (study / "data" / "raw").rglob("*") if path.is_file()]
    return f", {sum(path.stat().st_size for path in files) / 1e9:.1f} GB of raw files"


if __name__ == "__main__":
    sys.exit(main())
