from __future__ import annotations

import hashlib
import json

import pytest

from kinpanel.report.export import FORMATS, Look, render
from kinpanel.report.export.descriptor import File, describe
from kinpanel.report.export.guard import choose, guarded
from kinpanel.report.export.pseudonym import Key

KEY = Key(bytes(range(32)))
CELLS = {
    "pid": ["CNRY-1", "CNRY-2"],
    "county": ["CNRY-3", "CNRY-4"],
    "age": [1, ("refused",)],
    "rank": ["lo", ("not_asked",)],
    "words": ["CNRY-5", ("refused",)],
}


@pytest.fixture
def about(content, tmp_path):
    def make(suffix: str, include=(), language: str = "en"):
        made = content(**CELLS)
        choice = choose(made.table, {"pid"}, include)
        guardeds = type(made)(*guarded(made.frame, made.table, choice, KEY), made.study)
        look = Look(language)
        payload, sheet = render(guardeds, suffix, look, tmp_path)
        file = File(f"child{suffix}", suffix, payload, "0123456789abcdef")
        return describe(file, guardeds, look, sheet, choice, KEY), payload

    return make


@pytest.mark.parametrize("suffix", FORMATS)
def test_it_names_the_bytes_what_is_in_them_and_no_cell(about, suffix):
    described, payload = about(suffix)
    assert described["hash"] == f"sha256:{hashlib.sha256(payload).hexdigest()}"
    assert described["rows"] == 2
    assert described["waves"] == ["w1", "w2"]
    assert described["leftOut"] == {"restricted": ["county"]}
    assert described["pseudonyms"]["keyId"] == KEY.id
    assert described["pseudonyms"]["fields"] == ["pid"]
    assert described["schema"]["primaryKey"] == ["wave", "pid"]
    text = json.dumps(described)
    assert "CNRY" not in text
    assert KEY.secret.hex() not in text


def test_codes_of_reasons_as_they_stand_in_each_format(about):
    def age(suffix: str):
        fields = about(suffix)[0]["schema"]["fields"]
        return next(field for field in fields if field["name"] == "age")

    assert age(".dta")["missing"] == [{"value": ".c", "reason": "refused"}]
    assert age(".sav")["missing"] == [{"value": -93, "reason": "refused"}]
    assert "missing" not in age(".csv")
    assert age(".csv")["unit"] == "years"


def test_companions_name_what_they_explain_and_labels_are_in_the_language(about):
    described, _ = about(".csv", language="zh")
    fields = {field["name"]: field for field in described["schema"]["fields"]}
    assert fields["age__why"]["explains"] == "age"
    assert fields["age__why"]["codes"] == [{"value": "refused", "label": "拒答"}]
    assert fields["rank"]["codes"][0] == {"value": "lo", "label": "低"}
    assert described["missingReasons"]["refused"] == "拒答"


def test_with_ids_as_they_are_there_is_no_word_of_pseudonyms(about):
    described, _ = about(".csv", include=["identifier"])
    assert "pseudonyms" not in described
