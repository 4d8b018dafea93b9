from __future__ import annotations

import base64
import hashlib
import hmac

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinpanel.errors import RefusedError
from kinpanel.report.export.pseudonym import Key, parse_key, pseudonymised, refuse_collisions

SECRET = bytes(range(32))


def test_a_pseudonym_is_the_keyed_hash_of_the_id():
    expected = hmac.new(SECRET, b"0101001003", hashlib.sha256).hexdigest()[:16]
    assert Key(SECRET).pseudonym("0101001003") == expected
    # RFC 4231, test case 1
    known = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    assert Key(b"\x0b" * 20).pseudonym("Hi There") == known[:16]


def test_a_key_shows_itself_nowhere_and_its_id_tells_keys_apart():
    key = Key(SECRET)
    assert SECRET.hex() not in repr(key)
    assert "\\x01" not in repr(key)
    assert len(key.id) == 8
    assert key.id not in SECRET.hex()
    assert key.id != Key(SECRET[::-1]).id


@pytest.mark.parametrize("text", [SECRET.hex() + "\n", base64.b64encode(SECRET).decode()])
def test_keys_as_hex_and_base64(text):
    assert parse_key(text) == Key(SECRET)


@pytest.mark.parametrize(
    "text", ["", "ab", SECRET.hex()[:62], "00" * 32, "my secret word", "é" * 64, "z" * 64]
)
def test_what_is_no_random_key_is_refused_and_not_quoted(text):
    with pytest.raises(RefusedError, match="--make-key") as caught:
        parse_key(text)
    assert len(text) < 3 or text not in str(caught.value)


ids = st.one_of(st.none(), st.text(max_size=6))


@given(st.lists(st.tuples(ids, ids), min_size=1, max_size=12))
def test_same_id_same_pseudonym_in_every_column_and_missing_stays_missing(pairs):
    frame = pd.DataFrame(pairs, columns=["pid", "father_pid"], dtype="string")
    made = pseudonymised(frame, ["pid", "father_pid"], Key(SECRET))
    before = [*frame["pid"], *frame["father_pid"]]
    after = [*made["pid"], *made["father_pid"]]
    for one, new in zip(before, after, strict=True):
        assert pd.isna(one) == pd.isna(new)
    links = {(a, b) for a, b in zip(before, after, strict=True) if not pd.isna(a)}
    assert len(links) == len({a for a, _ in links}) == len({b for _, b in links})


def test_a_number_has_the_pseudonym_of_its_text():
    frame = pd.DataFrame({"pid": pd.array([101, None], dtype="Int64")})
    made = pseudonymised(frame, ["pid"], Key(SECRET))
    assert made["pid"].iloc[0] == Key(SECRET).pseudonym("101")
    assert made["pid"].isna().tolist() == [False, True]


def test_two_ids_with_one_pseudonym_are_refused():
    with pytest.raises(RefusedError) as caught:
        refuse_collisions({"CNRY-a": "00", "CNRY-b": "00", "CNRY-c": "01"})
    assert caught.value.findings[0].count == 1
    assert "CNRY" not in str(caught.value)
