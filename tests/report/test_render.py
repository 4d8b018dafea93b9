import os
import subprocess
import sys
from dataclasses import replace

import pytest

from kinpanel.errors import UsageError
from kinpanel.report import FORMATS, Column, render

MAKE = """
import hashlib
from kinpanel.report import Column, FORMATS, Row, Table, render
table = Table(
    name="one", title="Title & 儿童", columns=(Column("a", "s"), Column("b", "s")),
    rows=(Row("x", ("1", "2")), Row("y", ("3", "<10"), "g")), notes=("note",),
)
for name in FORMATS:
    print(name, hashlib.sha256(render(table, name)).hexdigest())
"""


def run(seed):
    env = os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
    done = subprocess.run(
        [sys.executable, "-c", MAKE], env=env, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_two_processes_give_the_same_bytes():
    first = run("1")
    assert len(first) == len(FORMATS) == 4
    assert run("2") == first


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_renders_hostile_labels_twice_the_same(name, hostile):
    assert render(hostile, name) == render(hostile, name) != b""


def test_an_unknown_format_gets_the_near_name():
    with pytest.raises(UsageError, match="did you mean 'docx'"):
        render(None, "doc")


@pytest.mark.parametrize("name", ["tex", "html", "md"])
def test_a_bare_table_has_no_empty_shell_of_notes_and_spanners(name, plain_table):
    columns = tuple(Column(column.label) for column in plain_table.columns)
    bare = replace(plain_table, columns=columns, notes=(), stub="")
    text = render(bare, name).decode()
    assert all(word not in text for word in ("tablenotes", "cmidrule", "colgroup span", "-notes"))
    assert text.count("120") == 1
