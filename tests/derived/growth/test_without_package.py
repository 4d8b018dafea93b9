"""What is said where the optional tables are not installed, or are others than expected."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from kinpanel.derived.growth import package_tables
from kinpanel.errors import DataError, InputMissingError

BY_DAY = ("bmifa", "lfa", "wfa", "wfh", "wfl")
BY_MONTH = ("bmifa", "lfa", "wfa")


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygrowup", None)
    for name in [name for name in sys.modules if name.startswith("pygrowup.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(InputMissingError, match=r"pip install 'kinpanel\[growth\]'"):
        package_tables()


@pytest.mark.parametrize("data", [None, {"female": {}}, {"female": {0: {"l": 1, "m": 50}}}])
def test_tables_of_another_form(monkeypatch, data):
    for package in ("pygrowup", "pygrowup.tables", "pygrowup.tables.by_day"):
        monkeypatch.setitem(sys.modules, package, ModuleType(package))
    monkeypatch.setitem(
        sys.modules, "pygrowup.tables.by_month", ModuleType("pygrowup.tables.by_month")
    )
    for folder, names in (("by_day", BY_DAY), ("by_month", BY_MONTH)):
        for name in names:
            module = ModuleType(f"pygrowup.tables.{folder}.{name}")
            module.DATA = data
            monkeypatch.setattr(
                sys.modules[f"pygrowup.tables.{folder}"], name, module, raising=False
            )
    with pytest.raises(DataError, match=r"is not what version 1\.0 ships"):
        package_tables()
