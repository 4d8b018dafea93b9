"""Findings in words, the error tree, and nearest names."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel import errors
from kinpanel.errors import ExitCode, Finding, KinpanelError, errors_in, nearest


def test_a_finding_in_full():
    finding = Finding(
        rule="r",
        message="codes are unknown",
        file="codes.csv",
        line=7,
        wave="w2",
        variable="child.sex",
        examples=("1", "2", "3", "4"),
        count=1234,
        advice="add them",
    )
    assert finding.where == "codes.csv:7, wave w2, child.sex"
    assert str(finding) == (
        "codes.csv:7, wave w2, child.sex: codes are unknown (e.g. 1, 2, 3; 1,234 in all)\n"
        "    -> add them"
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, "m"),
        ({"file": "a.yaml"}, "a.yaml: m"),
        ({"line": 3}, "m"),
        ({"wave": "w1", "variable": "x"}, "wave w1, x: m"),
        ({"count": 2}, "m (2 cases)"),
        ({"count": 0}, "m (0 cases)"),
        ({"examples": ("8",)}, "m (e.g. 8)"),
        ({"advice": "do"}, "m\n    -> do"),
    ],
)
def test_a_finding_says_only_what_it_knows(parts, expected):
    assert str(Finding(rule="r", message="m", **parts)) == expected


def test_as_dict_leaves_out_what_is_not_known_and_goes_to_json():
    finding = Finding(rule="r", message="m", count=0, examples=("1",))
    plain = finding.as_dict()
    assert plain == {
        "rule": "r",
        "message": "m",
        "severity": "error",
        "count": 0,
        "examples": ("1",),
    }
    assert json.loads(json.dumps(plain))["examples"] == ["1"]


def test_an_error_shows_every_finding_and_survives_a_process_border():
    findings = [Finding(rule="r", message=f"m{i}") for i in range(5)]
    error = errors.DefinitionError("cannot be used", findings)
    assert str(error) == "cannot be used\n  m0\n  m1\n  m2\n  m3\n  m4"
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(copy), copy.message, copy.findings) == (str(error), "cannot be used", (*findings,))


def test_one_tree_and_public_exit_codes():
    codes = {
        "UsageError": 2,
        "DefinitionError": 78,
        "InputMissingError": 66,
        "DataError": 65,
        "EstimationError": 65,
        "StoreError": 74,
        "LockedError": 75,
        "RefusedError": 77,
    }
    declared = {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, KinpanelError) and kind is not KinpanelError
    }
    assert {name: int(kind.exit_code) for name, kind in declared.items()} == codes
    assert KinpanelError.exit_code is ExitCode.INTERNAL
    assert (ExitCode.OK, ExitCode.FINDINGS) == (0, 1)


@pytest.mark.parametrize(
    ("name", "known", "advice"),
    [
        ("refusd", ["refused", "dont_know"], "did you mean 'refused'?"),
        ("zzz", ["b", "a"], "known: a, b"),
        ("zzz", list("abcdefgh"), "known: a, b, c, d, e, f, g, h"),
        ("zzz", list("abcdefghi"), "known: a, b, c, d, e, f, g, h, ..."),
        ("zzz", ["a", "a"], "known: a"),
        ("zzz", [], ""),
    ],
)
def test_nearest(name, known, advice):
    assert nearest(name, known) == advice


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=12))
def test_nearest_names_only_what_is_known(name, known):
    advice = nearest(name, known)
    assert (advice == "") == (not known)
    if advice.startswith("did you mean"):
        assert advice in {f"did you mean {k!r}?" for k in known}


def test_only_errors_stop():
    found = [Finding(rule="r", message=s, severity=s) for s in ("error", "warning", "note")]
    assert [finding.message for finding in errors_in(found)] == ["error"]
