"""Documents read without those of their parts whose form is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from kinpanel.documents import Document, read_document, read_partly, yaml_files


class Cat(Document):
    name: str
    lives: int = 9


class Home(Document):
    street: str
    cats: tuple[Cat, ...] = Field(min_length=1)
    rooms: dict[str, Cat] = {}


@pytest.fixture
def read(tmp_path):
    def _read(text: str):
        path = tmp_path / "home.yaml"
        path.write_text(text, encoding="utf-8")
        return read_partly(path, "home.yaml", Home, {"cats": "name", "rooms": ""})

    return _read


TOM = "  - {name: tom}\n"


def test_wrong_items_are_left_out_by_name_and_the_others_keep_their_lines(read):
    home, tree, gone = read(
        "street: a\nstret: b\ncats:\n"
        "  - {name: kit, lives: x}\n  - name: tom\n    lives: 3\n  - {lives: 1}\n  - {name: pat}\n"
        "rooms:\n  hall: {name: h, size: 3}\n  attic: {name: i}\n"
    )
    assert [cat.name for cat in home.cats] == ["tom", "pat"]
    assert list(home.rooms) == ["attic"]
    assert gone == {"kit", None, "hall"}
    assert [tree.line(("cats", place)) for place in (0, 1)] == [5, 8]
    assert tree.line(("cats", 0, "lives")) == 6
    assert tree.line(("rooms", "attic")) == 11
    assert sorted(finding.line for finding in tree.findings) == [2, 4, 7, 10]


def test_a_right_file_is_read_as_ever(read):
    home, tree, gone = read(f"street: a\ncats:\n{TOM}")
    assert home == Home(street="a", cats=(Cat(name="tom"),))
    assert (tree.findings, gone) == ([], set())


@pytest.mark.parametrize(
    "text",
    [
        f"cats:\n{TOM}",
        f"street: 3\ncats:\n{TOM}",
        "street: a\ncats:\n  - {name: 7}\n",
        "street: a\ncats: tom\n",
        f"street: a\nstreet: b\ncats:\n{TOM}",
        "street: [\n",
        "",
    ],
)
def test_nothing_is_left_where_the_whole_is_wrong(read, text):
    home, tree, _ = read(text)
    assert home is None
    assert tree.findings


@given(lives=st.lists(st.sampled_from(["9", "x", "1.5"]), min_size=1, max_size=8))
def test_the_findings_are_those_of_a_strict_reading(tmp_path_factory, lives):
    path = tmp_path_factory.mktemp("home") / "home.yaml"
    cats = "".join(f"  - {{name: c{n}, lives: {one}}}\n" for n, one in enumerate(lives))
    path.write_text(f"street: a\ncats:\n{cats}", encoding="utf-8")
    home, tree, gone = read_partly(path, "home.yaml", Home, {"cats": "name"})
    strict, strict_tree = read_document(path, "home.yaml", Home)
    right = [f"c{n}" for n, one in enumerate(lives) if one == "9"]
    assert tree.findings == strict_tree.findings
    assert (strict is None) == (len(right) < len(lives))
    assert [cat.name for cat in home.cats] == right if right else home is None
    assert not gone & set(right)
    for place, name in enumerate(right):
        assert tree.line(("cats", place)) == int(name[1:]) + 3


def test_files_by_their_endings(tmp_path):
    for name in ("b.yaml", "a.yaml", "c.yml", "d.YAML", "e.csv"):
        (tmp_path / name).touch()
    files, findings = yaml_files(tmp_path, "codebooks")
    assert [path.name for path in files] == ["a.yaml", "b.yaml"]
    assert [(f.file, f.line, f.message, f.advice) for f in findings] == [
        ("codebooks/c.yml", 1, "files .yml are not read", "rename to c.yaml"),
        ("codebooks/d.YAML", 1, "files .YAML are not read", "rename to d.yaml"),
    ]
