"""release.lock: the same release, the same text; nothing unknown, nothing loose."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from kinpanel.tables.release import (
    ObjectRecord,
    RawRecord,
    Release,
    TableRecord,
    WaveRecord,
    read_release,
)


def table(*parts: ObjectRecord) -> TableRecord:
    return TableRecord(parts=parts)


def wave(mark: str = "1") -> WaveRecord:
    return WaveRecord(
        inputs="i" + mark,
        definitions="d",
        package="0.1.0+0",
        raw={"child": RawRecord(file="w1/child.dta", sha256="s", rows=3, release="2016-1")},
        tables={"child": table(ObjectRecord(file=f"child/w1-{mark}.parquet", sha256="s", rows=3))},
    )


def test_round_trip():
    release = Release(waves={"w1": wave(), "w2": wave("2")})
    assert Release.model_validate_json(release.text()) == release
    assert release.text() == Release(waves={"w1": wave(), "w2": wave("2")}).text()
    assert release.text().endswith("}\n")


def test_files():
    assert Release().files == frozenset()
    release = Release(waves={"w1": wave(), "w2": wave("2")})
    assert release.files == {"child/w1-1.parquet", "child/w1-2.parquet"}


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.update(extra=1),
        lambda r: r["waves"]["w1"].pop("inputs"),
        lambda r: r["waves"]["w1"]["tables"]["child"]["parts"][0].update(rows="3"),
        lambda r: r["waves"]["w1"]["tables"]["child"].update(parts=[]),
        lambda r: r["waves"]["w1"]["raw"]["child"].update(rows=3.5),
    ],
)
def test_what_is_not_a_release(change):
    content = json.loads(Release(waves={"w1": wave()}).text())
    change(content)
    with pytest.raises(ValidationError):
        Release.model_validate_json(json.dumps(content))


def test_several_parts():
    parts = [ObjectRecord(file=f"child/{n}.parquet", sha256=n, rows=2) for n in "ab"]
    both = table(*parts)
    assert (both.rows, both.file) == (4, "child/a.parquet")
    assert both.sha256 not in ("a", "b", table(*reversed(parts)).sha256)
    release = Release(waves={"w1": wave().model_copy(update={"tables": {"child": both}})})
    assert read_release(release.text()) == release
    assert release.files == {"child/a.parquet", "child/b.parquet"}


def test_format_1_is_understood():
    """A lock of the time when a table was one file."""
    release = Release(waves={"w1": wave(), "w2": wave("2")})
    old = json.loads(release.text())
    old["format"] = 1
    for record in old["waves"].values():
        record["tables"] = {name: t["parts"][0] for name, t in record["tables"].items()}
    assert read_release(json.dumps(old)) == release
    with pytest.raises(ValidationError):
        read_release(json.dumps({**old, "format": 2}))
    with pytest.raises(ValidationError):
        read_release(json.dumps({**old, "more": 1}))


def test_a_format_to_come():
    assert read_release('{"format": 3, "anything": []}') is None
