"""A score in words and as a command, for whoever reads the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kinpanel.codebook.doubts import doubts, unverified
from kinpanel.codebook.model import TableCodebook
from kinpanel.codebook.score import BandScore, ScaleScore, Score, SumScore, cut_off
from kinpanel.instruments import Key, ScaleKey
from kinpanel.labels import text


def sentence(score: Score, table: TableCodebook) -> str:
    """How a checked score is made, in English, unverified facts named as such."""
    if isinstance(score, SumScore):
        return f"The {score.rule} of its items; missing as soon as one item is."
    words = _scale(score) if isinstance(score, ScaleScore) else _band(score, table)
    return f"{words}{unverified(score, table)}."


def command(score: Score) -> str:
    """How a score is made, as declared: `cesd8: a b c`, `sum: a b`, `band three_band: dep`."""
    if isinstance(score, SumScore):
        return f"{score.rule}: {' '.join(score.items)}"
    if isinstance(score, BandScore):
        return f"band {score.cutoff}: {score.band_of}"
    named = {"form": score.form, "variant": score.variant, "scale": score.scale}
    words = [score.instrument, *(f"{name} {given}" for name, given in named.items() if given)]
    items = [f"{number}={name}" for number, name in score.numbered.items()]
    return f"{' '.join(words)}: {' '.join(items)}"


def rule_of(score: Score, table: TableCodebook) -> str:
    """How a score is made, for one who traces it: "total of cesd8: a, b; item 2 reversed"."""
    if isinstance(score, SumScore):
        return f"{score.rule} of {', '.join(score.items)}"
    if isinstance(score, BandScore):
        return f"band of {score.band_of} by {score.cutoff}{unverified(score, table)}"
    key, scale = score.key, score.scale_key
    words = [f"{scale.id} of {score.instrument}: {', '.join(score.numbered.values())}"]
    return "; ".join([*words, *_rules(key, scale)]) + unverified(score, table)


def described_score(score: Score, table: TableCodebook) -> dict[str, Any]:
    """A checked score as plain values for a data package; `unverified` names doubtful facts."""
    if isinstance(score, SumScore):
        return {"rule": score.rule, "items": list(score.items)}
    found = doubts(score, table)
    doubtful = {"unverified": list(found)} if found else {}
    if isinstance(score, BandScore):
        return {"bandOf": score.band_of, "cutoff": score.cutoff, **doubtful}
    named = {"form": score.key.form, "variant": score.variant, "scale": score.scale_key.id}
    return {
        "instrument": score.instrument,
        **{name: given for name, given in named.items() if given is not None},
        "items": list(score.numbered.values()),
        "numbers": list(score.numbered),
        "description": sentence(score, table),
        **doubtful,
    }


def _scale(score: ScaleScore) -> str:
    key, scale = score.key, score.scale_key
    name = text(key.instrument.name, "en")
    words = [f"Score {scale.id} of {name}"]
    if key.form is not None:
        words[0] += f", form {key.form}"
    if key.variant is not None:
        words[0] += f", variant {key.variant}"
    if scale.parts:
        words.append(f"the sum of {', '.join(scale.parts)}")
    words += list(_rules(key, scale))
    words.append(f"range {scale.low} to {scale.high}")
    return "; ".join(words)


def _rules(key: Key, scale: ScaleKey) -> Iterator[str]:
    back = sorted(key.reversed & key.needed(scale))
    if back:
        listed = ", ".join(map(str, back))
        yield f"item{'s' * (len(back) > 1)} {listed} reversed"
    leaf = key.scale(scale.parts[0]) if scale.parts else scale
    of = " of each" if scale.parts else ""
    if not leaf.allowed:
        yield "missing as soon as one item is"
    else:
        how = "prorated, rounded half up" if leaf.rounded else "prorated"
        yield f"up to {leaf.allowed} of {len(leaf.items)} items{of} may be missing, {how}"


def _band(score: BandScore, table: TableCodebook) -> str:
    of = table.variable(score.band_of)
    made = cut_off(score, of.score) if of and isinstance(of.score, ScaleScore) else None
    bands = ", ".join(f"{b.name} {b.low} to {b.high}" for b in made.bands) if made else ""
    return f"The band of {score.band_of} by cut-off {score.cutoff}: {bands}"
