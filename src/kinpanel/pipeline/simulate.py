"""`simulate`: put raw exports of the reference panel among the deliveries."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kinpanel.errors import RefusedError, UsageError
from kinpanel.ingest.delivery import read_manifest
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.register import register
from kinpanel.tables.files import make_folder

VILLAGES, HOUSEHOLDS = 60, 20
"""The size of the reference panel: villages, and households in each."""


@dataclass(frozen=True)
class Simulated:
    """What was simulated: scenario, seed and the files written, by name below data/raw."""

    scenario: str
    seed: int
    files: tuple[str, ...]


def simulate(
    study: Study,
    *,
    scenario: str = "baseline",
    seed: int | None = None,
    replace: bool = False,
    traps: Sequence[int] | None = None,
    villages: int = VILLAGES,
    households: int = HOUSEHOLDS,
) -> Simulated:
    """Simulate the reference panel, write its exports for the study's waves, register them.

    Same scenario, seed and size (`households` a village), same bytes; without a seed the
    scenario's own is taken. All traps are
    set, or only those numbered in `traps` (UsageError for a number that there is not): without a
    trap its columns are exported plainly, which is not what the questionnaires say. Deliveries that
    are already there are refused (RefusedError) unless `replace`, and then only those that were
    simulated before; a file that nobody registered is never overwritten.
    """
    from kinpanel.simulate import seed_of, write_exports
    from kinpanel.simulate import simulate as draw
    from kinpanel.simulate.traps import ALL_TRAPS

    strangers = sorted(set(traps or ()) - ALL_TRAPS)
    if strangers:
        raise UsageError(f"there is no trap {strangers[0]}; kinpanel simulate --score lists them")
    present = read_manifest(study.manifest)
    real = [entry.file for entry in present.values() if not entry.release.startswith("simulated")]
    if present and (real or not replace):
        raise RefusedError(
            f"data/raw holds {len(present)} registered files"
            + (f", {len(real)} of them not simulated" if real else "; --replace simulates anew")
        )
    seed = seed_of(scenario) if seed is None else seed
    truth = draw(seed, scenario, villages, households)
    make_folder(study.raw)
    with tempfile.TemporaryDirectory(prefix=".simulating-", dir=study.raw) as work:
        waves = study.questionnaires.waves
        wanted = ALL_TRAPS if traps is None else frozenset(traps)
        files = {path for asked in waves.values() for path in asked.paths.values()}
        written = write_exports(truth, Path(work), waves=list(waves), files=files, traps=wanted)
        names = [path.relative_to(work).as_posix() for path in sorted(written)]
        strange = [n for n in names if n not in present and (study.raw / n).exists()]
        if strange:
            raise RefusedError(
                f"data/raw holds {len(strange)} files of these names that are not registered, "
                f"{strange[0]} among them; register them or move them away"
            )
        for path, name in zip(sorted(written), names, strict=True):
            make_folder((study.raw / name).parent)
            shutil.move(path, study.raw / name)
    size = "" if (villages, households) == (VILLAGES, HOUSEHOLDS) else f" {villages}x{households}"
    label = f"simulated {scenario} {seed}{size}"
    register(study, names, release=label, replace=True, history=False)
    return Simulated(scenario, seed, tuple(names))
