"""A zoo of wrong files, each refused with the truth named; and right files that raise no alarm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from kinpanel.errors import Finding, UsageError, errors_in
from kinpanel.ingest.attempt import attempt
from kinpanel.ingest.delivery import read_manifest
from kinpanel.ingest.raw import RawColumn, RawFile
from kinpanel.ingest.wave import harmonise_wave
from kinpanel.pipeline.guard import Guard
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.incoming import incoming, read_files
from kinpanel.pipeline.known import Known

WAVES = ("w1", "w2", "w3", "w4", "w5")
Files = Mapping[str, Mapping[str, RawFile]]


@dataclass
class Zoo:
    """The reference panel, its files as read, and the guard's word on a wave offered to it."""

    study: Study
    files: Files

    def findings(
        self,
        wave: str,
        file: str,
        raw: RawFile,
        *,
        landed: bool = True,
        accept: tuple[str, ...] = (),
        changed: bool = True,
    ) -> list[Finding]:
        """Offer one file; `landed` tells whether the wave has, `changed` whether the bytes are."""
        if changed:
            raw = replace(raw, sha256="f" * 64)
        records = dict(self.study.store.release().waves)
        if not landed:
            del records[wave]
        manifest = read_manifest(self.study.manifest)
        guard = Guard(self.study, Known(self.study.store, records), manifest.values(), accept)
        files = {**self.files[wave], file: raw}
        found = guard.shape(wave, files)
        if errors_in(found):
            return found
        told = (self.study.definition, self.study.questionnaires[wave], self.study.codebook, files)
        tables = harmonise_wave(*told).tables or attempt(*told)
        return found + guard.content(wave, files, tables)

    def in_layout_of(self, wave: str, source: str, file: str) -> RawFile:
        """The rows of a file of `source` under the column names of `wave`, concept by concept."""
        raw = self.files[source][file]
        concepts = {q.concept: q.column for q in self.study.questionnaires[source].in_file(file)}
        names = {
            q.column: concepts[q.concept]
            for q in self.study.questionnaires[wave].in_file(file)
            if q.concept in concepts
        }
        columns = {new: replace(raw.columns[old], name=new) for new, old in names.items()}
        return replace(raw, columns=columns)

    def key(self, wave: str) -> str:
        return next(q.column for q in self.study.questionnaires[wave].questions if q.id == "c_pid")


@pytest.fixture(scope="module")
def zoo(ingested: Path) -> Zoo:
    study = Study.open(ingested)
    files = {
        entry.wave: {
            name: raw for name, raw in read_files(study, entry) if isinstance(raw, RawFile)
        }
        for entry in incoming(study, WAVES, study.definitions_digest())
    }
    return Zoo(study, files)


def taken(raw: RawFile, rows: np.ndarray) -> RawFile:
    columns = {name: column.taken(rows) for name, column in raw.columns.items()}
    return replace(raw, rows=len(rows), columns=columns)


def renamed(raw: RawFile, change: Callable[[str], str]) -> RawFile:
    columns = {change(n): replace(c, name=change(n)) for n, c in raw.columns.items()}
    return replace(raw, columns=columns)


def with_ids(raw: RawFile, column: str, rows: np.ndarray) -> RawFile:
    """The file with ids that nobody has in some rows."""
    old = raw.columns[column]
    values = old.values.copy()
    if old.storage == "text":
        values[rows] = [f"99{place:08d}" for place in range(len(rows))]
    else:
        values[rows] = 9_900_000_000 + np.arange(len(rows))
    made = RawColumn.of(name=column, storage=old.storage, values=values, tags=old.tags)
    return replace(raw, columns={**raw.columns, column: made})


def other_survey(raw: RawFile) -> RawFile:
    return renamed(raw, lambda name: f"zz_{name}_9")


ANOTHER_WAVE = [("w3", "w4"), ("w4", "w3"), ("w1", "w2"), ("w2", "w1"), ("w5", "w4"), ("w4", "w5")]
ANOTHER_FILE = [
    ("w1", "roster", "child"),
    ("w4", "roster", "child"),
    ("w3", "spells", "child"),
    ("w2", "child", "roster"),
    ("w5", "roster", "spells"),
]


@pytest.mark.parametrize(("source", "wave"), ANOTHER_WAVE)
@pytest.mark.parametrize("file", ["child", "roster", "spells"])
def test_the_file_of_another_wave(zoo, source, wave, file):
    (finding,) = zoo.findings(wave, file, zoo.files[source][file])
    assert (finding.rule, finding.severity) == ("wrong-file", "error")
    declared = len({q.column for q in zoo.study.questionnaires[source].in_file(file)})
    assert f"this looks like {source}'s {file} file: {declared} of {declared}" in finding.message
    assert f"of {wave}'s {file} file, 0 of" in finding.message
    assert f"--accept {wave}/{file}" in finding.advice


@pytest.mark.parametrize(("wave", "source", "file"), ANOTHER_FILE)
def test_another_file_of_the_wave(zoo, wave, source, file):
    (finding,) = zoo.findings(wave, file, zoo.files[wave][source])
    assert f"this looks like {wave}'s {source} file" in finding.message


@pytest.mark.parametrize(("wave", "file"), [("w3", "child"), ("w1", "roster"), ("w5", "spells")])
def test_a_file_of_another_survey(zoo, wave, file):
    (finding,) = zoo.findings(wave, file, other_survey(zoo.files[wave][file]))
    assert "this looks like no file of this study: 0 of" in finding.message


@pytest.mark.parametrize("wave", ["w3", "w4"])
def test_names_in_capitals(zoo, wave):
    (finding,) = zoo.findings(wave, "child", renamed(zoo.files[wave]["child"], str.upper))
    assert "20 when upper and lower case are one" in finding.message


@pytest.mark.parametrize(("wave", "file"), [("w4", "child"), ("w1", "roster"), ("w2", "spells")])
def test_an_empty_file(zoo, wave, file):
    raw = taken(zoo.files[wave][file], np.arange(0))
    (finding,) = zoo.findings(wave, file, raw)
    assert f"has the columns of {wave}'s {file} file, but no rows" in finding.message


@pytest.mark.parametrize("landed", [True, False])
@pytest.mark.parametrize(("source", "wave"), [("w3", "w4"), ("w4", "w3"), ("w1", "w2")])
@pytest.mark.parametrize("file", ["child", "roster", "spells"])
def test_rows_of_another_wave_in_the_right_layout(zoo, source, wave, file, landed):
    raw = zoo.in_layout_of(wave, source, file)
    (finding,) = zoo.findings(wave, file, raw, landed=landed)
    assert finding.rule == "wrong-file"
    assert f"this looks like {source}'s {file} file" in finding.message


@pytest.mark.parametrize("landed", [True, False])
def test_a_part_of_another_wave_in_the_right_layout(zoo, landed):
    raw = zoo.in_layout_of("w4", "w3", "child")
    (finding,) = zoo.findings("w4", "child", taken(raw, np.arange(0, raw.rows, 2)), landed=landed)
    assert "this looks like w3's child file" in finding.message


@pytest.mark.parametrize("landed", [True, False])
@pytest.mark.parametrize("wave", ["w1", "w4"])
def test_other_people_in_the_right_layout(zoo, wave, landed):
    raw = zoo.files[wave]["child"]
    raw = with_ids(raw, zoo.key(wave), np.arange(raw.rows))
    (finding,) = zoo.findings(wave, "child", raw, landed=landed)
    assert f"not the child file of {wave} as it is known" in finding.message


def test_the_same_bytes_as_another_file(zoo):
    known = read_manifest(zoo.study.manifest)["w3/w3_child.dta"].sha256
    raw = replace(zoo.files["w4"]["child"], sha256=known)
    (finding,) = zoo.findings("w4", "child", raw, changed=False)
    assert "these are the bytes of w3's child file (data/raw/w3/w3_child.dta)" in finding.message


@pytest.mark.parametrize("landed", [True, False])
@pytest.mark.parametrize("wave", WAVES)
def test_the_right_files_raise_no_alarm(zoo, wave, landed):
    for file, raw in zoo.files[wave].items():
        assert zoo.findings(wave, file, raw, landed=landed) == []


def some(share: float) -> Callable[[RawFile], np.ndarray]:
    return lambda raw: np.random.default_rng(1).permutation(raw.rows)[: int(raw.rows * share)]


CHANGES = {
    "a tenth of the ids is new": lambda raw, key: with_ids(raw, key, some(0.1)(raw)),
    "a tenth of the rows is gone": lambda raw, key: taken(raw, some(0.9)(raw)),
    "in another order": lambda raw, key: taken(raw, some(1.0)(raw)),
    "a tenth of the rows came twice": lambda raw, key: taken(
        raw, np.r_[np.arange(raw.rows), some(0.1)(raw)]
    ),
    "an extra column": lambda raw, key: replace(
        raw, columns={**raw.columns, "extra": replace(raw.columns[key], name="extra")}
    ),
    "labels left out": lambda raw, key: replace(
        raw, columns={n: replace(c, value_labels={}) for n, c in raw.columns.items()}
    ),
    "two columns renamed": lambda raw, key: renamed(
        raw, lambda name: f"{name}_v2" if name in list(raw.columns)[-2:] else name
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("wave", ["w2", "w4"])
@pytest.mark.parametrize("landed", [True, False])
def test_small_changes_raise_no_alarm(zoo, wave, change, landed):
    raw = CHANGES[change](zoo.files[wave]["child"], zoo.key(wave))
    assert zoo.findings(wave, "child", raw, landed=landed) == []


@pytest.mark.parametrize("times", [0.5, 2])
def test_half_or_twice_the_rows_is_a_warning(zoo, times):
    raw = zoo.files["w3"]["child"]
    more = np.arange(raw.rows * 2) % raw.rows if times == 2 else np.arange(raw.rows // 2)
    (finding,) = zoo.findings("w3", "child", taken(raw, more))
    assert (finding.rule, finding.severity) == ("surprising-file", "warning")
    assert f"{len(more):,} rows, where the release that landed has {raw.rows:,}" in finding.message


def test_an_accepted_file_warns(zoo):
    raw = taken(zoo.files["w4"]["child"], np.arange(0))
    finding, fewer = zoo.findings("w4", "child", raw, accept=("w4/child",))
    assert fewer.rule == "surprising-file"
    assert (finding.rule, finding.severity) == ("wrong-file", "warning")
    assert finding.message.endswith("; accepted")


def test_an_unknown_name_to_accept(zoo):
    with pytest.raises(UsageError, match="no file 'w4/chidl' to accept; did you mean 'w4/child'"):
        zoo.findings("w4", "child", zoo.files["w4"]["child"], accept=("w4/chidl",))
