"""The definitions of a study, read and checked, against the same with the thorough parser alone.

    python benchmarks/definitions.py [--study .] [--times 3]

Prints seconds of processor time, imports left out: the least of some runs each, in turn. Before
every run what was kept of the last one is forgotten.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import yaml

from kinpanel.codebook.load import read_codebook
from kinpanel.documents import tree
from kinpanel.questionnaire import read_questionnaires
from kinpanel.questionnaire.routing import parse_condition
from kinpanel.study import read_study


def seconds(root: Path, *, quick: bool) -> tuple[float, float, int]:
    """Time for the YAML alone and for everything, and the number of questions."""
    paths = [
        root / "study.yaml",
        *(root / "questionnaires").glob("*.yaml"),
        *(root / "codebooks").glob("*.yaml"),
    ]
    yaml.__with_libyaml__ = quick
    forget()
    begin = time.process_time()
    for path in paths:
        tree.read_tree(path, path.name)
    parsed = time.process_time() - begin
    forget()
    begin = time.process_time()
    study, findings = read_study(root)
    if study is None:
        raise SystemExit("\n".join(map(str, findings)))
    questionnaires, found, unusable = read_questionnaires(root, study)
    _, problems = read_codebook(root, study, questionnaires, unusable)
    if findings + found + problems:
        raise SystemExit("the definitions have findings: kinpanel check")
    asked = sum(len(wave.questions) for wave in questionnaires.waves.values())
    return parsed, time.process_time() - begin, asked


def forget() -> None:
    """Drop what was kept of earlier readings."""
    tree._parsed.cache_clear()
    parse_condition.cache_clear()


def main() -> None:
    """Read both ways in turn, print the least of each and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--study", type=Path, default=Path())
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    if not yaml.__with_libyaml__:
        raise SystemExit("PyYAML was built without libyaml: there is nothing to compare")
    seconds(options.study, quick=True)  # loads what is loaded when it is first needed
    runs: dict[bool, list[tuple[float, float, int]]] = {True: [], False: []}
    for _ in range(options.times):
        for quick, known in runs.items():
            known.append(seconds(options.study, quick=quick))
    print(f"questions: {runs[True][0][2]:,}")
    for place, what in enumerate(("YAML alone", "all definitions, checked")):
        fast, slow = (min(run[place] for run in runs[quick]) for quick in (True, False))
        print(f"{what}: {fast:.2f} s, thorough parser alone {slow:.2f} s, {slow / fast:.1f} times")


if __name__ == "__main__":
    main()
