from __future__ import annotations

import os
import stat

import pytest

from kinpanel.errors import InputMissingError, RefusedError, StoreError
from kinpanel.pipeline.pseudonym_key import VARIABLE, make_key, read_key


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    folder = tmp_path / "study"
    folder.mkdir()
    return folder


def test_a_key_is_made_for_its_owner_only_and_read_again(root, tmp_path, monkeypatch):
    path = tmp_path / "panel.key"
    made = make_key(root, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(path.read_text())) == 32
    assert read_key(root, path) == made
    monkeypatch.setenv(VARIABLE, str(path))
    assert read_key(root, None) == made
    assert make_key(root, tmp_path / "other.key") != made


def test_no_key_is_ever_replaced(root, tmp_path):
    path = tmp_path / "panel.key"
    make_key(root, path)
    before = path.read_text()
    with pytest.raises(RefusedError, match="there already"):
        make_key(root, path)
    link = tmp_path / "link.key"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(RefusedError, match="there already"):
        make_key(root, link)
    assert path.read_text() == before


def test_a_key_inside_the_study_is_refused_by_whatever_way(root, tmp_path):
    path = tmp_path / "panel.key"
    make_key(root, path)
    inside = root / "panel.key"
    with pytest.raises(RefusedError, match="inside the study"):
        make_key(root, inside)
    assert not inside.exists()
    path.rename(inside)
    path.symlink_to(inside)
    for place in (inside, path, root / ".." / "study" / "panel.key"):
        with pytest.raises(RefusedError, match="inside the study"):
            read_key(root, place)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602])
def test_a_key_that_others_may_open_is_refused(root, tmp_path, mode):
    path = tmp_path / "panel.key"
    make_key(root, path)
    path.chmod(mode)
    with pytest.raises(RefusedError, match="chmod 600"):
        read_key(root, path)


def test_without_a_key_it_says_what_to_do(root):
    with pytest.raises(RefusedError, match="--make-key") as caught:
        read_key(root, None)
    assert VARIABLE in str(caught.value)


def test_files_that_are_not_there_are_no_files_or_hold_no_key(root, tmp_path):
    with pytest.raises(InputMissingError):
        read_key(root, tmp_path / "gone.key")
    with pytest.raises(RefusedError, match="no file"):
        read_key(root, tmp_path)
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(RefusedError, match="no file"):
        read_key(root, tmp_path / "pipe")
    for text in ("short", "ab" * 4000):
        path = tmp_path / "bad.key"
        path.write_text(text)
        path.chmod(0o600)
        with pytest.raises(RefusedError) as caught:
            read_key(root, path)
        assert text not in str(caught.value)


def test_a_key_that_cannot_be_written(root, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write"):
        make_key(root, tmp_path / "file" / "panel.key")
