"""codebooks/links/<wave>.csv: in this wave, a raw id stands for a person known by another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kinpanel.codebook.corrections import Problem, signature
from kinpanel.codebook.crosswalk import FOLDER
from kinpanel.codebook.ids import HOUSEHOLD, Spaces, id_spaces, space_of
from kinpanel.codebook.ledger import Link
from kinpanel.codebook.model import Codebook
from kinpanel.documents import GridRow, Unusable, read_grid
from kinpanel.errors import Finding, nearest
from kinpanel.study import StudyDefinition

LINKS = "links"
COLUMNS = ("table", "raw_id", "uid", "why", "by", "date")
NEW = "new"
"""In the column `uid`: somebody whom the panel has not met, under an id that was another's."""


def read_links(
    root: Path, codebook: Codebook, study: StudyDefinition | None, unusable: Unusable
) -> tuple[list[Link], list[Finding]]:
    """The links of all waves in the order of the study, and everything wrong in them.

    `new` becomes `<raw id>.<wave>`. A study without the folder links nothing: then every raw id
    is the permanent one. Without a study nothing is read.
    """
    folder = root / FOLDER / LINKS
    if study is None or not folder.is_dir():
        return [], []
    spaces = id_spaces(codebook.tables.values(), study.audit)
    findings, links = _strangers(folder, study, unusable), []
    for wave in study.wave_ids:
        path = folder / f"{wave}.csv"
        if path.exists():
            own, problems = _read_wave(path, wave, codebook, spaces, unusable)
            findings += problems
            links += own
    return links, findings + list(_contradictions(links))


def links_digest_files(root: Path) -> list[Path]:
    """The files that hold links, for the digest of the definitions."""
    return sorted((root / FOLDER / LINKS).glob("*.csv"))


def _strangers(folder: Path, study: StudyDefinition, unusable: Unusable) -> list[Finding]:
    known = {f"{wave}.csv" for wave in study.wave_ids}
    return [
        Finding(
            rule="link",
            message=f"{path.name} belongs to no wave",
            file=f"{FOLDER}/{LINKS}/{path.name}",
            line=1,
            advice=f"name it after its wave; {nearest(path.name, known)}",
        )
        for path in sorted(folder.iterdir())
        if path.name not in known
        and not path.name.startswith(".")
        and not unusable.covers("wave", path.stem)
    ]


def _read_wave(
    path: Path, wave: str, codebook: Codebook, spaces: Spaces, unusable: Unusable
) -> tuple[list[Link], list[Finding]]:
    display = f"{FOLDER}/{LINKS}/{path.name}"
    grid = read_grid(path, display, required=COLUMNS, optional=("origin",))
    findings, links = list(grid.findings), []
    for row in grid.rows:
        link = _link(row, wave, display)
        space = space_of(link.table, codebook.tables, spaces)
        problems = list(signature(link.by, link.date))
        problems += [
            (f"{name} is empty", "write an id") for name in ("raw_id", "uid") if not row[name]
        ]
        if not unusable.touches("table", link.table):
            problems += _table(link.table, space, codebook, spaces)
        if link.origin and space not in (HOUSEHOLD, None):
            problems.append(("origin goes with households only", "leave it empty"))
        if link.origin and link.origin == link.uid:
            problems.append(("a household is its own origin", "name the one it split off from"))
        findings += [link.finding(*problem) for problem in problems]
        if not problems and space is not None:
            links.append(replace(link, space=space))
    return links, findings


def _link(row: GridRow, wave: str, display: str) -> Link:
    uid = f"{row['raw_id']}.{wave}" if row["uid"] == NEW else row["uid"]
    about = (row["why"], row["by"], row["date"])
    origin = row.cells.get("origin", "")
    return Link(wave, row["table"], "", row["raw_id"], uid, *about, display, row.line, origin)


def _table(name: str, space: str | None, codebook: Codebook, spaces: Spaces) -> Iterator[Problem]:
    if space is None and name in codebook.tables:
        yield f"the key of {name!r} is no id", "name the table or the kind of its ids: person"
    elif space is None:
        yield f"unknown table {name!r}", nearest(name, [*codebook.tables, *spaces.values()])
    for place in [place for place, of in spaces.items() if space is not None and of == space]:
        variable = codebook.tables[place[0]].variable(place[1])
        if variable is not None and variable.type != "text":
            message = f"ids of {space} are kept as {variable.type} in {'.'.join(place)}"
            yield message, "declare every id of that kind as text; a permanent id may hold letters"
            break


def _contradictions(links: Sequence[Link]) -> Iterator[Finding]:
    """Links that cannot hold together: two of one raw id, two to one person, chains, gaps."""
    known: dict[tuple[str, str, str], Link] = {}
    for link in links:
        twin = known.setdefault((link.wave, link.space, link.raw_id), link)
        if twin is not link:
            message = f"a second row on one raw id (first in line {twin.line})"
            yield link.finding(message, "keep the row that holds")
    reached: dict[tuple[str, str, str], Link] = {}
    for link in known.values():
        twin = reached.setdefault((link.wave, link.space, link.uid), link)
        if twin is not link:
            message = f"two raw ids lead to one person (the other in line {twin.line})"
            yield link.finding(message, "in one wave a person has one id; keep the row that holds")
    yield from _chains(known)


def _chains(known: Mapping[tuple[str, str, str], Link]) -> Iterator[Finding]:
    """Links to what is itself a raw id that is linked elsewhere, without a word why.

    Within a wave this is how renumbered lines look (3 is now 2, 4 is now 3), and how a grid looks
    whose columns were taken for each other; across waves, how a raw id looks that was taken for
    the permanent one.
    """
    moved = Counter((one.space, one.raw_id) for one in known.values() if one.uid != one.raw_id)
    for link in known.values():
        onward = moved[(link.space, link.uid)]
        if link.uid != link.raw_id and onward and not link.why:
            yield link.finding(
                "leads to an id that is itself linked to another: a chain, or a circle",
                "uid is the permanent id; where lines were renumbered, say so under why",
            )
