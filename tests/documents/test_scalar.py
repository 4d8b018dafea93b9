"""Foreign text in YAML is read back as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.documents import read_tree
from kinpanel.documents.scalar import clean, code, in_quotes, key, mapping, quoted
from kinpanel.labels import code_text


@given(st.text())
def test_any_text_survives_yaml_in_flow_and_as_a_comment(tmp_path_factory, text):
    said = clean(text)
    path = tmp_path_factory.getbasetemp() / "text.yaml"
    path.write_text(f"a: {{b: {quoted(said)}, c: 1}}  # {said}\nd: 2\n", encoding="utf-8")
    tree = read_tree(path, "x")
    assert tree.findings == []
    assert tree.value == {"a": {"b": said, "c": 1}, "d": 2}


@given(st.one_of(st.floats(allow_nan=False), st.integers(), st.text(min_size=1)))
def test_any_code_is_read_back_as_that_code(tmp_path_factory, value):
    raw = clean(str(code_text(value)))
    path = tmp_path_factory.getbasetemp() / "code.yaml"
    path.write_text(f"- {code(raw)}\n- {{{key(raw)}: 1}}\n", encoding="utf-8")
    tree = read_tree(path, "x")
    assert tree.findings == []
    assert code_text(tree.value[0]) == raw
    assert tree.value[1] == {raw: 1}


@given(st.text())
def test_any_text_survives_in_quotes(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "quotes.yaml"
    path.write_text(f"- {in_quotes(clean(text))}\n", encoding="utf-8")
    assert in_quotes(text).startswith('"')
    assert read_tree(path, "x").value == [clean(text)]


@pytest.mark.parametrize(
    ("text", "written"),
    [("Sex", "Sex"), ("No", '"No"'), ("7", '"7"'), ("a: b", '"a: b"'), ("是，否", "是，否")],
)
def test_only_what_needs_quotes_gets_them(text, written):
    assert quoted(text) == written
    assert mapping({"en": text}) == f"{{en: {written}}}"
