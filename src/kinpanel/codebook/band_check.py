"""Variables made from a score's cut-off: which score, which cut-off, which bands."""

from __future__ import annotations

from collections.abc import Iterator

from kinpanel.codebook.model import TableCodebook, Variable
from kinpanel.codebook.score import BandScore, ScaleScore, cut_off
from kinpanel.documents.tree import KeyPath
from kinpanel.errors import UsageError, nearest
from kinpanel.instruments import CutOff

CUTOFF: KeyPath = ("score", "cutoff")


def check_band(
    variable: Variable, band: BandScore, table: TableCodebook
) -> Iterator[tuple[KeyPath, str, str]]:
    """Where below the variable, what is wrong with a band, what to do."""
    if variable.type not in ("nominal", "ordinal", "boolean"):
        yield ("type",), "a band is nominal, ordinal or boolean", "type: ordinal"
    of = table.variable(band.band_of)
    if of is None or not isinstance(of.score, ScaleScore):
        scores = [v.name for v in table.variables if isinstance(v.score, ScaleScore)]
        message = f"{band.band_of!r} is no score of an instrument"
        advice = nearest(band.band_of, scores) or "declare the score first: {instrument: ...}"
        yield ("score", "band_of"), message, advice
        return
    if band.instrument not in (None, of.score.instrument):
        message = f"{band.band_of!r} is a score of {of.score.instrument}, not of {band.instrument}"
        yield ("score", "instrument"), message, f"instrument: {of.score.instrument}"
        return
    try:
        found = cut_off(band, of.score)
        problem = _wrong(band, of.score, found)
    except UsageError:
        return  # the score itself is wrong, and says so
    if problem is not None:
        yield CUTOFF, *problem
    elif found is not None:
        yield from _levels(variable, found)


def _wrong(band: BandScore, of: ScaleScore, found: CutOff | None) -> tuple[str, str] | None:
    """What keeps a cut-off from being one of this score, and what to do; None for nothing."""
    key, scale = of.key, of.scale_key
    fitting = [one.id for one in key.cutoffs if one.scale == scale.id]
    declared = {one.id: one for one in key.instrument.cutoffs}
    known = f"known: {', '.join(fitting)}" if fitting else "it has none for this score"
    if band.cutoff not in declared:
        advice = nearest(band.cutoff, fitting) or nearest(band.cutoff, declared) or known
        return f"{of.instrument} has no cut-off {band.cutoff!r}", advice
    cutoff = declared[band.cutoff]
    if cutoff.forms and key.form not in cutoff.forms:
        forms = ", ".join(cutoff.forms)
        message = f"cut-off {cutoff.id} belongs to form {forms}, {band.band_of!r} to {key.form}"
        return message, known
    if found is None:
        message = f"cut-off {cutoff.id} does not hold under variant {key.variant}"
        return message, "the variant changes the items, so that no cut-off holds"
    if cutoff.scale != scale.id:
        message = f"cut-off {cutoff.id} is of scale {cutoff.scale}, {band.band_of!r} is {scale.id}"
        return message, known
    return None


def _levels(variable: Variable, cutoff: CutOff) -> Iterator[tuple[KeyPath, str, str]]:
    names = [band.name for band in cutoff.bands]
    listed = ", ".join(names)
    codes = list(variable.level_codes)
    if variable.type == "boolean":
        if len(names) != 2:
            message = f"cut-off {cutoff.id} has {len(names)} bands, a boolean takes two"
            yield ("type",), message, f"type: ordinal, with levels {listed}"
    elif set(codes) != set(names):
        message = f"levels are not the bands of cut-off {cutoff.id}"
        yield ("levels",), message, f"codes of the levels: {listed}"
    elif variable.type == "ordinal" and codes != names:
        message = f"levels are not in the order of cut-off {cutoff.id}"
        yield ("levels",), message, f"from the lowest score up: {listed}"
