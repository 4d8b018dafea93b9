"""`simulate`: put raw exports of the reference panel among the deliveries."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kinpanel.errors import RefusedError, UsageError
from kinpanel.ingest.delivery import Delivery, read_manifest
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.register import register
from kinpanel.tables.files import make_folder

if TYPE_CHECKING:
    from kinpanel.simulate import Truth


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
    villages: int | None = None,
    households: int | None = None,
) -> Simulated:
    """Simulate the reference panel, write its exports for the study's waves, register them.

    Same scenario, seed and size (`households` a village; without them that of the reference
    panel), same bytes; without a seed the scenario's own is taken. However many villages, only one
    block of them lies in memory at a time. All traps are set, or only those numbered in `traps`
    (UsageError for a number that there is not): without a trap its columns are exported plainly,
    which is not what the questionnaires say. Deliveries that are already there are refused
    (RefusedError) unless `replace`, and then only those that were simulated before; a file that
    nobody registered is never overwritten.
    """
    from kinpanel.simulate import HOUSEHOLDS, VILLAGES, seed_of, simulate_blocks

    wanted = _traps(traps)
    present = read_manifest(study.manifest)
    _refuse_others(present, replace)
    seed = seed_of(scenario) if seed is None else seed
    size = villages or VILLAGES, households or HOUSEHOLDS
    blocks = simulate_blocks(seed, scenario, *size)
    make_folder(study.raw)
    with tempfile.TemporaryDirectory(prefix=".simulating-", dir=study.raw) as work:
        names = _write(study, blocks, Path(work), wanted)
        strange = [n for n in names if n not in present and (study.raw / n).exists()]
        if strange:
            raise RefusedError(
                f"data/raw holds {len(strange)} files of these names that are not registered, "
                f"{strange[0]} among them; register them or move them away"
            )
        for name in names:
            make_folder((study.raw / name).parent)
            shutil.move(Path(work) / name, study.raw / name)
    other = "" if size == (VILLAGES, HOUSEHOLDS) else f" {size[0]}x{size[1]}"
    register(
        study, names, release=f"simulated {scenario} {seed}{other}", replace=True, history=False
    )
    return Simulated(scenario, seed, tuple(names))


def _traps(wanted: Sequence[int] | None) -> frozenset[int]:
    """The traps that are set; UsageError for a number that there is not."""
    from kinpanel.simulate.traps import ALL_TRAPS

    strangers = sorted(set(wanted or ()) - ALL_TRAPS)
    if strangers:
        raise UsageError(f"there is no trap {strangers[0]}; kinpanel simulate --score lists them")
    return ALL_TRAPS if wanted is None else frozenset(wanted)


def _refuse_others(present: Mapping[str, Delivery], replace: bool) -> None:
    """RefusedError where deliveries lie that a simulation must not replace."""
    real = [entry.file for entry in present.values() if not entry.release.startswith("simulated")]
    if present and (real or not replace):
        raise RefusedError(
            f"data/raw holds {len(present)} registered files"
            + (f", {len(real)} of them not simulated" if real else "; --replace simulates anew")
        )


def _write(study: Study, blocks: Iterator[Truth], work: Path, traps: frozenset[int]) -> list[str]:
    """Write the files that the study's questionnaires ask for; their names below data/raw."""
    from kinpanel.simulate import write_exports

    waves = study.questionnaires.waves
    files = {path for asked in waves.values() for path in asked.paths.values()}
    written = write_exports(blocks, work, waves=list(waves), files=files, traps=traps)
    return [path.relative_to(work).as_posix() for path in sorted(written)]
