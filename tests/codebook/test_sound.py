"""What is compared across rows and waves: only what is in order by itself."""

from __future__ import annotations

from kinpanel.codebook.sound import sound_part
from kinpanel.documents import Unusable
from kinpanel.errors import Finding
from kinpanel.questionnaire import load_questionnaires
from kinpanel.study import load_study


def parts(load, tmp_path, findings=(), *addresses):
    unusable = Unusable()
    for address in addresses:
        unusable.add(*address)
    codebook = load()
    questionnaires = load_questionnaires(tmp_path, load_study(tmp_path))
    return codebook, sound_part(codebook, questionnaires, findings, unusable)


def rows(codebook, sound):
    """The rows that are missing from the sound part."""
    return {f"{t}.{v} {w}" for t, v, w in codebook.crosswalk.keys() - sound.crosswalk.keys()}


def test_everything_where_nothing_is_wrong(load, tmp_path):
    codebook, (sound, waves) = parts(load, tmp_path)
    assert (sound.tables, sound.crosswalk) == (codebook.tables, codebook.crosswalk)
    assert len(waves["w1"].questions) == 6


def test_a_row_with_a_finding_is_out_in_its_wave_only(load, tmp_path):
    finding = Finding(rule="contract", message="", variable="child.girl", wave="w1")
    codebook, (sound, _) = parts(load, tmp_path, [finding])
    assert rows(codebook, sound) == {"child.girl w1"}


def test_a_row_is_out_with_its_question_its_codes_or_its_variable(load, tmp_path):
    codebook, (sound, waves) = parts(
        load,
        tmp_path,
        (),
        ("routing", "w1", "cash"),
        ("code", "child", "girl", "w2", "1"),
        ("table", "child", "mood"),
    )
    assert rows(codebook, sound) == {
        "child.income w1",
        "child.girl w2",
        "child.mood w1",
        "child.mood w2",
    }
    assert waves["w1"].question("cash") is None
    assert sound.tables["child"].variable("mood") is None


def test_a_score_is_out_with_its_items(load, tmp_path):
    _, (sound, _) = parts(load, tmp_path, (), ("table", "child", "income"))
    assert sound.tables["child"].variable("twice") is None
