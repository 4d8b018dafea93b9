"""What must hold inside an instrument: items, scales, ranges, cut-offs, names of facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from kinpanel.documents.tree import KeyPath, Tree
from kinpanel.errors import Finding, nearest
from kinpanel.instruments.key import scoring_key
from kinpanel.instruments.model import Codes, CutOff, Instrument, Missing, Scale
from kinpanel.instruments.wording import check_wording

Problem = tuple[KeyPath, str, str]
"""Where in the file, what is wrong, what to do."""

FACTS = (
    "licence", "codes", "direction", "items", "reversed", "missing", "scales", "cutoffs",
    "forms", "variants", "validity", "recall", "safety", "notes",
)  # fmt: skip
"""What `to_verify` may name; those that are lists, and `missing`, also with `.<id>`."""


def check_instrument(read: Instrument, tree: Tree) -> list[Finding]:
    """Every contradiction inside one instrument, with its line; nothing is raised."""
    checks: list[Callable[[Instrument], Iterator[Problem]]] = [
        _identity, _items, _scales, _facts, check_wording,
    ]  # fmt: skip
    findings = [tree.finding("instrument", *problem) for check in checks for problem in check(read)]
    if not findings:  # ranges and cut-offs are computed from what has been found sound
        computed = (*_ranges(read), *_cutoffs(read))
        findings = [tree.finding("instrument", *problem) for problem in computed]
    return findings


def check_subset(read: Instrument, registry: Mapping[str, Instrument], tree: Tree) -> list[Finding]:
    """Whether a short form agrees with the instrument it is taken from; nothing is raised."""
    return [tree.finding("instrument", *problem) for problem in _subset(read, registry)]


def _identity(read: Instrument) -> Iterator[Problem]:
    lists = {
        "scales": [scale.id for scale in read.scales],
        "forms": [form.id for form in read.forms],
        "variants": [variant.id for variant in read.variants],
        "cutoffs": [cutoff.id for cutoff in read.cutoffs],
    }
    for name, ids in lists.items():
        for repeated in sorted({one for one in ids if ids.count(one) > 1}):
            yield (name,), f"{repeated!r} stands twice", ""
    yield from _codes(read.codes, ("codes",))
    for place, form in enumerate(read.forms):
        if form.codes is not None:
            yield from _codes(form.codes, ("forms", place, "codes"))


def _codes(codes: Codes, path: KeyPath) -> Iterator[Problem]:
    if codes.min >= codes.max:
        yield path, "codes: min must be below max", ""
    if codes.answers is not None and codes.answers <= codes.max - codes.min + 1:
        yield path, "codes: answers counts those that are more than the codes", "leave it out"
    canonical = {str(code) for code in range(codes.min, codes.max + 1)}
    for code in sorted(set(codes.meaning) - canonical):
        yield path, f"codes: {code!r} is no canonical code", ""


def _items(read: Instrument) -> Iterator[Problem]:
    numbers = [item.number for item in read.items]
    yield from _numbers(numbers, read.size, ("items",))
    yield from _numbers(read.reversed, read.size, ("reversed",))
    yield from _numbers(read.safety, read.size, ("safety",))
    for place, form in enumerate(read.forms):
        if form.order and sorted(form.order) != list(range(1, read.size + 1)):
            yield ("forms", place, "order"), f"must hold each item 1 to {read.size} once", ""
    for place, variant in enumerate(read.variants):
        yield from _numbers(variant.drop, read.size, ("variants", place, "drop"))
        yield from _numbers(variant.forward, read.size, ("variants", place, "forward"))
        if not set(variant.forward) <= set(read.reversed):
            yield ("variants", place, "forward"), "names an item that is not reversed", ""


def _numbers(numbers: Collection[int], size: int, path: KeyPath) -> Iterator[Problem]:
    for number in sorted(set(numbers)):
        if not 1 <= number <= size:
            yield path, f"{path[-1]}: there is no item {number} among 1 to {size}", ""
    if len(set(numbers)) < len(numbers):
        yield path, f"{path[-1]}: an item stands twice", ""


def _scales(read: Instrument) -> Iterator[Problem]:
    known = {scale.id: scale for scale in read.scales}
    rules: list[tuple[KeyPath, Missing]] = [(("missing",), read.missing)]
    for place, scale in enumerate(read.scales):
        path: KeyPath = ("scales", place)
        yield from _numbers(scale.items, read.size, (*path, "items"))
        if scale.items and scale.sum_of:
            yield path, f"scale {scale.id}: either items or sum_of", ""
        for part in scale.sum_of:
            if part not in known:
                yield (*path, "sum_of"), f"unknown scale {part!r}", nearest(part, known)
            elif known[part].sum_of:
                yield (*path, "sum_of"), f"scale {part!r} is itself a sum of scales", ""
        if scale.missing is not None:
            rules.append(((*path, "missing"), scale.missing))
    for place, variant in enumerate(read.variants):
        if variant.missing is not None:
            rules.append((("variants", place, "missing"), variant.missing))
    for where, rule in rules:
        given = (rule.count is not None) + (rule.share is not None)
        if given != (rule.rule != "strict") or (rule.rule == "at_least" and rule.count is None):
            yield where, f"missing: {rule.rule} with {given} of count and share", ""
    if read.validity is not None and read.validity.scale not in known:
        yield ("validity", "scale"), f"unknown scale {read.validity.scale!r}", ""
    if read.ask_form and len(read.forms) < 2:
        yield ("ask_form",), "ask_form needs two forms or more", ""


def _facts(read: Instrument) -> Iterator[Problem]:
    if read.verified == bool(read.to_verify):
        yield ("verified",), "verified: true goes without to_verify, false with it", ""
    known = set(FACTS)
    for name in ("scales", "cutoffs", "forms", "variants"):
        known |= {f"{name}.{one.id}" for one in getattr(read, name)}
    known |= {f"missing.{scale.id}" for scale in read.scales}
    for place, fact in enumerate(read.to_verify):
        if fact not in known:
            yield ("to_verify", place), f"unknown fact {fact!r}", nearest(fact, known)


def _ranges(read: Instrument) -> Iterator[Problem]:
    for form in [None, *read.forms]:
        if form is None and read.ask_form:
            continue
        key = scoring_key(read, form=form.id if form is not None else None)
        for place, scale in enumerate(read.scales):
            own = form.ranges if form is not None else {}
            declared, computed = own.get(scale.id, scale.range), key.scale(scale.id)
            if declared != (computed.low, computed.high):
                message = f"range of {scale.id} must be [{computed.low}, {computed.high}]"
                where: KeyPath = ("scales", place, "range")
                yield where, message + (f" in form {form.id}" if form is not None else ""), ""
    for scale in read.scales:
        items = scale.items or range(1, read.size + 1)
        if not scale.sum_of and (scale.missing or read.missing).allowed(len(items)) >= len(items):
            yield ("missing",), f"missing: a score of {scale.id} from no answer at all", ""


def _cutoffs(read: Instrument) -> Iterator[Problem]:
    forms = [form.id for form in read.forms]
    scales = {scale.id: scale for scale in read.scales}
    for place, cutoff in enumerate(read.cutoffs):
        path: KeyPath = ("cutoffs", place)
        unknown = sorted(set(cutoff.forms) - set(forms))
        if unknown or cutoff.scale not in scales:
            yield path, f"cut-off {cutoff.id}: unknown scale or form", ""
            continue
        fielded: list[str | None] = [*(cutoff.forms or forms)] or [None]
        for form in fielded:
            for message in _bands(read, cutoff, scales[cutoff.scale], form):
                yield (*path, "bands"), f"cut-off {cutoff.id}: {message}", ""


def _bands(read: Instrument, cutoff: CutOff, scale: Scale, form: str | None) -> Iterator[str]:
    computed = scoring_key(read, form=form).scale(scale.id)
    if (cutoff.bands[0].low, cutoff.bands[-1].high) != (computed.low, computed.high):
        yield f"bands must cover {computed.low} to {computed.high}"
    if any(band.low > band.high for band in cutoff.bands):
        yield "a band ends before it begins"
    for before, after in zip(cutoff.bands, cutoff.bands[1:], strict=False):
        if after.low != before.high + 1:
            yield f"band {after.name!r} must begin at {before.high + 1}"


def _subset(read: Instrument, registry: Mapping[str, Instrument]) -> Iterator[Problem]:
    if read.subset_of is None:
        return
    parent = registry.get(read.subset_of.of)
    if parent is None:
        yield ("subset_of", "of"), f"unknown instrument {read.subset_of.of!r}", ""
        return
    numbers = read.subset_of.numbers
    yield from _numbers(numbers, parent.size, ("subset_of", "numbers"))
    if len(numbers) != read.size:
        yield ("subset_of", "numbers"), f"{len(numbers)} numbers for {read.size} items", ""
    back = tuple(place for place, number in enumerate(numbers, 1) if number in parent.reversed)
    if back != tuple(sorted(read.reversed)):
        yield ("reversed",), f"reversed must be {list(back)} to agree with {parent.id}", ""
    if (read.codes.min, read.codes.max) != (parent.codes.min, parent.codes.max):
        yield ("codes",), f"codes differ from those of {parent.id}", ""
    if read.doubtful("licence"):
        yield ("to_verify",), f"the wording of {parent.id} needs a verified licence here too", ""
    if read.licence.text_policy != parent.licence.text_policy:
        yield ("licence", "text_policy"), f"text_policy differs from that of {parent.id}", ""
