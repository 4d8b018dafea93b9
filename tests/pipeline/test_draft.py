"""Wave 2 of the reference panel arrives in a study that has only wave 1."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from kinpanel.codebook import load_codebook
from kinpanel.codebook.crosswalk import COLUMNS, read_crosswalk
from kinpanel.errors import DataError, InputMissingError, RefusedError, UsageError
from kinpanel.ingest.decode import decode_file
from kinpanel.ingest.readers import read_export
from kinpanel.pipeline.draft import draft
from kinpanel.pipeline.handle import Study
from kinpanel.questionnaire import load_questionnaires
from kinpanel.simulate import simulate, write_exports

PANEL = Path(__file__).parents[1] / "cases" / "panel"
FOUND = {"w2": {"child": 1.0, "roster": 1.0, "spells": 1.0}}
"""The share of variables whose best candidate is the question of the hand-written crosswalk."""


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    write_exports(simulate(3, "baseline"), folder, waves=["w2"])
    return folder


@pytest.fixture
def root(tmp_path):
    """The definitions of the reference panel as they stood after wave 1."""
    for name in ("questionnaires", "codebooks"):
        shutil.copytree(PANEL / name, tmp_path / name)
    shutil.copy(PANEL / "study.yaml", tmp_path)
    for wave in ("w2", "w3", "w4", "w5"):
        (tmp_path / "questionnaires" / f"{wave}.yaml").unlink()
    _keep(tmp_path / "codebooks" / "crosswalk.csv", lambda row: row["wave"] == "w1")
    _keep(tmp_path / "codebooks" / "codes.csv", lambda row: True, drop=("w2", "w3", "w4", "w5"))
    return tmp_path


def _keep(path, wanted, drop=()):
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = [name for name in rows[0] if name not in drop]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if wanted(row))


@pytest.fixture(scope="module")
def by_hand():
    return Study.open(PANEL)


def file_of(raw, name):
    (path,) = (raw / "w2").glob(f"w2_{name}.*")
    return path


@pytest.mark.parametrize("name", ["child", "roster", "spells"])
def test_the_right_question_is_the_best_candidate(root, raw, by_hand, name):
    result = draft(Study.open(root), file_of(raw, name), "w2")
    best = {}
    for row in result.candidates:
        best.setdefault((row.table, row.variable), row)
    sources = {
        (row.table, row.variable): by_hand.questionnaires["w2"].question(row.sources[0])
        for row in by_hand.codebook.crosswalk.values()
        if row.wave == "w2" and row.sources
    }
    right = {
        key: row.question == source.column.lower()
        for key, row in best.items()
        if (source := sources.get(key)) is not None and source.file == name
    }
    assert len(right) >= {"child": 20, "roster": 6, "spells": 5}[name]
    assert sum(right.values()) / len(right) >= FOUND["w2"][name], right
    assert all(0 <= row.score <= 1 for row in result.candidates)


@pytest.mark.parametrize("name", ["child", "roster", "spells"])
def test_types_answers_and_missing_codes_are_those_of_the_hand_written_one(
    root, raw, by_hand, name
):
    study = Study.open(root)
    draft(study, file_of(raw, name), "w2", write=True)
    drafted = load_questionnaires(root, study.definition)["w2"]
    hand = by_hand.questionnaires["w2"]
    assert set(drafted.files) == {name}
    assert drafted.files[name].unit == hand.files[name].unit
    ids = {question.id: question.column for question in hand.questions}
    keys = {q.id: q.column for q in drafted.questions}
    assert [keys[k] for k in drafted.files[name].key] == [ids[k] for k in hand.files[name].key]
    mine = {question.column: question for question in drafted.questions}
    for question in hand.in_file(name):
        guessed = mine[question.column]
        assert guessed.kind == question.kind, question.column
        assert guessed.response_set == question.response_set, question.column
        assert guessed.missing_codes == question.missing_codes, question.column
        assert guessed.label["en"] == "TODO"
        assert guessed.label["zh"] != "TODO"


def test_a_draft_decodes_the_file_without_finding(root, raw, tmp_path):
    study = Study.open(root)
    path = file_of(raw, "child")
    draft(study, path, "w2", write=True)
    questionnaire = load_questionnaires(root, study.definition)["w2"]
    cells = read_export(path, path.name, "", tmp_path)
    answers, findings = decode_file(cells, "child", questionnaire, study.definition.wave("w2"))
    assert findings == []
    assert len(answers) == len(questionnaire.questions)


def test_missing_codes_are_guessed_where_the_wave_declares_none(root, raw):
    path = root / "study.yaml"
    text = path.read_text(encoding="utf-8")
    declared = "{-1: dont_know, -2: refused, -8: inapplicable, -9: no_answer}"
    assert declared in text
    path.write_text(text.replace(declared, "{}"), encoding="utf-8")
    study = Study.open(root)
    result = draft(study, file_of(raw, "child"), "w2", write=True)
    questions = load_questionnaires(root, study.definition)["w2"].questions
    answers = [q for q in questions if q.column.startswith("wq2d4") or q.column == "wq2g1"]
    expected = {"-1": "dont_know", "-2": "refused", "-8": "inapplicable", "-9": "no_answer"}
    assert len(answers) == 9
    assert all(question.missing_codes == expected for question in answers)
    assert result.questionnaire.count("# TODO: confirm, the file says 拒绝回答") == 10


def test_nothing_is_written_unless_asked_and_nothing_is_overwritten(root, raw):
    def state():
        return {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}

    study, path = Study.open(root), file_of(raw, "child")
    before = state()
    first = draft(study, path, "w2")
    assert first.written == ()
    assert first == draft(Study.open(root), path, "w2")
    assert state() == before
    second = draft(study, path, "w2", write=True)
    assert second.written == ("questionnaires/w2.yaml",)
    written = state()
    with pytest.raises(RefusedError, match="is not overwritten"):
        draft(study, path, "w2", write=True)
    assert state() == written


def test_new_response_sets_are_appended_and_old_ones_stay(root, raw):
    choices = root / "questionnaires" / "choices.yaml"
    text = choices.read_text(encoding="utf-8")
    start, end = text.index("  sex@2:"), text.index("  frequency@1:")
    shorter = text[:start] + text[end:].replace("(1-2 days), zh: 有些时候", "(1-2 days), zh: 少数")
    choices.write_text(shorter, encoding="utf-8")
    study = Study.open(root)
    result = draft(study, file_of(raw, "child"), "w2", write=True)
    assert result.new_sets == ("wq2a1@1", "wq2d401@1")
    assert choices.read_text(encoding="utf-8") == result.choices
    assert result.choices.startswith(shorter)
    questionnaire = load_questionnaires(root, study.definition)["w2"]
    assert [c.code for c in questionnaire.question("wq2d408").choices] == ["1", "2", "3", "4"]
    assert load_codebook(root, study.definition, load_questionnaires(root, study.definition))


def test_a_choices_file_that_cannot_be_added_to_is_refused_and_stays(root, raw):
    choices = root / "questionnaires" / "choices.yaml"
    (root / "questionnaires" / "w1.yaml").unlink()
    _keep(root / "codebooks" / "crosswalk.csv", lambda row: False)
    shutil.rmtree(root / "codebooks")
    choices.write_text("choices: {a@1: [{code: 1, label: {en: x, zh: x}}]}\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="cannot stand at the end"):
        draft(Study.open(root), file_of(raw, "child"), "w2", write=True)
    assert not (root / "questionnaires" / "w2.yaml").exists()
    choices.unlink()
    result = draft(Study.open(root), file_of(raw, "child"), "w2", write=True)
    assert result.written == ("questionnaires/choices.yaml", "questionnaires/w2.yaml")
    assert result.crosswalk == ",".join(COLUMNS) + "\n"
    assert len(load_questionnaires(root, Study.open(root).definition)["w2"].questions) == 20


def test_candidate_rows_have_the_form_of_the_crosswalk_and_decide_nothing(root, raw, tmp_path):
    result = draft(Study.open(root), file_of(raw, "child"), "w2")
    path = tmp_path / "candidates.csv"
    path.write_text(result.crosswalk, encoding="utf-8")
    rows, findings = read_crosswalk(path, "candidates.csv")
    assert findings == []
    assert len(rows) == len(result.candidates)
    assert {row.status for row in rows} == {"undetermined"}
    scores = {}
    for row in result.candidates:
        scores.setdefault(row.variable, []).append(row.score)
    assert all(found == sorted(found, reverse=True) for found in scores.values())
    assert all(row.why.startswith("score 0.") for row in rows if row.sources)


def test_all_files_of_a_wave_make_one_draft(root, raw, by_hand):
    study = Study.open(root)
    paths = [file_of(raw, name) for name in ("child", "roster", "spells")]
    single = {
        (row.table, row.variable): row.score
        for path in paths
        for row in reversed(draft(study, path, "w2").candidates)
    }
    result = draft(study, paths, "w2", write=True)
    assert result.files == ("w2_child.sav", "w2_roster.dta", "w2_spells.dta")
    # The roster and the spells have more columns than the study takes, with answers of their own.
    assert result.written == ("questionnaires/choices.yaml", "questionnaires/w2.yaml")
    wave = load_questionnaires(root, study.definition)["w2"]
    hand = by_hand.questionnaires["w2"]
    assert {name: spec.path for name, spec in wave.files.items()} == {
        name: spec.path for name, spec in hand.files.items()
    }
    asked = {(question.file, question.column) for question in wave.questions}
    assert {(question.file, question.column) for question in hand.questions} < asked
    assert len(asked) == len(wave.questions) == result.questions
    best = {}
    for row in result.candidates:
        best.setdefault((row.table, row.variable), row)
    assert {key: row.score for key, row in best.items()} == single
    columns = {question.id: (question.file, question.column) for question in hand.questions}
    ours = {question.id: (question.file, question.column) for question in wave.questions}
    for row in by_hand.codebook.crosswalk.values():
        if row.wave == "w2" and row.sources:
            found = best[row.table, row.variable].question
            assert ours[found] == columns[row.sources[0]]


def test_a_variable_that_several_files_may_hold_has_the_best_of_all(root, raw):
    study = Study.open(root)
    names = {"child": "one.sav", "roster": "two.dta"}
    paths = [Path(shutil.copy(file_of(raw, name), root / to)) for name, to in names.items()]
    result = draft(study, paths, "w2")
    assert "  one: {path: one.sav," in result.questionnaire
    rows = [r for r in result.candidates if (r.table, r.variable) == ("person", "birth_month")]
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert rows[0].question == "wr2ym"
    assert 1 <= len(rows) <= 3
    assert all(row.question for row in rows)


def test_bad_calls_are_told_apart(root, raw):
    study, path = Study.open(root), file_of(raw, "child")
    with pytest.raises(UsageError, match="unknown wave 'w9'"):
        draft(study, path, "w9")
    with pytest.raises(UsageError, match="cannot name a file"):
        draft(study, path, "w2", name="a.b")
    with pytest.raises(UsageError, match="a name goes with one file"):
        draft(study, [path, file_of(raw, "roster")], "w2", name="child")
    with pytest.raises(UsageError, match=r"w2_child\.sav is named twice"):
        draft(study, [path, path], "w2")
    with pytest.raises(UsageError, match="no file"):
        draft(study, [], "w2")
    with pytest.raises(InputMissingError, match=r"no file w2_chld\.sav"):
        draft(study, "w2_chld.sav", "w2")
    damaged = root / "w2_child.sav"
    damaged.write_bytes(path.read_bytes()[:500])
    with pytest.raises(DataError, match="no questionnaire can be drafted"):
        draft(study, damaged, "w2")


def test_a_delivery_is_found_by_its_name_and_keeps_the_name_given(root, raw):
    target = root / "data" / "raw" / "w2"
    target.mkdir(parents=True)
    shutil.copy(file_of(raw, "roster"), target)
    result = draft(Study.open(root), "w2_roster.dta", "w2", name="people")
    assert "  people: {path: w2_roster.dta, unit: TODO, key: [wr2pid]}" in result.questionnaire
    assert "raw: people.wr2pid" in result.questionnaire
    assert set(result.as_dict()) >= {"questionnaire", "choices", "crosswalk", "written"}
