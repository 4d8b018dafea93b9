from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from kinpanel.roles import AuditRoles


def test_a_code_may_be_written_as_a_number():
    roles = AuditRoles.model_validate_json('{"person": {"female": 2}}')
    assert roles.person == {"female": "2"}


@pytest.mark.parametrize(
    "section",
    [
        {"person": {"sexx": "sex"}},
        {"spells": {"father": "f"}},
        {"fieldwork": {"w1": ["2014-13", "2014-09"]}},
        {"fieldwork": {"w1": ["2014-07"]}},
        {"persons": {}},
    ],
)
def test_unknown_roles_and_months_are_refused(section):
    with pytest.raises(ValidationError):
        AuditRoles.model_validate_json(json.dumps(section))
