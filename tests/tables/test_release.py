"""release.lock: the same release, the same text; nothing unknown, nothing loose."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from kinpanel.tables.release import ObjectRecord, RawRecord, Release, WaveRecord


def wave(mark: str = "1") -> WaveRecord:
    return WaveRecord(
        inputs="i" + mark,
        definitions="d",
        package="0.1.0+0",
        raw={"child": RawRecord(file="w1/child.dta", sha256="s", rows=3, release="2016-1")},
        tables={"child": ObjectRecord(file=f"child/w1-{mark}.parquet", sha256="s", rows=3)},
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
        lambda r: r["waves"]["w1"]["tables"]["child"].update(rows="3"),
        lambda r: r["waves"]["w1"]["raw"]["child"].update(rows=3.5),
    ],
)
def test_what_is_not_a_release(change):
    content = json.loads(Release(waves={"w1": wave()}).text())
    change(content)
    with pytest.raises(ValidationError):
        Release.model_validate_json(json.dumps(content))
