"""MANIFEST.csv and the files it vouches for."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.errors import DataError, Finding
from kinpanel.ingest.delivery import (
    COLUMNS,
    Delivery,
    locate,
    manifest_text,
    read_all,
    read_manifest,
    sha256_of,
    supersede,
    verify,
)
from kinpanel.questionnaire import FileSpec, Questionnaire

HASH = hashlib.sha256(b"x").hexdigest()
OTHER = hashlib.sha256(b"y").hexdigest()
HEADER = ",".join(COLUMNS)


@given(
    st.dictionaries(
        st.text("ab/ ,\"'.是", min_size=1, max_size=9).map(str.strip).filter(bool),
        st.tuples(st.integers(0, 2**40), st.sampled_from(["", "2016-1", 'a, "b"', "版本"])),
        max_size=5,
    )
)
def test_round_trip(tmp_path_factory, entries):
    deliveries = {n: Delivery(n, HASH, size, label) for n, (size, label) in entries.items()}
    path = tmp_path_factory.mktemp("m") / "MANIFEST.csv"
    path.write_text(manifest_text(deliveries.values()), encoding="utf-8", newline="")
    assert read_manifest(path) == deliveries
    backwards = manifest_text(reversed(list(deliveries.values())))
    assert backwards == path.read_text(encoding="utf-8")


def test_nothing_registered_yet(tmp_path):
    assert read_manifest(tmp_path / "MANIFEST.csv") == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "file,sha256\na,b\n",
        f"{HEADER},extra\n",
        f"{HEADER}\nx.dta,{HASH},10\n",
        f"{HEADER}\nx.dta,{HASH[:-1]},10,\n",
        f"{HEADER}\nx.dta,{'g' * 64},10,\n",
        f"{HEADER}\nx.dta,{HASH},ten,\n",
        f"{HEADER}\nx.dta,{HASH},-1,\n",
        f"{HEADER}\nx.dta,{HASH},²,\n",
        f"{HEADER}\nx.dta,{HASH},1,\nx.dta,{HASH},1,\n",
        f"{HEADER}\n,{HASH},1,\n",
        f"{HEADER},superseded\nx.dta,{HASH},1,\n",
        f"{HEADER},superseded\nx.dta,{HASH},1,,0\n",
        f"{HEADER},superseded\nx.dta,{HASH},1,,v1\n",
        f"{HEADER},superseded\nx.dta,{HASH},1,,\nx.dta,{HASH},1,,1\n",
        f"{HEADER},superseded\nx.dta,{HASH},1,,1\nx.dta,{OTHER},1,,1\n",
        f'{HEADER}\n"x.dta,{HASH},1,\n',
    ],
)
def test_damaged_manifest(tmp_path, text):
    path = tmp_path / "MANIFEST.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_manifest(path)
    assert caught.value.findings
    assert all(f.file == "data/raw/MANIFEST.csv" and f.line for f in caught.value.findings)


def test_manifest_that_is_no_text(tmp_path):
    path = tmp_path / "MANIFEST.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError):
        read_manifest(path)


def test_verify(tmp_path):
    path = tmp_path / "w1" / "x.dta"
    path.parent.mkdir()
    path.write_bytes(b"x")
    assert sha256_of(path) == HASH
    entry = Delivery("w1/x.dta", HASH, 1)
    assert verify(tmp_path, path, {entry.file: entry}) == HASH
    finding = verify(tmp_path, path, {})
    assert isinstance(finding, Finding)
    assert (finding.rule, finding.file) == ("unregistered", "data/raw/w1/x.dta")
    assert "kinpanel register w1/x.dta" in finding.advice
    path.write_bytes(b"y")
    finding = verify(tmp_path, path, {entry.file: entry})
    assert isinstance(finding, Finding)
    assert (finding.rule, finding.severity) == ("changed-file", "error")
    assert HASH[:12] in finding.message


@pytest.mark.parametrize(
    ("names", "found", "count"),
    [
        (["child_1.dta"], True, None),
        ([], False, None),
        (["child.txt"], False, None),
        (["child_1.dta", "child_2.dta"], False, 2),
    ],
)
def test_exactly_one_file_must_match(tmp_path, names, found, count):
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "child_folder.dta").mkdir()
    spec = FileSpec(path="child*.dta", unit="child", key=("c",))
    paths, findings = locate(tmp_path, Questionnaire("w1", "w1.yaml", {"child": spec}, ()))
    if found:
        assert (paths, findings) == ({"child": tmp_path / names[0]}, [])
    else:
        assert paths == {}
        assert [(f.rule, f.wave, f.file, f.count) for f in findings] == [
            ("delivery", "w1", "child*.dta", count)
        ]


def test_a_folder_that_is_not_there(tmp_path):
    spec = FileSpec(path="child*.dta", unit="child", key=("c",))
    paths, findings = locate(tmp_path / "w9", Questionnaire("w9", "x", {"child": spec}, ()))
    assert paths == {}
    assert len(findings) == 1


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("1234")), max_size=9))
def test_every_content_ever_registered_stays_on_record(tmp_path_factory, roads):
    """Files a and b are delivered again and again, now and then with an earlier content."""
    path = tmp_path_factory.mktemp("m") / "MANIFEST.csv"
    known: list[Delivery] = []
    for file, content in roads:
        known = supersede(known, Delivery(file, content * 64, 1, f"v{content}"))
        path.write_text(manifest_text(known), encoding="utf-8", newline="")
        known = read_all(path)
    current = {file: content * 64 for file, content in roads}
    assert {file: entry.sha256 for file, entry in read_manifest(path).items()} == current
    assert {(e.file, e.sha256) for e in known} == {(f, c * 64) for f, c in roads}
    for file in current:
        places = [e.superseded for e in known if e.file == file]
        assert places == [*range(1, len(places)), None]
        past = [e.sha256[0] for e in known if e.file == file]
        last = {content: place for place, (f, content) in enumerate(roads) if f == file}
        assert past == sorted(past, key=last.__getitem__), "in the order in which they went"


def test_a_content_that_comes_back_keeps_its_label():
    first, second = Delivery("x", HASH, 1, "v1"), Delivery("x", OTHER, 1, "v2")
    known = supersede(supersede([first], second), Delivery("x", HASH, 1))
    assert known == [Delivery("x", OTHER, 1, "v2", 1), first]
    again = supersede(known, Delivery("x", OTHER, 1, "v2 again"))
    assert again[-1].release == "v2 again"


def test_without_history_the_manifest_is_what_it_was():
    assert manifest_text([Delivery("x", HASH, 1)]).splitlines()[0] == HEADER


def test_a_superseded_file_is_told_by_its_label(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"y")
    past = [Delivery("x", OTHER, 1, "v1", 1)]
    found = verify(tmp_path, path, {"x": Delivery("x", HASH, 1, "v2")}, past)
    assert isinstance(found, Finding)
    assert "superseded release 'v1'" in found.message
    assert "kinpanel register x --replace" in found.advice
