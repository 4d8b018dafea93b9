from __future__ import annotations

import csv
import json
import shutil
import stat
from pathlib import Path

import pandas as pd
import pytest

from kinpanel.errors import (
    InputMissingError,
    KinpanelError,
    LockedError,
    RefusedError,
    StoreError,
    UsageError,
)
from kinpanel.ingest.readers import read_export
from kinpanel.pipeline import export as verb
from kinpanel.pipeline.export import Wanted, export
from kinpanel.pipeline.handle import Study
from kinpanel.pipeline.pseudonym_key import VARIABLE, make_key
from kinpanel.report.export import FORMATS, Look, pseudonym
from kinpanel.tables.schema import from_parquet
from kinpanel.tables.store import Store

EN = Look("en")


@pytest.fixture
def key(tmp_path, monkeypatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    path = tmp_path / "panel.key"
    make_key(None, path)
    return path


@pytest.fixture(scope="module")
def study(ingested) -> Study:
    """One handle for all tests, so that definitions are read once."""
    return Study.open(ingested)


def rows_of(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8", newline="") as file:
        return pd.DataFrame(list(csv.DictReader(file)))


def test_values_and_reasons_of_every_row_with_ids_as_they_are(study, tmp_path):
    done = export(study, tmp_path / "child.csv", Wanted(include=("restricted", "identifier")), EN)
    found = rows_of(tmp_path / "child.csv")
    codes, reasons = study.table("child", labels=None), study.reasons("child")
    assert done.rows == len(found) == len(codes)
    assert done.left_out == {}
    for name in ("wave", "pid", "village", "county"):
        assert found[name].tolist() == codes[name].tolist()
    for name in ("age", "dep", "cog"):
        assert [int(v) if v else None for v in found[name]] == [
            None if pd.isna(v) else v for v in codes[name]
        ]
    for name in ("dep", "cog"):
        assert found[f"{name}__why"].tolist() == reasons[name].astype(object).fillna("").tolist()


def test_pseudonyms_link_children_waves_parents_and_tables(study, tmp_path, key):
    child, person = tmp_path / "child.csv", tmp_path / "person.csv"
    export(study, child, Wanted(key=key), EN)
    export(study, person, Wanted(key=key), EN)
    before, after = study.table("child"), rows_of(child)
    roster = rows_of(person)
    assert after["pid"].nunique() == before["pid"].nunique()
    assert sorted(after["pid"].value_counts()) == sorted(before["pid"].value_counts())
    known = set(roster["pid"])
    persons = set(study.table("person")["pid"])
    there = [pid for pid in before["father_pid"].dropna() if pid in persons]
    assert sum(pid in known for pid in after["father_pid"] if pid) == len(there) > 0
    assert (after["father_pid"] == "").sum() == before["father_pid"].isna().sum()
    raw = {*before["pid"], *before["hhid"], *before["village"]}
    assert not raw & {*after["pid"], *after["hhid"], *after["village"]}
    assert not {"county", "interview_month"} & set(after.columns)


def test_another_key_has_no_pseudonym_in_common(study, tmp_path, key):
    make_key(None, tmp_path / "other.key")
    export(study, tmp_path / "a.csv", Wanted(key=key), EN)
    export(study, tmp_path / "b.csv", Wanted(key=tmp_path / "other.key"), EN)
    one, other = rows_of(tmp_path / "a.csv"), rows_of(tmp_path / "b.csv")
    assert not set(one["pid"]) & set(other["pid"])


@pytest.mark.parametrize("suffix", FORMATS)
def test_same_release_same_key_same_bytes_for_the_owner_only(study, tmp_path, key, suffix):
    files = [tmp_path / "one" / f"person{suffix}", tmp_path / "two" / f"person{suffix}"]
    for file in files:
        export(study, file, Wanted(key=key, waves=("w2",)), EN)
        assert sorted(path.name for path in file.parent.iterdir()) == [
            file.name,
            f"{file.name}.json",
        ]
        for path in file.parent.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for ending in ("", ".json"):
        one, two = (file.with_name(file.name + ending).read_bytes() for file in files)
        assert one == two


def test_the_panel_with_state_exposures_and_scores(study, tmp_path, key):
    target = tmp_path / "panel.dta"
    done = export(study, target, Wanted(panel=True, key=key), Look("zh"))
    assert done.table == "panel"
    file = read_export(target, target.name, "0" * 64, tmp_path)
    panel = study.panel()
    assert file.rows == len(panel)
    state = file.columns["state"]
    assert state.value_labels == {
        "1": "B: 父母均在家",
        "2": "F: 父亲外出",
        "3": "M: 母亲外出",
        "4": "FM: 双亲外出",
    }
    counts = pd.Series(state.values[~state.missing]).value_counts().sort_index()
    assert counts.tolist() == panel["state"].value_counts().sort_index().tolist()
    given = file.columns["dep_z"].values[~file.columns["dep_z"].missing]
    assert sorted(given) == sorted(panel["dep_z"].dropna())
    assert file.columns["fm"].value_labels["1"] == "是"
    assert ".d" in {*file.columns["cog"].tags}


def test_the_table_is_the_one_named_else_the_stem_else_the_children(study, tmp_path, key):
    for name, wanted, table in (
        ("person.csv", Wanted(key=key), "person"),
        ("out.csv", Wanted(key=key), "child"),
        ("person2.csv", Wanted(table="spell", key=key), "spell"),
    ):
        assert export(study, tmp_path / name, wanted, EN).table == table


def test_waves_are_chosen_and_unknown_names_refused(study, tmp_path, key):
    export(study, tmp_path / "child.csv", Wanted(waves=("w5", "w1"), key=key), EN)
    assert list(dict.fromkeys(rows_of(tmp_path / "child.csv")["wave"])) == ["w1", "w5"]
    target = tmp_path / "x.csv"
    for wanted, look, message in (
        (Wanted(waves=("w9",), key=key), EN, "no wave 'w9'"),
        (Wanted(table="chld", key=key), EN, "did you mean 'child'"),
        (Wanted(include=("identifer",)), EN, "did you mean 'identifier'"),
        (Wanted(panel=True, table="child"), EN, "not both"),
        (Wanted(include=("identifier",), key=key), EN, "no pseudonyms"),
        (Wanted(key=key), Look("fr"), "language 'fr'"),
    ):
        with pytest.raises(UsageError, match=message):
            export(study, target, wanted, look)
    with pytest.raises(UsageError, match="must end in"):
        export(study, tmp_path / "x.xlsx", Wanted(key=key), EN)
    with pytest.raises(UsageError, match=r"for \.csv only"):
        export(study, tmp_path / "x.dta", Wanted(key=key), Look("en", labels=True))
    assert not target.exists()


def test_without_a_key_nothing_is_written(study, tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(RefusedError, match="--make-key"):
        export(study, tmp_path / "sub" / "child.dta", Wanted(), EN)
    assert not list(tmp_path.iterdir())


def test_a_file_that_stands_there_is_replaced_by_force_only(study, tmp_path, key):
    for name in ("child.csv", "child.csv.json"):
        (tmp_path / name).write_text("mine")
        with pytest.raises(RefusedError, match="--force"):
            export(study, tmp_path / "child.csv", Wanted(key=key), EN)
        assert (tmp_path / name).read_text() == "mine"
    export(study, tmp_path / "child.csv", Wanted(key=key), EN, force=True)
    described = json.loads((tmp_path / "child.csv.json").read_text(encoding="utf-8"))
    assert described["rows"] == len(rows_of(tmp_path / "child.csv"))


@pytest.mark.parametrize(
    "place", ["data/raw/w1/w1_child.dta", "data/processed/x.parquet", "codebooks/crosswalk.csv"]
)
def test_nothing_is_written_among_the_studys_own_files(own_study, key, place):
    target = own_study / place
    before = target.read_bytes() if target.exists() else None
    with pytest.raises(RefusedError, match="name another place"):
        export(Study.open(own_study), target, Wanted(key=key), EN, force=True)
    assert (target.read_bytes() if target.exists() else None) == before


def test_a_place_that_cannot_be_written_to(study, tmp_path, key):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        export(study, tmp_path / "file" / "child.dta", Wanted(key=key), EN)
    (tmp_path / "child.dta").mkdir()
    with pytest.raises(StoreError, match="cannot write"):
        export(study, tmp_path / "child.dta", Wanted(key=key), EN, force=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["child.dta", "file", "panel.key"]


def test_a_note_when_the_file_could_be_committed(study, tmp_path, key):
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    target = tmp_path / "repository" / "deep" / "child.csv"
    (finding,) = export(study, target, Wanted(key=key), EN).findings
    assert (finding.rule, finding.severity) == ("export-place", "note")


def test_a_note_when_the_key_stays_behind(study, tmp_path, key):
    done = export(study, tmp_path / "spell.csv", Wanted(key=key), EN)
    assert [finding.rule for finding in done.findings] == ["export-key"]
    described = json.loads((tmp_path / "spell.csv.json").read_text(encoding="utf-8"))
    assert "primaryKey" not in described["schema"]
    more = Wanted(key=key, include=("restricted",))
    assert export(study, tmp_path / "more.csv", more, EN).findings == ()


def test_before_the_first_ingest(own_study, tmp_path, key):
    shutil.rmtree(own_study / "data" / "processed")
    with pytest.raises(InputMissingError, match="kinpanel ingest"):
        export(Study.open(own_study), tmp_path / "child.csv", Wanted(key=key), EN)


def test_a_panel_read_while_waves_land_is_not_written(study, tmp_path, key, monkeypatch):
    releases = iter([study.store.release(), study.store.release().model_copy(update={"waves": {}})])
    monkeypatch.setattr(Store, "release", lambda self: next(releases))
    monkeypatch.setattr(Store, "read", lambda self, name: pd.DataFrame())
    with pytest.raises(LockedError):
        verb.export(study, tmp_path / "child.csv", Wanted(key=key), EN)


CANARY = b"CNRY-"


def content_of(path: Path) -> bytes:
    payload = path.read_bytes()
    if path.suffix == ".parquet":  # its cells are compressed
        payload += from_parquet(payload).to_csv().encode("utf-8")
    return payload


@pytest.fixture
def canaries(own_study, monkeypatch) -> Study:
    """The study, every text of every table beginning with a canary; ids still link."""
    read = Store.read

    def marked(self, table, columns=None):
        frame = read(self, table, columns)
        texts = [name for name in frame if isinstance(frame[name].dtype, pd.StringDtype)]
        return frame.assign(**{name: CANARY.decode() + frame[name] for name in texts})

    monkeypatch.setattr(Store, "read", marked)
    return Study.open(own_study)


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_text_of_a_respondent_leaves_unasked(canaries, tmp_path, key, suffix):
    for table in ("child", "person", "spell"):
        done = export(canaries, tmp_path / f"{table}{suffix}", Wanted(key=key), EN)
        assert CANARY not in json.dumps(done.as_dict()).encode()
    export(canaries, tmp_path / f"panel{suffix}", Wanted(panel=True, key=key), EN)
    for path in tmp_path.glob(f"*{suffix}*"):
        assert CANARY not in content_of(path), path.name
        assert bytes.fromhex(key.read_text()) not in path.read_bytes()
        assert key.read_text().strip().encode() not in path.read_bytes()
    asked = tmp_path / f"asked{suffix}"
    export(canaries, asked, Wanted(include=("identifier",)), EN)
    assert CANARY in content_of(asked)


def test_no_failure_tells_a_text_of_a_respondent(canaries, tmp_path, key, monkeypatch):

    monkeypatch.setattr(pseudonym, "DIGITS", 1)
    with pytest.raises(RefusedError, match="two persons for one") as caught:
        export(canaries, tmp_path / "child.csv", Wanted(key=key), EN)
    told = [str(caught.value), json.dumps([f.as_dict() for f in caught.value.findings])]
    for target in (tmp_path / "a.xls", tmp_path / "panel.key" / "child.csv"):
        with pytest.raises(KinpanelError) as failed:
            export(canaries, target, Wanted(key=key), EN)
        told.append(str(failed.value))
    assert CANARY.decode() not in "".join(told)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["panel.key", "study"]
