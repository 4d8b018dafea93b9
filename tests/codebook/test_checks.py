from __future__ import annotations

import pytest

from kinpanel.codebook.checks import check_checks
from kinpanel.codebook.model import TableCodebook
from kinpanel.documents import Unusable, read_document

TEXT = """\
table: child
label: {{en: Children}}
unit: child
key: [pid]
variables:
  - {{name: pid, type: text, label: {{en: Id}}}}
  - {{name: age, type: {kind}, label: {{en: Age}}, checks: {checks}}}
"""


def findings(tmp_path, checks, kind="integer", unusable=None):
    path = tmp_path / "child.yaml"
    path.write_text(TEXT.format(checks=checks, kind=kind), encoding="utf-8")
    table, tree = read_document(path, "child.yaml", TableCodebook)
    assert table is not None, tree.findings
    return check_checks(table, tree, unusable or Unusable())


def test_checks_that_can_be_made(tmp_path):
    assert findings(tmp_path, "{constant_within: pid, max_jump: 5}") == []


@pytest.mark.parametrize(
    ("checks", "kind", "message"),
    [
        ("{constant_within: pdi}", "integer", "age: constant_within 'pdi' is no other variable"),
        ("{constant_within: age}", "integer", "age: constant_within 'age' is no other variable"),
        ("{max_jump: 5}", "text", "age: max_jump needs a number, not text"),
    ],
)
def test_checks_that_cannot_be_made(tmp_path, checks, kind, message):
    (finding,) = findings(tmp_path, checks, kind)
    assert finding.message.startswith(message)
    assert finding.line == 7


def test_nothing_is_said_against_a_variable_with_a_fault_of_its_own(tmp_path):
    unusable = Unusable()
    unusable.add("table", "child", "sex")
    assert findings(tmp_path, "{constant_within: sex}", unusable=unusable) == []
