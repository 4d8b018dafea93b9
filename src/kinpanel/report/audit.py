"""The findings of the audit as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Sequence

from kinpanel.derived.audit import FAMILIES, AuditResult, RuleResult
from kinpanel.report.html import escape_html

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """\
body { color-scheme: light dark; font: 1rem/1.4 system-ui, sans-serif; margin: 1.5em auto;
  max-width: 80rem; padding-inline: 1em; }
table { border-collapse: collapse; border-block: 2px solid; width: 100%; margin-block: 1em 2em; }
caption { text-align: start; font-weight: bold; padding-block: .5em; }
th, td { padding: .25em .7em; text-align: start; vertical-align: top;
  font-variant-numeric: tabular-nums; }
th { font-weight: normal; }
thead th { border-block-end: 1px solid; }
.number { text-align: end; }
.bar { display: block; height: .5em; min-width: 1px; background: currentColor; }
.share { min-width: 8rem; }
.error { font-weight: bold; }
.quiet { opacity: .75; }
ul { margin: 0; padding-inline-start: 1.2em; }
"""
_HEADS = ("Rule", "What it says", "Severity", "Checked", "Failed", "Accepted", "Share", "Where")
_NUMBERS = frozenset({"Checked", "Failed", "Accepted"})


def render_audit(result: AuditResult, title: str, waves: Sequence[str]) -> bytes:
    """A page in UTF-8 with every rule: sentence, severity, checked, failed, share and examples.

    Rules that cannot run are listed with what they lack. Neither keys nor answers stand in it,
    but row numbers and counts of any size: it is for those who hold the data. Same result, same
    bytes; no script, and nothing is fetched.
    """
    shown = escape_html(f"Audit: {title}")
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{shown}</title>",
        f"<style>\n{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{shown}</h1>",
        *_summary(result, waves),
    ]
    for family, rules in FAMILIES.items():
        known = {rule.number for rule in rules}
        results = [one for one in result.rules if one.rule.number in known]
        if results:
            lines += _table(family, results)
    return ("\n".join([*lines, "</main>", "</body>", "</html>"]) + "\n").encode()


def _summary(result: AuditResult, waves: Sequence[str]) -> list[str]:
    totals = result.as_dict()
    idle = sum(bool(one.lacking) for one in result.rules)
    counts = ", ".join(
        f"{totals[name]:,} {name if totals[name] != 1 else name.removesuffix('s')}"
        for name in ("errors", "warnings", "notes")
    )
    listed = escape_html(", ".join(waves))
    return [
        f"<p>Waves {listed}. {len(result.rules)} rules, {idle} of them not applicable: {counts}; "
        f"{totals['accepted']:,} accepted.</p>",
        "<p>Exact counts and row numbers, not for publication.</p>",
    ]


def _table(family: str, results: Sequence[RuleResult]) -> list[str]:
    heads = "".join(
        f'<th scope="col"{_class(head in _NUMBERS)}>{escape_html(head)}</th>' for head in _HEADS
    )
    return [
        "<table>",
        f"<caption>{escape_html(family)}</caption>",
        f"<thead><tr>{heads}</tr></thead>",
        "<tbody>",
        *(_row(one) for one in results),
        "</tbody>",
        "</table>",
    ]


def _class(number: bool) -> str:
    return ' class="number"' if number else ""


def _row(one: RuleResult) -> str:
    rule = one.rule
    head = f'<th scope="row" id="{rule.number}">{rule.number} {escape_html(rule.name)}</th>'
    sentence = f"<td>{escape_html(rule.sentence)}</td>"
    severity = f'<td class="{rule.severity}">{rule.severity}</td>'
    if one.lacking:
        lacks = escape_html("; ".join(one.lacking))
        idle = f'<td colspan="5" class="quiet">Not applicable: lacks {lacks}</td>'
        return f"<tr>{head}{sentence}{severity}{idle}</tr>"
    numbers = "".join(
        f'<td class="number">{count:,}</td>' for count in (one.checked, one.failed, one.accepted)
    )
    bar = f'<span class="bar" style="width: {one.share:.2%}"></span>' if one.failed else ""
    share = f'<td class="share">{one.share:.2%}{bar}</td>'
    return f"<tr>{head}{sentence}{severity}{numbers}{share}<td>{_where(one)}</td></tr>"


def _where(one: RuleResult) -> str:
    if not one.failed:
        return ""
    waves = ", ".join(f"{wave}: {count:,}" for wave, count in one.by_wave.items())
    items = "".join(f"<li>{escape_html(example)}</li>" for example in one.examples)
    return f"{escape_html(waves)}<ul>{items}</ul>"
