"""How a fit reads: summary text and the HTML of a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinpanel.estimation.fit import Fit

_COLUMNS = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high")


def cells(fit: Fit) -> list[list[str]]:
    """The coefficient table as text, the header first."""
    table = fit.tidy()
    rows = [["term", *_COLUMNS]]
    for record in table.to_dict("records"):
        numbers = [
            _p_value(record[name]) if name == "p_value" else f"{record[name]:.6g}"
            for name in _COLUMNS
        ]
        rows.append([str(record["term"]), *numbers])
    return rows


def _p_value(p: float) -> str:
    return "<0.0001" if p < 0.0001 else f"{p:.4f}"


def notes(fit: Fit) -> list[str]:
    """Everything a table note must say: sample, children, clusters, convention, findings."""
    flow = fit.sample
    lines = [f"estimator: {fit.estimator}"]
    lines += [f"rows: {flow.used:,} used of {flow.offered:,} offered"]
    lines += [f"  {e.rows:,} dropped: {e.reason} ({e.variable})" for e in flow.dropped]
    if fit.effects_absorbed is not None:
        lines.append(f"absorbed: {fit.counts.n_entities:,} {fit.effects_absorbed}")
    if fit.weights is not None:
        lines.append(f"weights: {fit.weights} (analytic)")
    lines.append(f"standard errors: {fit.vcov.describe()}")
    within = "" if fit.within_r2 is None else f", within R2 {fit.within_r2:.4f}"
    lines.append(f"R2 {fit.r2:.4f}{within}, RMSE {fit.rmse:.6g}, mean {fit.outcome_mean:.6g}")
    for record in fit.switchers.values():
        if record.switchers is not None:
            ways = "" if record.up is None else f" ({record.up:,} up, {record.down:,} down)"
            share = f"{record.share_within or 0.0:.1%} of variance within"
            lines.append(f"switchers of {record.term}: {record.switchers:,}{ways}, {share}")
    lines += [one.describe() for one in fit.tests]
    return lines + [f"{finding.severity}: {finding}" for finding in fit.findings]


def summary_text(fit: Fit) -> str:
    """The summary for a terminal."""
    table = cells(fit)
    widths = [max(len(row[j]) for row in table) for j in range(len(table[0]))]
    body = [
        "  ".join(
            cell.ljust(width) if j == 0 else cell.rjust(width)
            for j, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    ]
    return "\n".join([fit.formula, "", *body, "", *notes(fit)])


def summary_html(fit: Fit) -> str:
    """The summary for a notebook; every name is escaped, for labels are hostile input."""
    head, *body = cells(fit)
    row = "<tr>{}</tr>".format
    top = row("".join(f"<th>{escape(cell)}</th>" for cell in head))
    rest = "".join(row("".join(f"<td>{escape(cell)}</td>" for cell in line)) for line in body)
    below = "<br>".join(escape(line) for line in notes(fit))
    return (
        f"<div><code>{escape(fit.formula)}</code><table><thead>{top}</thead>"
        f"<tbody>{rest}</tbody></table><small>{below}</small></div>"
    )
