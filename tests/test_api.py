"""The public names of the library, and that naming none of them costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kinpanel as kp


def test_every_public_name_is_there_and_documented():
    for name in kp.__all__:
        assert getattr(kp, name).__doc__, name
    assert set(dir(kp)) == set(kp.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'fools'"):
        _ = kp.fools


def test_importing_the_library_loads_nothing_heavy():
    code = "import sys, kinpanel; print(sorted({'numpy', 'pandas', 'typer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
