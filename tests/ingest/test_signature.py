"""How well columns fit declared files: names first, then storage and labels."""

from __future__ import annotations

import pytest

from kinpanel.ingest.guard import judge_shape
from kinpanel.ingest.raw import RawFile
from kinpanel.ingest.signature import fit, fits
from kinpanel.questionnaire import FileSpec, Questionnaire, Questionnaires

NAMES = ("k", "a", "b", "c")
CODES = {"w1": ("1", "2"), "w2": ("5", "6")}


@pytest.fixture
def asked(question):
    """Two waves that ask under the same names, with other codes."""

    def wave(name: str) -> Questionnaire:
        questions = [question("k", "text")]
        questions += [question(n, "select_one", choices=CODES[name]) for n in NAMES[1:]]
        return Questionnaire(
            name, "x.yaml", {"f": FileSpec(path="f.dta", unit="x", key=("k",))}, tuple(questions)
        )

    return Questionnaires({name: wave(name) for name in CODES})


@pytest.fixture
def raw(column):
    """A file of some columns, whose codes have labels."""

    def make(names=NAMES, codes=("1", "2")) -> RawFile:
        labels = dict.fromkeys(codes, "label")
        made = [
            column(["x"], n) if n == "k" else column([1.0], n, value_labels=labels) for n in names
        ]
        return RawFile("f.dta", "0" * 64, 1, {one.name: one for one in made})

    return make


def test_names_are_counted_as_they_are_and_folded(asked, raw):
    found = fit(raw(("k", "A", "b")), "f", asked["w1"])
    assert (found.declared, found.present, found.folded) == (4, 2, 3)
    assert found.share == 0.5


def test_labels_tell_files_with_the_same_names_apart(asked, raw):
    best, other = fits(raw(codes=("5", "6")), asked)
    assert (best.wave, best.agreement, other.wave, other.agreement) == ("w2", 1.0, "w1", 0.0)


def test_a_file_with_the_labels_of_another_wave_is_refused(asked, raw):
    found = judge_shape(raw(codes=("5", "6")), "w1", "f", asked)
    assert found is not None
    assert found.looks == "w2/f"
    assert "agree in 3 of 3; with w1's f file in 0 of 3" in found.finding.message
    assert judge_shape(raw(codes=("5", "6")), "w2", "f", asked) is None


def test_labels_that_nobody_gave_say_nothing(asked, raw):
    assert judge_shape(raw(codes=()), "w1", "f", asked) is None
    assert fit(raw(codes=()), "f", asked["w1"]).judged == 0


def test_text_where_a_number_is_declared_contradicts(column, question):
    questions = (question("k", "text"), question("n", "integer"))
    asked = Questionnaire("w1", "x", {"f": FileSpec(path="f", unit="x", key=("k",))}, questions)
    columns = {"k": column(["x"], "k"), "n": column(["x"], "n")}
    found = fit(RawFile("f", "", 1, columns), "f", asked)
    assert (found.judged, found.agreeing) == (1, 0)
