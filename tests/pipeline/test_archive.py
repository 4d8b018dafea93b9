from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from kinpanel.errors import UsageError
from kinpanel.pipeline.archive import write_codebook
from kinpanel.pipeline.handle import Study


def test_both_formats_are_written_and_the_same_twice(own_study):
    study = Study.open(own_study)
    paths = write_codebook(study)
    before = {path.name: path.read_bytes() for path in paths}
    assert set(before) == {"ddi.xml", "datapackage.json"}
    tree = ElementTree.fromstring(before["ddi.xml"])  # noqa: S314  written by ourselves
    variables = tree.iter("{ddi:codebook:2_5}var")
    assert any(variable.get("name") == "dep" for variable in variables)
    tables = {resource["name"] for resource in json.loads(before["datapackage.json"])["resources"]}
    assert tables == {"child", "person", "spell"}
    assert {path.name: path.read_bytes() for path in write_codebook(study)} == before


def test_writing_it_leaves_the_tables_current(own_study):
    from kinpanel.pipeline.status import status

    write_codebook(Study.open(own_study))
    assert {wave.state for wave in status(Study.open(own_study))} == {"current"}


def test_another_folder_and_an_unknown_format(own_study, tmp_path):
    study = Study.open(own_study)
    (path,) = write_codebook(study, ["ddi"], folder=tmp_path / "for-the-archive")
    assert path == tmp_path / "for-the-archive" / "ddi.xml"
    with pytest.raises(UsageError, match="did you mean 'ddi'"):
        write_codebook(study, ["dddi"])
