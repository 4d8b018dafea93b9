"""Where an export may lie."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kinpanel.errors import InputMissingError, RefusedError
from kinpanel.pipeline.export_place import OWN, check_place, on_place


@pytest.fixture
def study(tmp_path):
    """As much of a study as places are judged by; its deliveries lie inside."""
    for folder in OWN:
        (tmp_path / "study" / folder).mkdir(parents=True)
    deliveries = SimpleNamespace(environment=None)
    return SimpleNamespace(
        root=tmp_path / "study",
        raw=tmp_path / "study" / "data" / "raw",
        definition=SimpleNamespace(deliveries=deliveries),
    )


@pytest.mark.parametrize("folder", OWN)
@pytest.mark.parametrize("force", [True, False])
def test_never_among_the_files_of_the_study(study, folder, force):
    for path in (
        study.root / folder / "out.dta",
        study.root / folder / "deeper" / "out.dta",
        study.root / "paper" / ".." / folder / "out.dta",
    ):
        with pytest.raises(RefusedError, match=f"would lie in {folder}/"):
            check_place(study, path, force=force)


def test_a_link_into_the_study_is_the_study(study, tmp_path):
    (tmp_path / "link").symlink_to(study.root / "data" / "raw")
    with pytest.raises(RefusedError, match="would lie in data/raw/"):
        check_place(study, tmp_path / "link" / "out.dta", force=True)


def test_over_another_file_only_by_force(study, tmp_path):
    path = tmp_path / "out.dta"
    check_place(study, path, force=False)
    check_place(study, study.root / "out.dta", force=False)
    path.write_text("x")
    with pytest.raises(RefusedError, match=r"out\.dta is there already"):
        check_place(study, path, force=False)
    check_place(study, path, force=True)
    assert path.read_text() == "x"


def test_never_among_deliveries_elsewhere(study, tmp_path):
    study.definition.deliveries.environment = "PANEL_RAW"
    study.raw = tmp_path / "safe"
    with pytest.raises(RefusedError, match="among the deliveries"):
        check_place(study, tmp_path / "safe" / "out.dta", force=True)
    check_place(study, tmp_path / "out.dta", force=True)


def test_deliveries_that_are_nowhere_refuse_nothing(study, tmp_path):
    class Lost(SimpleNamespace):
        @property
        def raw(self):
            raise InputMissingError("PANEL_RAW is not set")

    lost = Lost(root=study.root, definition=study.definition)
    study.definition.deliveries.environment = "PANEL_RAW"
    check_place(lost, tmp_path / "out.dta", force=True)


def test_a_repository_above_is_told(tmp_path):
    path = tmp_path / "repo" / "deep" / "out.dta"
    path.parent.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    (note,) = on_place(path)
    assert (note.severity, note.file) == ("note", "out.dta")
    assert note not in on_place(tmp_path / "out.dta")
