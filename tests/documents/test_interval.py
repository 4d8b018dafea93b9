"""Closed intervals."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from kinpanel.documents import Interval

INTERVAL = TypeAdapter(Interval)


@pytest.mark.parametrize("written", [(0, 6), (-1.5, -1.5), (3, 3)])
def test_the_lower_end_stands_first(written):
    assert INTERVAL.validate_python(written) == written


@pytest.mark.parametrize("written", [(6, 0), (1, 2, 3), (1,), ("a", "b"), None])
def test_anything_else_is_refused(written):
    with pytest.raises(ValidationError):
        INTERVAL.validate_python(written)
