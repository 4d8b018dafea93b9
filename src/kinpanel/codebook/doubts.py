"""The unverified facts of the registry that a score rests on."""

from __future__ import annotations

from kinpanel.codebook.model import TableCodebook
from kinpanel.codebook.score import BandScore, ScaleScore, Score
from kinpanel.instruments import Instrument, Key, ScaleKey


def doubts(score: Score, table: TableCodebook) -> tuple[str, ...]:
    """Names of unverified facts behind a checked score, as the registry names them; () for none.

    A band rests on its cut-off and on all that its score rests on.
    """
    if isinstance(score, ScaleScore):
        return _behind(score.key.instrument, _facts(score))
    of = table.variable(score.band_of) if isinstance(score, BandScore) else None
    if of is None or not isinstance(of.score, ScaleScore) or not isinstance(score, BandScore):
        return ()
    return _behind(of.score.key.instrument, [f"cutoffs.{score.cutoff}", *_facts(of.score)])


def unverified(score: Score, table: TableCodebook) -> str:
    """The same as words to put behind a sentence: " (unverified: missing)"; "" for none."""
    found = doubts(score, table)
    return f" (unverified: {', '.join(found)})" if found else ""


def _behind(instrument: Instrument, facts: list[str]) -> tuple[str, ...]:
    """The declared doubts that cover any of the facts, in the order of the registry."""
    return tuple(
        doubt
        for doubt in instrument.to_verify
        if any(fact == doubt or fact.startswith(doubt + ".") for fact in facts)
    )


def _facts(score: ScaleScore) -> list[str]:
    key = score.key
    facts = ["codes", "items", *_of_scale(key, score.scale_key)]
    if key.instrument.validity is not None:
        facts += ["validity", *_of_scale(key, key.scale(key.instrument.validity.scale))]
    if key.reversed:
        facts.append("reversed")
    if key.form is not None:
        facts.append(f"forms.{key.form}")
    if key.variant is not None:
        facts.append(f"variants.{key.variant}")
    return facts


def _of_scale(key: Key, scale: ScaleKey) -> list[str]:
    facts = [f"scales.{scale.id}"]
    for part in scale.parts:
        facts += _of_scale(key, key.scale(part))
    own = any(v.id == key.variant and v.missing is not None for v in key.instrument.variants)
    return facts if own else [*facts, f"missing.{scale.id}"]
