"""Every planted fault is told once, in its line and with a remedy: alone, and all side by side."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kinpanel.errors import DefinitionError, ExitCode, Finding
from kinpanel.pipeline.check import check

CASES = Path(__file__).parents[1] / "cases" / "faults"
CLEAN = CASES / "clean"


@dataclass(frozen=True)
class Fault:
    """What is wrong, how it gets into the clean study, and what must be said of it."""

    name: str
    fault: str
    file: str
    expect: dict[str, str]
    find: str = ""
    put: str = ""
    create: str = ""
    bytes: str = ""

    @property
    def told_in(self) -> str:
        """The file that the finding names: where the fault is, or what does not go with it."""
        return self.expect.get("file", self.file)


@dataclass(frozen=True)
class Planted:
    """A fault in its place: the line that the finding must name."""

    fault: Fault
    line: int

    def matches(self, finding: Finding) -> bool:
        expect = self.fault.expect
        return (
            (finding.file, finding.line) == (self.fault.told_in, self.line)
            and finding.rule == expect["rule"]
            and expect["message"] in finding.message
            and expect["advice"] in finding.advice
            and bool(finding.advice)
        )


def _read(path: Path) -> Fault:
    read: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return Fault(name=path.stem, **read)


FAULTS = [_read(path) for path in sorted(CASES.glob("*.yaml"))]


def plant(faults: list[Fault], root: Path) -> list[Planted]:
    """The clean study with faults, and the line of each as it stands with all of them."""
    shutil.copytree(CLEAN, root)
    starts: dict[str, int] = {}
    for file in sorted({fault.file for fault in faults}):
        own = [fault for fault in faults if fault.file == file]
        if own[0].find:
            starts |= _replace(root / file, own)
        else:
            (fault,) = own
            assert not (root / file).exists()
            (root / file).write_bytes(bytes.fromhex(fault.bytes) or fault.create.encode())
    return [Planted(fault, _line(fault, root, starts.get(fault.name, 0))) for fault in faults]


def _replace(path: Path, faults: list[Fault]) -> dict[str, int]:
    """Put every fault of one file in; where each then starts."""
    clean, text, end = path.read_text(encoding="utf-8"), "", 0
    starts = {}
    for fault in sorted(faults, key=lambda one: clean.index(one.find)):
        assert clean.count(fault.find) == 1, f"{fault.name}: what to find does not stand there once"
        start = clean.index(fault.find)
        assert start >= end, f"{fault.name} overlaps with another fault"
        text += clean[end:start]
        starts[fault.name] = len(text)
        text += fault.put
        end = start + len(fault.find)
    path.write_text(text + clean[end:], encoding="utf-8")
    return starts


def _line(fault: Fault, root: Path, start: int) -> int:
    text = (root / fault.told_in).read_text(encoding="utf-8", errors="replace")
    if marker := fault.expect.get("at"):
        assert text.count(marker) == 1, f"{fault.name}: the marker does not stand there once"
        start = text.index(marker)
    return text.count("\n", 0, start) + 1


def kinpanel(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kinpanel", "check", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def found_in(root: Path) -> tuple[Finding, ...]:
    with pytest.raises(DefinitionError) as caught:
        check(root)
    return caught.value.findings


def test_the_corpus_is_numbered_and_broad():
    assert [int(fault.name[:2]) for fault in FAULTS] == list(range(1, len(FAULTS) + 1))
    assert len(FAULTS) >= 45
    clean = {path.relative_to(CLEAN).as_posix() for path in CLEAN.rglob("*.*")}
    assert clean <= {fault.file for fault in FAULTS}


def test_the_clean_study_has_no_fault():
    result = check(CLEAN)
    assert (len(result.waves), len(result.tables)) == (4, 3)
    done = kinpanel("--study", str(CLEAN))
    assert done.returncode == ExitCode.OK
    assert "no contradiction found" in done.stdout


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_each_fault_alone_is_told_once_in_its_line(tmp_path, fault):
    (planted,) = plant([fault], tmp_path / "study")
    (finding,) = found_in(tmp_path / "study")
    assert planted.matches(finding), (planted, finding)


def test_all_faults_together_are_told_once_each(tmp_path):
    planted = plant(FAULTS, tmp_path / "study")
    findings = found_in(tmp_path / "study")
    echoes = [str(f) for f in findings if not any(fault.matches(f) for fault in planted)]
    hidden = [p.fault.name for p in planted if sum(map(p.matches, findings)) != 1]
    assert (echoes, hidden) == ([], [])
    assert len(findings) == len(FAULTS)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.sets(st.sampled_from(range(len(FAULTS))), min_size=2))
def test_any_faults_together_are_told_once_each(tmp_path_factory, chosen):
    """Whatever else is wrong: no fault sets off another finding, and none hides another."""
    root = tmp_path_factory.mktemp("faults") / "study"
    planted = plant([FAULTS[place] for place in sorted(chosen)], root)
    findings = found_in(root)
    assert len(findings) == len(planted), findings
    assert all(sum(map(one.matches, findings)) == 1 for one in planted)


def test_the_command_prints_all_of_them_by_file_and_line_with_a_remedy(tmp_path):
    planted = plant(FAULTS, tmp_path / "study")
    done = kinpanel("--study", str(tmp_path / "study"))
    assert done.returncode == ExitCode.BAD_DEFINITIONS
    assert "Traceback" not in done.stderr
    head, *lines = [line for line in done.stderr.splitlines() if line]
    files = list(dict.fromkeys(fault.told_in for fault in FAULTS))
    count = f"{len(FAULTS)} problems in {len(files)} files"
    assert head == f"error: the definitions have {count}"
    told, remedies = lines[::2], lines[1::2]
    assert len(told) == len(remedies) == len(FAULTS)
    assert all(remedy.startswith("    -> ") and remedy[7:].strip() for remedy in remedies)
    assert done.stderr.count("\n\n") == len(files) - 1  # a blank line between two files
    for one in planted:
        place = f"  {one.fault.told_in}:{one.line}"
        message = one.fault.expect["message"]
        assert any(
            line.startswith((f"{place}:", f"{place},")) and message in line for line in told
        ), one
    places = [line.split(",")[0].split(": ")[0].rsplit(":", 1) for line in told]
    order = list(dict.fromkeys(file for file, _ in places))
    assert [(order.index(file), int(line)) for file, line in places] == sorted(
        (order.index(file), int(line)) for file, line in places
    )
    assert order[0] == "  study.yaml"


def test_json_carries_all_of_them(tmp_path):
    planted = plant(FAULTS, tmp_path / "study")
    done = kinpanel("--study", str(tmp_path / "study"), "--json")
    assert done.returncode == ExitCode.BAD_DEFINITIONS
    said = json.loads(done.stdout)
    findings = [Finding(**{**given, "examples": ()}) for given in said["findings"]]
    assert len(findings) == len(FAULTS)
    assert all(any(one.matches(finding) for finding in findings) for one in planted)


def test_without_a_study_the_form_of_all_other_files_is_still_checked(tmp_path):
    """Faults of form and of files are told; what would need the study is not."""
    rules = ("yaml", "form", "file", "grid", "duplicate-code", "response-set", "crosswalk")
    faults = [f for f in FAULTS if f.expect["rule"] in rules and f.file != "study.yaml"]
    planted = plant(faults, tmp_path / "study")
    (tmp_path / "study" / "study.yaml").write_text("title: [\n", encoding="utf-8")
    findings = found_in(tmp_path / "study")
    assert all(any(one.matches(finding) for finding in findings) for one in planted)
    rest = [f for f in findings if not any(one.matches(f) for one in planted)]
    assert [(f.file, f.rule) for f in rest] == [("study.yaml", "yaml")]
