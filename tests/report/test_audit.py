from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pandas as pd

from kinpanel.derived.audit import RULES, AuditResult, RuleResult
from kinpanel.derived.audit.result import FAILURE_COLUMNS
from kinpanel.report.audit import render_audit


def result(detail: str = "") -> AuditResult:
    row = ("person", "w2", 0 if detail else 17, "CNRY-key", "sex", "CNRY-was", "CNRY-now", detail)
    failures = pd.DataFrame([(*row, False), (*row, True)], columns=list(FAILURE_COLUMNS))
    idle = RuleResult(RULES["L02"], ("person.birth_month or birth_year",), 0, failures[:0])
    return AuditResult((RuleResult(RULES["L01"], (), 200, failures), idle))


def test_a_page_shows_counts_shares_places_and_what_is_lacking():
    page = render_audit(result(), "A study", ("w1", "w2")).decode()
    for shown in (
        "L01 sex-differs",
        RULES["L01"].sentence,
        "0.50%",
        "person.sex, wave w2, row 17",
        "Not applicable: lacks person.birth_month or birth_year",
        "1 error, 0 warnings, 0 notes; 1 accepted",
    ):
        assert shown in page


def test_a_page_holds_no_keys_and_no_answers():
    assert b"CNRY" not in render_audit(result(), "A study", ("w1",))


def test_a_page_runs_nothing_and_fetches_nothing():
    page = render_audit(result("<script>alert(1)</script>"), "<img src=x>", ("w1",)).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert "http://" not in page
    assert "https://" not in page


def test_the_markup_is_well_formed():
    page = render_audit(result(), "A & B", ("w1",)).decode()
    body = page[page.index("<body>") : page.index("</body>") + 7]
    tables = ET.fromstring(body).findall(".//table")  # noqa: S314
    assert [table.findtext("caption") for table in tables] == ["Persons over the waves"]
    assert len(tables[0].findall("./tbody/tr")) == 2


def test_same_result_same_bytes():
    first = render_audit(result(), "A study", ("w1",))
    assert first == render_audit(result(), "A study", ("w1",))
    other = AuditResult(tuple(replace(one, checked=400) for one in result().rules))
    assert first != render_audit(other, "A study", ("w1",))
