"""Trees to frozen models: every problem of form at once, in its line, with the nearest key."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError

from kinpanel.documents import Document, Interval, read_document


class Cat(Document):
    kind: Literal["cat"]
    lives: int = 9


class Dog(Document):
    kind: Literal["dog"]
    tricks: tuple[str, ...] = ()


class Owner(Document):
    name: str
    age: int | None = None
    weight: float = 1.0
    home: bool = True
    range: Interval | None = None
    pets: tuple[Annotated[Cat | Dog, Field(discriminator="kind")], ...] = ()
    friends: dict[str, Cat] = {}


@pytest.fixture
def read(tmp_path):
    def _read(raw: str):
        path = tmp_path / "owner.yaml"
        path.write_text(raw, encoding="utf-8")
        return read_document(path, "owner.yaml", Owner)

    return _read


def test_a_right_document(read):
    owner, tree = read(
        "name: '7'\nweight: 2\nrange: [0, 1.5]\npets: [{kind: cat}, {kind: dog, tricks: [sit]}]\n"
    )
    assert tree.findings == []
    assert owner == Owner(
        name="7",
        weight=2.0,
        range=(0.0, 1.5),
        pets=(Cat(kind="cat"), Dog(kind="dog", tricks=("sit",))),
    )
    with pytest.raises(ValidationError):
        owner.name = "8"


@pytest.mark.parametrize(
    ("raw", "line", "message", "advice"),
    [
        ("name: a\nagee: 3\n", 2, "unknown key 'agee'", "did you mean 'age'?"),
        (
            "name: a\npets:\n  - kind: cat\n    live: 3\n",
            4,
            "unknown key 'live'",
            "did you mean 'lives'?",
        ),
        (
            "name: a\nfriends:\n  tom: {kind: cat,\n    trick: 1}\n",
            4,
            "unknown key 'trick'",
            "known: kind, lives",
        ),
        ("age: 3\n", 1, "key 'name' is missing", "add name:"),
        ("name: a\nfriends:\n  tom: {lives: 3}\n", 3, "key 'kind' is missing", "add kind:"),
        ("name: 7\n", 1, "name: expected text", "put it in quotes"),
        ("name: true\n", 1, "name: expected text", "put it in quotes"),
        ("name:\n", 1, "name: expected text", "put it in quotes"),
        ("name: a\npets:\n  - kind: cow\n", 3, "pets.0: unknown kind 'cow'", "known: cat, dog"),
        (
            "name: a\npets:\n  - {kind: dogg}\n",
            3,
            "pets.0: unknown kind 'dogg'",
            "did you mean 'dog'?",
        ),
        (
            "name: a\nage: '3'\n",
            2,
            "age: Input should be a valid integer",
            "write a whole number, without quotes",
        ),
        (
            "name: a\nage: 3.5\n",
            2,
            "age: Input should be a valid integer",
            "write a whole number, without quotes",
        ),
        (
            "name: a\nweight: 1e3\n",
            2,
            "weight: Input should be a valid number",
            "write a number, without quotes",
        ),
        ("name: a\nhome: yes\n", 2, "home: Input should be a valid boolean", "write true or false"),
        (
            "name: a\nrange: [6, 0]\n",
            2,
            "range: the lower end stands first",
            "",
        ),
        ("- name: a\n", 1, "expected keys and values", "it begins with name:"),
        ("just words\n", 1, "expected keys and values", "it begins with name:"),
        ("# nothing\n", 1, "the file is empty", "it begins with name:"),
    ],
)
def test_every_kind_of_finding(read, raw, line, message, advice):
    owner, tree = read(raw)
    assert owner is None
    (finding,) = tree.findings
    assert (finding.rule, finding.file, finding.line) == ("form", "owner.yaml", line)
    assert (finding.message, finding.advice) == (message, advice)


def test_everything_wrong_is_reported_at_once(read):
    _, tree = read("nam: a\nage: x\npets:\n  - {kind: cat, lives: y}\n  - {kind: cow}\nz: 1\n")
    assert sorted((f.line, f.message.split(":")[0]) for f in tree.findings) == [
        (1, "key 'name' is missing"),
        (1, "unknown key 'nam'"),
        (2, "age"),
        (4, "pets.0.lives"),
        (5, "pets.1"),
        (6, "unknown key 'z'"),
    ]


class Kennel(Document):
    dogs: tuple[Dog, ...] = Field(min_length=1)


@pytest.mark.parametrize(
    ("raw", "messages"),
    [
        ("dogs: [{kind: dog, a: 1}]\n", ["unknown key 'a'"]),
        ("dogs: []\n", ["dogs: Tuple should have at least 1 item after validation, not 0"]),
    ],
)
def test_a_list_is_not_too_short_because_an_item_is_wrong(tmp_path, raw, messages):
    path = tmp_path / "kennel.yaml"
    path.write_text(raw, encoding="utf-8")
    _, tree = read_document(path, "kennel.yaml", Kennel)
    assert [finding.message for finding in tree.findings] == messages


def test_broken_syntax_goes_before_form(read):
    owner, tree = read("nam: a\nnam: b\n")
    assert owner is None
    assert [f.rule for f in tree.findings] == ["yaml"]


def test_what_stands_in_the_file_is_not_repeated_in_messages(read):
    _, tree = read("name: a\nage: my secret answer\n")
    assert "secret" not in str(tree.findings[0])
